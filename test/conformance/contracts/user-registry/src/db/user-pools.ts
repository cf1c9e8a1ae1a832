import { DatabasePool } from "./pool.js";

export const userPools = { forUser: (userId: string): DatabasePool => (userId ? new DatabasePool() : new DatabasePool()) };
