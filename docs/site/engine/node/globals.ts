/** Node's globals that the engine uses. */
export { Buffer, process } from "./rest.js";
