import { findUnreadable } from "@godwit/core/disk";
import type ts from "typescript";
import type { TypeScript } from "./typescript.js";

/** TypeScript's own view of the disk, without what would make it wait, such as a pipe in the place of a tsconfig. */
export function guardedSystem({ sys }: TypeScript): ts.System {
  return {
    ...sys,
    // eslint-disable-next-line no-restricted-properties -- here it was looked at before
    readFile: (file, encoding) => (findUnreadable(file, "source") ? undefined : sys.readFile(file, encoding)),
  };
}
