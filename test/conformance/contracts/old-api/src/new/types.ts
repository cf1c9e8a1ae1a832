export interface NewT {
  id: string;
}
export const typesVersion = 1;
