import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Case } from "../case.js";

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

/** Adds to a case's folder what its own contracts can meet: copies of them that want something else, and contracts that claim much. */
export function addRivals(each: Case, root: string): void {
  mkdirSync(path.join(root, "rivals"));
  mkdirSync(path.join(root, "migrations"), { recursive: true });
  for (const [file, text] of Object.entries({ ...MODULES, "events.ts": enumOfStrings(each) }))
    writeFileSync(path.join(root, "rivals", file), text);
  for (const file of readdirSync(path.join(root, "migrations")).filter((name) => name.endsWith(".md"))) {
    const [, front] = /^---\n(.*?)\n---\n/s.exec(readFileSync(path.join(root, "migrations", file), "utf8"))!;
    writeFileSync(path.join(root, `migrations/copy-${file}`), `---\n${JSON.stringify(copyOf(parse(front!) as object))}\n---\n`);
  }
  const rivals = Object.entries(rivalsOf(each)).filter(([id]) => id !== "events" || textsOf(each).length > 0);
  for (const [id, front] of rivals)
    if (!JSON.stringify(front).includes('"replace":[]'))
      writeFileSync(path.join(root, `migrations/rival-${id}.md`), `---\n${JSON.stringify({ title: "Rival", ...front })}\n---\n`);
}

/** An enum that has all texts of the case. */
function enumOfStrings(each: Case): string {
  const members = textsOf(each).map((text, index) => `  E${index} = ${JSON.stringify(text)},\n`);
  return `export enum RivalEvents {\n${members.join("")}}\n`;
}

function textsOf({ files }: Case): string[] {
  const found = files.flatMap(({ text }) => [...text.matchAll(/(["'])([\w:. -]{1,30})\1/g)].map(([, , inner]) => inner!));
  return [...new Set(found)];
}
