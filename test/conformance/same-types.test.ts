import path from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { contractsFor } from "@godwit/project";
import { sampleOf } from "../support/properties.js";
import { findForCheck } from "../../packages/cli/src/check/finding.js";
import { openSource } from "../../packages/cli/src/host/source-file.js";
import { openProject } from "../../packages/cli/src/project.js";
import { buildProject, removeProjects } from "./project.js";

afterAll(removeProjects);

const COUNT = 150;
const SHARED = `import { En, Cls, type Imp } from "./imp.js";
interface Loc { p: string; q?: number }
type Few = "a" | 2 | null;
const LIST = ["a", "c"] as const;
`;
const ATOMS = 'string number boolean null undefined unknown "a" "b" 1 true false Date Imp Loc En Cls Few'.split(" ");

const { type } = fc.letrec<{ type: string; members: string }>((tie) => {
  const inner = tie("type");
  const join = (parts: readonly string[], ...inside: fc.Arbitrary<string>[]) =>
    fc.tuple(...inside).map((types) => parts.map((part, index) => part + (types[index] ?? "")).join(""));
  return {
    type: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 4, arbitrary: fc.constantFrom(...ATOMS, "`x${string}`", "keyof Loc", 'Loc["p"]', "(typeof LIST)[number]") },
      join(["(", " | ", ")"], inner, inner),
      join(["Array<", ">"], inner),
      join(["(", ")[]"], inner),
      join(["readonly (", ")[]"], inner),
      join(["[x: ", ", y?: ", "]"], inner, inner),
      join(["((a: ", ", b?: ", ") => ", ")"], inner, inner, inner),
      join(["(<T>(x: T) => ", ")"], inner),
      join(["{ ", " }"], tie("members")),
      join(["Partial<{ ", " }>"], tie("members")),
      join(["Readonly<{ ", " }>"], tie("members")),
      join(["Map<string, ", ">"], inner),
      join(["NonNullable<", " | null>"], inner),
      join(["{ a: string } & { b: ", " }"], inner),
    ),
    members: fc
      .array(fc.tuple(fc.constantFrom("№: ", "№?: ", "readonly №: ", '"№": ', "№(x: Date): ", "get №(): "), inner), {
        minLength: 1,
        maxLength: 3,
      })
      .map((list) => list.map(([head, own], index) => head.replace("№", "pqr".charAt(index)) + own).join("; ")),
  };
});
const member = fc.tuple(fc.constantFrom(": ", "?: ", "(x: number): "), fc.boolean(), type);
const pair = fc.record({
  members: fc.tuple(member, member, member),
  other: member,
  changed: fc.constantFrom(-1, -1, 0, 1, 2),
  isReversed: fc.boolean(),
  forms: fc.tuple(fc.boolean(), fc.boolean()),
});

function declare(name: string, members: readonly string[], isInterface: boolean): string {
  const body = `{ ${members.join("; ")} }`;
  return isInterface ? `export interface ${name} ${body}` : `export type ${name} = ${body};`;
}

test("types are the same exactly where TypeScript says so", { timeout: 60_000 }, () => {
  const written = ([mark, isReadonly, own]: [string, boolean, string], index: number): string =>
    `${isReadonly && !mark.startsWith("(") ? "readonly " : ""}${"abc".charAt(index)}${mark}${own}`;
  const pairs = sampleOf(pair, COUNT);
  const names = pairs.map((_, index) => `T${index}`);
  const homes = pairs.map(({ members, forms }, index) => declare(names[index]!, members.map(written), forms[0]));
  const copies = pairs.map(({ members, other, changed, isReversed, forms }, index) => {
    const own = members.map((each, at) => written(at === changed ? other : each, at));
    return declare(names[index]!, isReversed ? own.reverse() : own, forms[1]);
  });
  const files = {
    "src/imp.ts":
      "export interface Imp { z: number; w?: Imp }\nexport enum En { A, B }\nexport class Cls { #x = 1; y = () => this.#x }\n",
    "src/homes.ts": SHARED + homes.join("\n"),
    "src/copies.ts": SHARED + copies.join("\n"),
    "src/equal.ts": [
      'import type * as H from "./homes.js";',
      'import type * as C from "./copies.js";',
      "type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
      ...names.map((name) => `export const ${name}: Equal<H.${name}, C.${name}> = true;`),
    ].join("\n"),
  };
  const imports = Object.fromEntries(names.map((name) => [name, "./src/homes.ts"]));
  const contract = { imports, files: ["src/copies.ts"], rules: { "no-duplicate-type": { canonical: names } } };
  const root = buildProject({
    ...{ name: "same-types", rule: "no-duplicate-type", sentence: "", contracts: [contract] },
    ...{ projectFiles: files, files: [], types: false },
  });

  const file = "src/copies.ts";
  const project = openProject(root);
  const source = openSource(path.join(project.root, file), files[file]);
  const { open } = findForCheck({ engine: project.engine, contracts: contractsFor(project.contracts, file) }, source, file);
  const reports = open.map(({ violation: { found, problem } }) => `${found} ${problem}`);
  const ours = names.filter((name) =>
    reports.some((message) => message.includes(`${name} is a second declaration of the same type`) || message.includes(`type ${name} = `) && message.includes("same type")),
  ); // prettier-ignore
  const program = ts.createProgram([path.join(root, "src/equal.ts")], { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ESNext, types: [] }); // prettier-ignore
  const equal = program.getSourceFile(path.join(root, "src/equal.ts"))!;
  const unequal = program
    .getSemanticDiagnostics(equal)
    .map(({ start }) => equal.text.slice(start, equal.text.indexOf(":", start)));
  const theirs = names.filter((name) => !unequal.includes(name));
  expect(unequal.length).toBeGreaterThan(20);
  const shown = (name: string): string => `${homes[names.indexOf(name)]}\n${copies[names.indexOf(name)]}`;
  expect(ours.filter((name) => !theirs.includes(name)).map(shown)).toEqual([]);
  expect(theirs.filter((name) => !ours.includes(name)).map(shown)).toEqual([]);
});
