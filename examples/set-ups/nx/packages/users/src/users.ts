import { v4 } from "uuid";

// From before the migration: it is in the baseline.
export const createUser = () => ({ userId: v4() });
