import path from "node:path";
import type { Engine, SourceFile } from "@godwit/core/engine";
import type { ListedFile } from "../files/list-files.js";
import { readSource, type SourceText } from "../files/read-source.js";
import { concerning, contractsFor, type Finding, findInSource, type SourceFindings } from "../findings.js";
import type { ActiveContract } from "../project.js";
import { siteOfExports, type SiteOfExports } from "./hold-back.js";
import { openMocker, type Mocker, type WithSource } from "./mocker.js";

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

/** The same in all files that mock: they follow the code that moves. */
export function outsideSites(question: MockQuestion, mockers: readonly Mocker[]): readonly SiteOfExports[] {
  return mockers
    .filter((mocker) => mocker.mayFollow())
    .flatMap(({ file }) =>
      (findOutsideMocks(question, file)?.found ?? []).map(({ violation }) => siteOfExports(violation, file, true)),
    );
}

/** Whether a finding in a file that its contract leaves out is a mock that follows what it mocks. */
export function isMovable({ violation }: Finding): boolean {
  return violation.isMock && violation.level === "fix";
}

/** The same where files that were opened stay readable. */
export function openingWith(open: (file: string, text: string) => SourceFile): WithSource {
  return (file, text, use) => use(open(file, text));
}

/** Finds the files that mock modules by one look at the text of each. */
export function findMockers(engine: Engine, files: readonly ListedFile[], withSource: WithSource): Mocker[] {
  return files.flatMap(({ path: file }) => openMocker(engine, file, withSource) ?? []);
}
