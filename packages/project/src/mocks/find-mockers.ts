import path from "node:path";
import { mayHaveTests, type Engine, type SourceFile } from "@godwit/core/engine";
import type { ListedFile } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";
import type { Mocker } from "./hold-back.js";

/** A text without one of these mocks and spies on nothing. */
const MOCKS =
  /\b(?:mock|doMock|setMock|unstable_mockModule|module|spyOn|mocked|stub|method|stubGlobal|replaceProperty)\s*(?:<|\()/u;
/** What replaces a global by plain code; of production code, where it is common, it is no mock. */
const REPLACES_GLOBALS =
  /\b(?:defineProperty|assign)\s*\(|\b(?:globalThis|global|window|self|crypto|Math|Date|process|performance|navigator|location|console)\b[^\n;=]{0,80}[^=!<>\n]=(?![=>])/u;

/** Opens a text as a file (absolute path); throws if it does not parse. */
type OpenFile = (file: string, text: string) => SourceFile;

/** Finds the files that mock modules: one look at the text of each, and at the tree of few. */
export function findMockers(engine: Engine, files: readonly ListedFile[], open: OpenFile): Mocker[] {
  return files.flatMap(({ path: file }) => readMocker(engine, file, open) ?? []);
}

/** The same for one file (relative to the root). */
export function readMocker(engine: Engine, file: string, open: OpenFile): Mocker | undefined {
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    if (read.kind !== "text" || !mayMock(read.text)) return undefined;
    const { mocks, imports } = engine.readMocks(open(absolute, read.text));
    return { file, mocks, imports: (other) => imports(path.join(engine.root, other)) };
  } catch {
    // `check` names the files that it can't read or parse.
    return undefined;
  }
}

function mayMock(text: string): boolean {
  return MOCKS.test(text) || (mayHaveTests(text) && REPLACES_GLOBALS.test(text));
}
