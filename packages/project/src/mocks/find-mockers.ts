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

/** Reads a text as a file (absolute path), which may be read only in the meantime; throws if it does not parse. */
export type WithSource = <T>(file: string, text: string, use: (source: SourceFile) => T) => T;

/** The same where files that were opened stay readable. */
export function openingWith(open: (file: string, text: string) => SourceFile): WithSource {
  return (file, text, use) => use(open(file, text));
}

/** Finds the files that mock modules: one look at the text of each, and at the tree of few. */
export function findMockers(engine: Engine, files: readonly ListedFile[], withSource: WithSource): Mocker[] {
  return files.flatMap(({ path: file }) => readMocker(engine, file, withSource) ?? []);
}

/** The same for one file (relative to the root). */
export function readMocker(engine: Engine, file: string, withSource: WithSource): Mocker | undefined {
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    if (read.kind !== "text" || !mayMock(read.text)) return undefined;
    const { mocks, imports } = withSource(absolute, read.text, (source) => engine.readMocks(source));
    return { file, mocks, imports: (other) => imports(path.join(engine.root, other)) };
  } catch {
    // `check` names the files that it can't read or parse.
    return undefined;
  }
}

function mayMock(text: string): boolean {
  return MOCKS.test(text) || (mayHaveTests(text) && REPLACES_GLOBALS.test(text));
}
