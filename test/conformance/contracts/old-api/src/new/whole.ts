export const one = 1;
export const two = 2;
export default 3;
export type One<T = unknown> = T;
export type Two = 2;
