import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const MODULES = {
  "lib/ids.ts":
    'export type UserId = string & { readonly brand: "UserId" };\nexport const UserId = (text: string): UserId => text as UserId;\nexport const newId = (entity = "id"): string => entity;\n',
  "lib/services.ts":
    "export class Old {\n  static getInstance(): Old {\n    return new Old();\n  }\n}\nexport class Engine {}\nexport const getService = (): Old => new Old();\nexport const make = (...all: unknown[]): Engine => all;\nexport const Bar = (): null => null;\n",
  "lib/foo.ts": "export class Foo {\n  constructor(readonly context: string) {}\n}\n",
  "lib/events.ts": 'export enum Events {\n  Started = "started",\n  A = "a",\n  Foo = "foo",\n}\n',
  "lib/types.ts":
    "export interface AuthResult {\n  user: string;\n}\nexport interface Context {\n  id: string;\n}\nexport interface Foo {\n  a: string;\n}\n",
  "lib/old.ts": "export const a = 1;\nexport const foo = 2;\n",
  "lib/new.ts": "export const a = 1;\nexport const foo = 2;\n",
};

/** Contracts for all ten rules, with names that parsers' fixtures are full of. */
const CONTRACTS = {
  calls: {
    imports: { make: "./lib/services.ts", Bar: "./lib/services.ts" },
    rules: {
      "no-deprecated-call": {
        replace: [
          { match: "foo($$$all)", with: "make($$$all)" },
          { match: "new Foo($a)", with: "make($a)" },
          { match: "f($a)", with: "await make($a)" },
          { match: "a.b", with: "make(1).b" },
          { match: "<Foo $$$props />", with: "<Bar $$$props />" },
        ],
      },
    },
  },
  components: {
    imports: { Context: "./lib/types.ts" },
    components: { Foo: { from: "./lib/foo.ts", requiredMethods: ["bar"], initializationDependencies: ["context"] } },
    rules: { "implements-contract": {} },
  },
  contexts: {
    imports: { Context: "./lib/types.ts" },
    rules: {
      "require-context": { parameter: "context", type: "Context", names: ["handle*", "f", "foo"], calls: ["make($$$all)"] },
    },
  },
  events: {
    imports: { Events: "./lib/events.ts" },
    rules: { "no-string-event": { enum: "Events", methods: { emit: 0, on: 0 }, functions: { g: 0 }, properties: ["type", "b"] } },
  },
  ids: { imports: { newId: "./lib/ids.ts" }, rules: { "no-raw-uuid": { replace: [{ with: ["newId($entity)", "newId()"] }] } } },
  loose: {
    imports: { AuthResult: "./lib/types.ts" },
    rules: { "no-loose-type": [{ type: "AuthResult", names: ["*Auth*", "x", "foo"], functions: ["verify*", "f"] }] },
  },
  moved: {
    rules: {
      "no-deprecated-import": [
        { from: "./lib/old.ts", to: "./lib/new.ts" },
        { from: "foo", to: "bar" },
        { from: "a", name: "b", to: "c", as: "d" },
        { from: "react", name: "useState", to: "preact/hooks" },
      ],
    },
  },
  singletons: {
    imports: { Old: "./lib/services.ts", getService: "./lib/services.ts" },
    rules: { "no-singleton-access": { replace: [{ match: "Old.getInstance()", with: "getService()" }] } },
  },
  strings: {
    imports: { UserId: "./lib/ids.ts" },
    rules: { "no-string-id": [{ type: "UserId", names: ["*Id", "id", "a", "foo"] }] },
  },
  types: {
    imports: { Foo: "./lib/types.ts", Context: "./lib/types.ts" },
    rules: { "no-duplicate-type": { canonical: ["Foo", "Context"] } },
  },
};

/** Writes a project with contracts for all ten rules into a folder. */
export function writeProject(folder) {
  const files = { ...MODULES, "package.json": '{ "name": "crash", "type": "module" }\n' };
  for (const [id, front] of Object.entries(CONTRACTS))
    files[`migrations/${id}.md`] = `---\n${JSON.stringify({ title: `Crash: ${id}`, ...front }, null, 2)}\n---\n`;
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}
