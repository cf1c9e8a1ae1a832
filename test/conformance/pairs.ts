import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { applyTextEdits, type CompiledRule, type Violation } from "@godwit/engine";
import type { ActiveContract, Project } from "@godwit/project";
import { openSource } from "../../packages/cli/src/host/source-file.js";
import { openProject } from "../../packages/cli/src/project.js";
import { readCases, type Case } from "./case.js";
import { faultOf } from "./laws.js";
import { buildProject } from "./project.js";

const CASES = path.join(import.meta.dirname, "cases");
/** As many as `check --fix` has, and one that must not change anything any more. */
const ROUNDS = 4;

const MODULES: Readonly<Record<string, string>> = {
  "ids.ts":
    'export type RivalId = string & { readonly brand: "RivalId" };\nexport const RivalId = (text: string): RivalId => text as RivalId;\nexport const rivalId = (entity = "id"): string => entity;\n',
  "services.ts":
    "export const rivalService = (): any => null;\nexport const rival = (...all: unknown[]): any => all;\nexport const Rival = (): null => null;\n",
  "types.ts": "export interface RivalResult {\n  user: string;\n}\nexport interface RivalContext {\n  id: string;\n}\n",
};

const SERVICES = { rival: "./rivals/services.ts", Rival: "./rivals/services.ts" };
const KEYWORDS =
  /^(?:if|for|while|switch|function|return|catch|await|async|new|import|export|const|let|var|class|super|this|typeof|require|from|type|interface|extends|static|default|true|false|null|undefined|string|number|any|void|vi|jest|it|test)$/;

/** Contracts that claim as much as they can of a case: all its names, calls and texts. */
function rivalsOf({ files }: Case): Readonly<Record<string, object>> {
  const code = files.map(({ text }) => text).join("\n");
  const all = (pattern: RegExp): string[] => [...new Set([...code.matchAll(pattern)].map(([, name]) => name!))];
  const names = all(/\b([a-z]\w*)\b/gi).filter((name) => !KEYWORDS.test(name));
  const calls = all(/\b([a-z]\w*)\(/gi).filter((name) => !KEYWORDS.test(name));
  const members = all(/(\.[a-z]\w*)\(/gi);
  const elements = all(/<([A-Z]\w*)[ />]/g);
  const made = all(/\bnew ([A-Z]\w*)\(/g);
  const patterns = [
    ...members.map((name) => `$object${name}($$$all)`),
    ...calls.map((name) => `${name}($$$all)`),
    ...made.map((name) => `new ${name}($$$all)`),
  ];
  const calling = (template: (holes: string) => string): object[] =>
    patterns.map((match) => ({ match, with: template(match.startsWith("$object") ? "$object, $$$all" : "$$$all") }));
  const tags = elements.map((name) => ({ match: `<${name} $$$props />`, with: "<Rival $$$props />" }));
  const rule = (name: string, option: unknown, imports: Readonly<Record<string, string>> = {}): object => ({
    imports,
    rules: { [name]: option },
  });
  return {
    calls: rule("no-deprecated-call", { replace: [...calling((holes) => `rival(${holes})`), ...tags] }, SERVICES),
    awaited: rule("no-deprecated-call", { replace: calling((holes) => `await rival(${holes})`) }, SERVICES),
    chained: rule("no-deprecated-call", { replace: calling((holes) => `rival(${holes}) ?? 0`) }, SERVICES),
    contexts: rule(
      "require-context",
      { parameter: "rivalContext", type: "RivalContext", names, calls: patterns.filter((each) => !each.startsWith("$")) },
      { RivalContext: "./rivals/types.ts" },
    ),
    events: rule(
      "no-string-event",
      {
        enum: "RivalEvents",
        methods: Object.fromEntries(members.map((name) => [name.slice(1), 0])),
        functions: Object.fromEntries(calls.map((name) => [name, 0])),
        properties: names,
      },
      { RivalEvents: "./rivals/events.ts" },
    ),
    ids: rule("no-raw-uuid", { replace: [{ with: ["rivalId($entity)", "rivalId()"] }] }, { rivalId: "./rivals/ids.ts" }),
    loose: rule("no-loose-type", [{ type: "RivalResult", names, functions: calls }], { RivalResult: "./rivals/types.ts" }),
    moved: rule("no-deprecated-import", [
      { from: "crypto", to: "node:crypto" },
      { from: "uuid", name: "v4", to: "./rivals/ids.ts", as: "rivalId" },
      { from: "nanoid", to: "./rivals/ids.ts" },
    ]),
    singletons: rule(
      "no-singleton-access",
      {
        replace: elements
          .concat(made, ["AgentRegistry", "DatabasePool"])
          .map((name) => ({ match: `${name}.getInstance()`, with: "rivalService()" })),
      },
      { rivalService: "./rivals/services.ts" },
    ),
    strings: rule("no-string-id", [{ type: "RivalId", names }], { RivalId: "./rivals/ids.ts" }),
  };
}

/** The same contract, which wants what it wrote inside of a call. */
function copyOf(front: { readonly imports?: object }): object {
  const wrapped = JSON.stringify(front, (key, value: unknown) =>
    key === "with" && typeof value === "string" && !value.includes("<") ? `rival(${value})` : value,
  );
  const copy = JSON.parse(wrapped) as typeof front;
  return { ...copy, title: "Copy", imports: { ...copy.imports, ...SERVICES } };
}

/** What pairs of contracts did to a case. */
export interface PairResult {
  /** What went wrong, in words. */
  readonly faults: readonly string[];
  /** How many pairs met. */
  readonly count: number;
}

/** A case in which pairs of contracts can meet. */
export interface PairedCase {
  readonly name: string;
  run(): PairResult;
}

/** Every case that needs no types, with pairs of its contracts, of copies of them that want something else, and of contracts that claim much. */
export function readPairs(): PairedCase[] {
  return readdirSync(CASES)
    .flatMap((rule) => readCases(path.join(CASES, rule)))
    .filter(({ types }) => !types)
    .map((each) => ({ name: each.name, run: () => new Pairs(each).run() }));
}

class Pairs {
  #count = 0;
  readonly #case: Case;
  readonly #project: Project;

  constructor(each: Case) {
    this.#case = each;
    const root = buildProject(each);
    mkdirSync(path.join(root, "rivals"));
    mkdirSync(path.join(root, "migrations"), { recursive: true });
    for (const [file, text] of Object.entries({ ...MODULES, "events.ts": enumOfStrings(each) }))
      writeFileSync(path.join(root, "rivals", file), text);
    for (const file of readdirSync(path.join(root, "migrations")).filter((name) => name.endsWith(".md"))) {
      const [, front] = /^---\n(.*?)\n---\n/s.exec(readFileSync(path.join(root, "migrations", file), "utf8"))!;
      writeFileSync(path.join(root, `migrations/copy-${file}`), `---\n${JSON.stringify(copyOf(parse(front!) as object))}\n---\n`);
    }
    for (const [id, front] of Object.entries(rivalsOf(each)))
      writeFileSync(path.join(root, `migrations/rival-${id}.md`), `---\n${JSON.stringify({ title: "Rival", ...front })}\n---\n`);
    this.#project = openProject(root);
  }

  run(): PairResult {
    const { contracts } = this.#project;
    const found = this.#case.files.flatMap(({ path: file, text }) => {
      const source = text.replace(/^\uFEFF/, "");
      const claiming = contracts.filter((each) => this.#violations(file, source, [each]).some(({ level }) => level !== "hint"));
      const faults: string[] = [];
      for (const [index, first] of claiming.entries())
        for (const second of claiming.slice(index + 1)) {
          this.#count++;
          for (const [a, b] of [
            [first, second],
            [second, first],
          ] as const) {
            const say = `${this.#case.name} ${file}, ${a.contract.id} before ${b.contract.id}`;
            faults.push(...this.#faultsOf(file, source, [inOrder(a, 0), inOrder(b, 1)]).map((fault) => `${say}: ${fault}`));
          }
        }
      return faults;
    });
    return { faults: found, count: this.#count };
  }

  #violations(file: string, text: string, contracts: readonly Pick<ActiveContract, "rules">[]): readonly Violation[] {
    return this.#analyse(file, text, rulesOf(contracts)).violations;
  }

  #analyse(file: string, text: string, rules: readonly CompiledRule[]) {
    return this.#project.engine.analyse(openSource(path.join(this.#project.root, file), text), rules);
  }

  #faultsOf(file: string, text: string, pair: readonly [readonly CompiledRule[], readonly CompiledRule[]]): string[] {
    const faults: string[] = [];
    const rules = pair.flat();
    const first = this.#analyse(file, text, rules);
    const reversed = this.#analyse(file, text, [...rules].reverse());
    const fixed = applyTextEdits(text, first.fixAll());
    if (applyTextEdits(text, reversed.fixAll()) !== fixed) faults.push("the order in which rules are given changes the result");
    const alone = new Map(this.#analyse(file, text, pair[0]).violations.map((each) => [keyOf(each), each]));
    for (const violation of first.violations) {
      const before = alone.get(keyOf(violation));
      if (
        before?.level === "fix" &&
        violation.level !== "fix" &&
        !/has to change with it|only if|together/.test(violation.reason ?? "")
      )
        faults.push(`${keyOf(violation)} of the first contract is no fix any more: ${violation.reason}`);
      for (const edits of [violation.fix() ?? [], ...violation.suggestions.map((each) => each.edits())]) {
        const after = applyTextEdits(text, edits);
        const fault = faultOf(file, text, after);
        if (fault) faults.push(`${keyOf(violation)} alone ${fault}:\n${after}`);
      }
    }
    faults.push(...first.faults().map(({ violation, fault }) => `${keyOf(violation)} would break: ${fault}`));
    let [before, after] = [text, fixed];
    for (let round = 1; after !== before; round++) {
      const fault = faultOf(file, text, after);
      if (fault) return [...faults, `after round ${round} it ${fault}:\n${after}`];
      if (round === ROUNDS) return [...faults, `it changes again and again:\n${before}\n---\n${after}`];
      const again = this.#analyse(file, after, rules);
      [before, after] = [after, applyTextEdits(after, again.fixAll())];
      faults.push(
        ...again.faults().map(({ violation, fault: why }) => `${keyOf(violation)} would break in round ${round}: ${why}`),
      );
    }
    return faults;
  }
}

function keyOf({ contract, rule, range }: Violation): string {
  return `${contract}/${rule} ${range.join("-")}`;
}

function rulesOf(contracts: readonly Pick<ActiveContract, "rules">[]): CompiledRule[] {
  return contracts.flatMap(({ rules }) => rules);
}

/** The rules of a contract as if it had another place among the contracts. */
function inOrder({ rules }: ActiveContract, order: number): CompiledRule[] {
  const contracts = new Map(rules.map(({ contract }) => [contract, { ...contract, order }]));
  return rules.map((rule) => ({ ...rule, contract: contracts.get(rule.contract)! }));
}

/** An enum that has all texts of the case. */
function enumOfStrings({ files }: Case): string {
  const texts = new Set(
    files.flatMap(({ text }) => [...text.matchAll(/(["'])([\w:. -]{1,30})\1/g)].map(([, , inner]) => inner!)),
  );
  return `export enum RivalEvents {\n${[...texts].map((text, index) => `  E${index} = ${JSON.stringify(text)},\n`).join("")}}\n`;
}
