export class A {}
export const Other = 1;
export function createApi(): number {
  return 1;
}
