export class A {}
export class B {}
export interface T {
  id: string;
}
export const Solo = 1;
export const Ren = 2;
export const Renamed = 2;
export const Gone = 3;
export const GoneToo = 3;
export const Keep = 4;
export const Rest = 5;
export interface Tk {
  id: string;
}
export default function createApi(): number {
  return 1;
}
