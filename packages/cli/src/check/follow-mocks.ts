import path from "node:path";
import { applyTextEdits } from "@godwit/core/engine";
import { findOutsideMocks, kindOfSite, siteOfExports } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import type { FileProblem } from "./file-problem.js";
import type { Search } from "./finding.js";
import { writeFixed } from "./fix-file.js";
import type { MocksOfRun } from "./held-back.js";

/** What became of the mocks in files that their contracts leave out. */
export interface FollowedMocks {
  /** The files that were written, relative to the root. */
  readonly files: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Moves the mocks of what was moved, in files that their contracts leave out: they are part of the move. */
export function followMocks(search: Search, root: string, mocks: MocksOfRun | undefined): FollowedMocks {
  const moving = mocks?.followers() ?? [];
  const kinds = new Set(moving.map(kindOfSite));
  const files: string[] = [];
  const problems: FileProblem[] = [];
  for (const file of new Set(moving.map((each) => each.file))) {
    const absolute = path.join(root, file);
    const outside = findOutsideMocks({ ...search, open: openSource }, file);
    const chosen = outside?.found.filter(({ violation }) => kinds.has(kindOfSite(siteOfExports(violation, file, true)))) ?? [];
    if (!outside || chosen.length === 0) continue;
    const { read, editAll } = outside;
    const text = applyTextEdits(read.text, editAll(chosen));
    const after = Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8");
    const problem = writeFixed(file, { root, absolute, before: read.bytes, after });
    if (problem) problems.push(problem);
    else files.push(file);
  }
  return { files, problems };
}
