import { v4 } from "uuid";

export const jobId = v4();
