import { afterAll } from "vitest";
import { removeTrees } from "./temporary-tree.js";

// A setup file runs again for each test file; a hook of a module that several files import would be only the first one's.
afterAll(removeTrees);
