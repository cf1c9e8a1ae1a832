export const dropped = 1;
