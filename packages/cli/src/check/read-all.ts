import type { CompiledRule } from "@godwit/core/engine";
import { ReadingSpace } from "@godwit/core/disk";
import { absoluteOf, contractsFor, keepSource, type ListedFile, type SourceText } from "@godwit/project";
import type { FileCheck } from "./check-file.js";
import { isAsked } from "./finding.js";
import { nearRulesFor } from "./near-in-source.js";

/** How many bytes of files are kept for the second look; the rest is read again. */
const MOST_KEPT = 16 * 1024 * 1024;
const SPACE = new ReadingSpace();

/** What one pass over all files of a root tells. */
export interface WholeReading {
  /** Whether a file has to be looked at more closely. */
  mayHold(file: ListedFile): boolean;
  readonly named: FileCheck["named"];
  readonly read: FileCheck["read"];
}

/**
 * Reads all files of a root once. What passes something on is known from then on, so that nobody has to ask where imports lead in files that
 * name nothing of what is looked for.
 */
export function readAll(check: FileCheck, all: readonly ListedFile[], readAgain: FileCheck["read"]): WholeReading {
  const { engine, root } = check;
  const queries = check.contracts.flatMap(({ rules }) => rules.flatMap((rule) => rule.passages()));
  // Without queries some files are not read.
  const packages = queries.length > 0 ? check.contracts.flatMap(({ contract }) => engine.factsOf(contract).packages) : [];
  engine.modules.watchFor(queries, packages);
  const concerned = new Set<ListedFile>();
  const named = new Map<ListedFile, ReadonlySet<CompiledRule>>();
  const kept = new Map<string, SourceText>();
  let left = MOST_KEPT;
  for (const file of all) {
    const rules = contractsFor(check.contracts, file.path)
      .filter((each) => isAsked(check, each, file.path))
      .flatMap((each) => each.rules);
    if (rules.length + queries.length === 0) continue;
    const absolute = absoluteOf(root, file.path);
    const read = check.read(file.path, absolute, SPACE);
    if (read.kind !== "text") {
      concerned.add(file);
      continue;
    }
    if (!file.isLink) engine.modules.noteRead(absolute, read.bytes);
    const naming = rules.filter((rule) => rule.namesWhatItFinds(absolute, read.bytes));
    if (naming.length === 0 && !mayHoldNear(check, absolute, read)) continue;
    concerned.add(file);
    named.set(file, new Set(naming));
    left -= read.bytes.length;
    if (left > 0) kept.set(absolute, keepSource(read));
  }
  const readKept: FileCheck["read"] = (file, absolute, space) => kept.get(absolute) ?? readAgain(file, absolute, space);
  const rawText = (absolute: string): string => {
    const read = readKept(engine.modules.relative(absolute) ?? absolute, absolute, SPACE);
    return read.kind === "text" ? read.raw : "";
  };
  engine.modules.allRead(rawText);
  // Mostly no module passes anything on, and no text is asked.
  const isPassedOn = queries.some((query) => engine.modules.isPassedOn(query));
  for (const file of all) {
    const absolute = absoluteOf(root, file.path);
    if (isPassedOn && !concerned.has(file) && queries.some((query) => engine.modules.mayNamePasser(absolute, query)))
      concerned.add(file);
  }
  return {
    mayHold: (file) => concerned.has(file),
    named: (file) => named.get(file),
    read(file, absolute, space) {
      const read = readKept(file, absolute, space);
      // Each file is looked at once.
      kept.delete(absolute);
      return read;
    },
  };
}

function mayHoldNear(check: FileCheck, absolute: string, read: SourceText): boolean {
  return check.nearDuplicates === true && nearRulesFor(check, absolute, read).length > 0;
}
