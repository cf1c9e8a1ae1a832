export const side = 1;
export default 1;
