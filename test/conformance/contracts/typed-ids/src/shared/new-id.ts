import { UserId } from "./ids.js";

export const newId = (kind: string): UserId => UserId(`${kind}_1`);
