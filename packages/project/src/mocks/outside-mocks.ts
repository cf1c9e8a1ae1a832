import path from "node:path";
import { type Engine, mayHaveTests, type SourceFile } from "@godwit/core/engine";
import type { ListedFile } from "../files/list-files.js";
import { readSource, type SourceText } from "../files/read-source.js";
import { concerning, contractsFor, type Finding, findInSource, type SourceFindings } from "../findings.js";
import type { ActiveContract } from "../project.js";
import { type Mocker, siteOfExports, type SiteOfExports } from "./hold-back.js";

/** Where the files of a root and their tests are read. */
export interface MockQuestion {
  readonly engine: Engine;
  readonly contracts: readonly ActiveContract[];
  /** Opens a text as a file (absolute path); throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** Mocks in a file of which a contract says nothing, and the text that they are in. */
export interface OutsideMocks extends Pick<SourceFindings, "editAll"> {
  readonly read: SourceText;
  /** Those with a safe fix. */
  readonly found: readonly Finding[];
}

/** The mocks in a file (relative to the root) of what contracts replace that leave the file out; undefined where there are none. */
export function findOutsideMocks({ engine, contracts, open }: MockQuestion, file: string): OutsideMocks | undefined {
  const own = new Set(contractsFor(contracts, file));
  const others = contracts.filter((each) => each.contract.status !== "planned" && !own.has(each));
  if (others.length === 0) return undefined;
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    const concerned = read.kind === "text" ? concerning(others, absolute, read.bytes) : [];
    if (read.kind !== "text" || concerned.length === 0) return undefined;
    const findings = findInSource(engine, open(absolute, read.text), file, concerned);
    const found = findings.open.filter(isMovable);
    return found.length === 0 ? undefined : { read, found, editAll: (chosen) => findings.editAll(chosen) };
  } catch {
    // `check` names the files that it can't read or parse.
    return undefined;
  }
}

/** Whether a file mocks a module in place of spying on what it has: only such a mock can follow what moves. */
export function mayFollow({ mocks }: Mocker): boolean {
  return mocks.some(({ isSpied }) => !isSpied);
}

/** The same in all files that mock: they follow the code that moves. */
export function outsideSites(question: MockQuestion, mockers: readonly Mocker[]): readonly SiteOfExports[] {
  return mockers
    .filter(mayFollow)
    .flatMap(({ file }) =>
      (findOutsideMocks(question, file)?.found ?? []).map(({ violation }) => siteOfExports(violation, file, true)),
    );
}

/** Whether a finding in a file that its contract leaves out is a mock that follows what it mocks. */
export function isMovable({ violation }: Finding): boolean {
  return violation.isMock && violation.level === "fix";
}

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
    const { mocks, imports, loads, loadsAnew } = withSource(absolute, read.text, (source) => engine.readMocks(source));
    const at = (other: string): string => path.join(engine.root, other);
    return {
      ...{ file, mocks },
      imports: (other) => imports(at(other)),
      loads: (other) => loads(at(other)),
      loadsAnew: (other, module) => loadsAnew(at(other), module),
    };
  } catch {
    // `check` names the files that it can't read or parse.
    return undefined;
  }
}

function mayMock(text: string): boolean {
  return MOCKS.test(text) || (mayHaveTests(text) && REPLACES_GLOBALS.test(text));
}
