import path from "node:path";
import { mayHaveTests, type Engine, type MockingFile, type SourceFile } from "@godwit/engine";
import type { ListedFile } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";
import type { Mocker } from "./hold-back.js";
import { findSetupFiles, isSetUpBy } from "./setup-files.js";

/** A text without one of these mocks and spies on nothing. */
const MOCKS =
  /\b(?:mock|doMock|setMock|unstable_mockModule|module|spyOn|mocked|stub|method|stubGlobal|replaceProperty)\s*(?:<|\()/u;
/** What replaces a global by plain code; of production code, where it is common, it is no mock. */
const REPLACES_GLOBALS =
  /\b(?:defineProperty|assign)\s*\(|\b(?:globalThis|global|window|self|crypto|Math|Date|process|performance|navigator|location|console)\b[^\n;=]{0,80}[^=!<>\n]=(?![=>])/u;
/** Without one of these names a file that is neither a test nor its setup makes no mock of a global. */
const FRAMEWORKS = /\b(?:vi|vitest|jest|sinon|mock)\b/u;

/** Opens a text as a file (absolute path); throws if it does not parse. */
type OpenFile = (file: string, text: string) => SourceFile;

/** Finds the files that mock modules: one look at the text of each, and at the tree of few. */
export function findMockers(engine: Engine, files: readonly ListedFile[], open: OpenFile): Mocker[] {
  const read = createMockerReader(engine, files, open);
  return files.flatMap(({ path: file }) => read(file) ?? []);
}

/** The same for callers that look at one file (relative to the root) at a time; `files` are all of the root. */
export function createMockerReader(
  engine: Engine,
  files: readonly ListedFile[],
  open: OpenFile,
): (file: string) => Mocker | undefined {
  const setups = findSetupFiles(engine.root, files).map((setup) => ({ ...setup, ...loadsOf(engine, setup.file, open) }));
  return (file) => {
    const absolute = path.join(engine.root, file);
    try {
      const read = readSource(absolute);
      if (read.kind !== "text") return undefined;
      const setsUp = setups.some((setup) => setup.file === file);
      if (!mayMock(read.text, setsUp || mayHaveTests(read.text))) return undefined;
      const { mocks: own, replacedGlobals, hasTests, loads } = engine.readMocks(open(absolute, read.text));
      const mocks = setsUp || hasTests ? [...own, ...replacedGlobals] : own;
      // A file without tests that mocks is a setup file: its mocks hold in every test.
      const isSetup = mocks.length > 0 && !hasTests;
      const earlier = setups.filter((setup) => setup.file !== file && isSetUpBy(file, setup));
      return {
        file,
        mocks,
        reaches: remembered((other) => isSetup || loads(path.join(engine.root, other))),
        mayComeAfter: (other) => earlier.some((setup) => setup.loadsFirst(other)),
        comesAfter: (other) => earlier.some((setup) => setup.surelyLoads(other)),
      };
    } catch {
      // `check` names the files that it can't read or parse.
      return undefined;
    }
  };
}

function mayMock(text: string, isForTests: boolean): boolean {
  return MOCKS.test(text) || ((isForTests || FRAMEWORKS.test(text)) && REPLACES_GLOBALS.test(text));
}

/** Which files (absolute) a setup file loads, perhaps and for certain; it loads itself. */
function loadsOf(engine: Engine, file: string, open: OpenFile): Pick<MockingFile, "loadsFirst" | "surelyLoads"> {
  const absolute = path.join(engine.root, file);
  const nothing = { loadsFirst: () => false, surelyLoads: () => false };
  try {
    const read = readSource(absolute);
    if (read.kind !== "text") return nothing;
    const { loadsFirst, surelyLoads } = engine.readMocks(open(absolute, read.text));
    return { loadsFirst: remembered((other) => other === absolute || loadsFirst(other)), surelyLoads: remembered(surelyLoads) };
  } catch {
    // `check` names the files that it can't read or parse.
    return nothing;
  }
}

function remembered(ask: (file: string) => boolean): (file: string) => boolean {
  const known = new Map<string, boolean>();
  return (file) => {
    const answer = known.get(file) ?? ask(file);
    known.set(file, answer);
    return answer;
  };
}
