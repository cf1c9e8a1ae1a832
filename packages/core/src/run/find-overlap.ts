import type { Modules } from "../modules/index.js";
import { FileView } from "../semantics/file-view.js";
import { overlapAt } from "../semantics/overlaps.js";
import { innermostNode } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";

/** Why a new `await` at a range of a file may let two calls of the function around it meet; undefined where nothing of that kind is seen. */
export function findOverlap(source: SourceFile, modules: Modules, range: Range): string | undefined {
  return overlapAt(new FileView(source, modules), innermostNode(source.program, range));
}
