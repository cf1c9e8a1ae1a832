import { v4 } from "uuid";

export const userId = v4();
export const sessionId = v4();
