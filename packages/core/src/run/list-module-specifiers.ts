import type { Modules } from "../modules/index.js";
import { FileView } from "../semantics/file-view.js";
import type { Range } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";

/** A specifier in a file's text. */
export interface ModuleSpecifier {
  readonly specifier: string;
  /** Between its quotes. */
  readonly range: Range;
}

/** Every place where a file names a module (imports, re-exports, `require`, mocks, types, JSDoc), in the order of the text. */
export function listModuleSpecifiers(source: SourceFile, modules: Modules): readonly ModuleSpecifier[] {
  return new FileView(source, modules)
    .moduleReferences()
    .map(({ specifier, specifierRange: [start, end] }) => ({ specifier, range: [start + 1, end - 1] }));
}
