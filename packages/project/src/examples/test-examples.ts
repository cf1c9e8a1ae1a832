import path from "node:path";
import { type Example, LineIndex } from "@godwit/core/contracts";
import {
  applyTextEdits,
  describeViolation,
  listModuleSpecifiers,
  type ModuleSpecifier,
  type SourceFile,
} from "@godwit/core/engine";
import { type Modules, SourceSyntaxError } from "@godwit/core/modules";
import { createTwoFilesPatch } from "diff";
import { contractsFor, findInSource, isFixable, placeOf, type SourceFindings } from "../findings.js";
import type { ActiveContract, Project } from "../project.js";

/** One example of a contract's prose, and why it does not hold; null where it does. */
export interface ExampleResult {
  readonly contract: string;
  readonly file: string;
  readonly line: number;
  readonly failure: string | null;
}

/** Where examples are tested, and how a front opens a text as a file (absolute path); it throws `SourceSyntaxError`. */
export interface ExamplePlace extends Pick<Project, "root" | "engine"> {
  open(path: string, text: string): SourceFile;
}

/** Tests all examples of a contract. */
export function testExamples(project: ExamplePlace, active: ActiveContract): ExampleResult[] {
  const { contract } = active;
  // The examples of a planned contract are tested as well.
  const asActive: ActiveContract = { ...active, contract: { ...contract, status: "active" } };
  return contract.examples.map((example) => ({
    contract: contract.id,
    file: contract.file,
    line: example.line,
    failure: testExample(project, asActive, example),
  }));
}

function testExample(project: ExamplePlace, active: ActiveContract, example: Example): string | null {
  const file = example.path ?? `example.${extensionOf(example.language)}`;
  const open = (text: string): SourceFile => project.open(path.join(project.root, file), text);
  const find = (text: string): SourceFindings => {
    // Without a path the example applies to any file of the contract.
    const contracts = example.path === undefined ? [active] : contractsFor([active], file);
    return findInSource(project.engine, open(text), file, contracts);
  };
  try {
    const found = find(example.before);
    const edits = found.fixAll(found.open.filter(isFixable));
    const lines = new LineIndex(example.before);
    const places = found.open.map((finding) => {
      const { line, column } = placeOf(finding, lines);
      return `${line}:${column} ${describeViolation(finding.violation)}`;
    });
    if (example.kind === "valid") return places.length === 0 ? null : `must not be reported, but is:\n${places.join("\n")}`;
    if (places.length === 0) return "must be reported, but is not";
    const after = applyTextEdits(example.before, edits);
    if (example.kind === "report")
      return after === example.before ? null : `must not be fixed, but is:\n${diff(file, example.before, after)}`;
    const expected = spellSpecifiersLike(example.after!, after, { open, modules: project.engine.modules });
    if (sameText(after, expected)) return null;
    const suggested = applyTextEdits(example.before, found.editAll(found.open));
    const how = edits.length > 0 ? "is fixed otherwise" : sameText(suggested, expected) ? "is only suggested" : "is not fixed";
    return [`${how}:`, diff(file, expected, after), ...unfixed(found, lines)].join("\n");
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    return `does not parse: ${example.line + error.line}:${error.column} ${error.message}`;
  }
}

/** Why `--fix` leaves what it leaves, a line for each place. */
function unfixed({ open }: SourceFindings, lines: LineIndex): string[] {
  return open.flatMap((finding) => {
    const { level, reason } = finding.violation;
    if (level === "fix") return [];
    const { line, column } = placeOf(finding, lines);
    const what = level === "suggestion" ? "is a suggestion, which --fix does not write" : "is by hand";
    return `${line}:${column} ${what}${reason === undefined ? "" : `: ${reason}`}`;
  });
}

function extensionOf(language: string): string {
  const known: Readonly<Record<string, string>> = { typescript: "ts", javascript: "js" };
  return known[language] ?? (/^(?:[cm]?[jt]s|[jt]sx)$/.test(language) ? language : "ts");
}

function sameText(a: string, b: string): boolean {
  return a.trimEnd() === b.trimEnd();
}

/** `-` is the text that the contract's author expects, `+` the result. */
function diff(file: string, expected: string, actual: string): string {
  const patch = createTwoFilesPatch(file, file, `${expected.trimEnd()}\n`, `${actual.trimEnd()}\n`, "expected", "godwit", {
    context: 2,
  });
  return patch.split("\n").slice(2).join("\n").trimEnd();
}

/**
 * A text with its specifiers spelled as in another text of the same file, if both mean the same module: `../ids`, `../ids.js` and
 * `@/ids` are one. So an example's expected text can be compared with the result in a project of any module system.
 */
export function spellSpecifiersLike(
  text: string,
  model: string,
  { open, modules }: { readonly open: (text: string) => SourceFile; readonly modules: Modules },
): string {
  const written = readSpecifiers(text, open, modules);
  const wanted = readSpecifiers(model, open, modules);
  const { path } = open("");
  const isSame = (a: string, b: string): boolean => modules.isSameModule(modules.resolve(path, a), modules.resolve(path, b));
  const edits = written.flatMap(({ specifier, range }, index) => {
    // The one at the same place comes first: a file may write one module in two ways.
    const candidates = [...wanted.slice(index, index + 1), ...wanted];
    const spelling = candidates.find((other) => isSame(specifier, other.specifier));
    return spelling && spelling.specifier !== specifier ? [{ range, text: spelling.specifier }] : [];
  });
  return applyTextEdits(text, edits);
}

/** The specifiers; none if the text does not parse, which is then compared as it is. */
function readSpecifiers(text: string, open: (text: string) => SourceFile, modules: Modules): readonly ModuleSpecifier[] {
  try {
    return listModuleSpecifiers(open(text), modules);
  } catch (error) {
    if (error instanceof SourceSyntaxError) return [];
    throw error;
  }
}
