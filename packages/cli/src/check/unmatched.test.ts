import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCommandLine } from "../program.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-unmatched-")));
  write("package.json", '{ "name": "x", "type": "module", "godwit": {}, "dependencies": { "uuid": "11", "express": "5" } }');
  write(
    "src/ids/ids.ts",
    "export const newId = (entity: string) => entity;\nexport const responses = { badRequest() {} };\nexport function getLogger() {}\n",
  );
  write("src/agents/bus.ts", "export class Bus { static getInstance() { return new Bus(); } emit(...all: unknown[]) {} }\n");
  write("src/agents/a.ts", 'import { Bus } from "./bus.js";\nimport old from "./gone.js";\nBus.getInstance().emit("x", old);\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const result = { code: 0, out: "" };
  result.code = await runCommandLine(args, {
    ...{ cwd: root, hasColour: false, hasProgress: false },
    out: (text) => (result.out += text),
    err: (text) => (result.out += text),
  });
  return result;
}

const NAMES = "imports:\n  newId: ./src/ids/ids.ts\n  responses: ./src/ids/ids.ts\n  Bus: ./src/agents/bus.ts\n";

/** What `contracts validate` warns of, as `line code message`, without the names that a test leaves unused. */
async function warnings(frontMatter: string): Promise<string[]> {
  write("migrations/one.md", `---\ntitle: One\n${frontMatter}\n---\n`);
  const { code, out } = await run("contracts", "validate", "--format", "json");
  expect(code).toBe(0);
  const { problems } = JSON.parse(out) as { problems: { line: number; code: string; message: string }[] };
  return problems
    .filter(({ message }) => !/^No rule uses (?:newId|responses|Bus)\.$/u.test(message))
    .map(({ line, code, message }) => `${line} ${code} ${message}`);
}

describe("warns of what matches nothing", () => {
  const uuid = 'rules:\n  no-raw-uuid: { replace: [{ with: "newId($entity)" }] }';

  test("files, ignores and globs of phases", async () => {
    const globs = 'files: ["src/**", "scr/agents/**"]\nignores: ["src/agnts/**"]\n';
    expect(await warnings(`${globs}phases:\n  - { name: P, files: ["src/agent/**"] }\n${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing scr/agents/** matches no source file. Did you mean src/agents/**?",
      "4 matches-nothing src/agnts/** matches no source file. What git ignores is left out without being named. Did you mean src/agents/**?",
      "6 matches-nothing src/agent/** matches no source file. Did you mean src/agents/**?",
    ]);
  });

  test("folders, whose files a glob names", async () => {
    expect(await warnings(`files: ["src/**", "src/ids"]\nignores: ["src/agents"]\n${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing src/ids matches no source file. Did you mean src/ids/**?",
      "4 matches-nothing src/agents matches no source file. What git ignores is left out without being named. Did you mean src/agents/**?",
    ]);
  });

  test("ignores that leave nothing of files", async () => {
    const globs = (ignored: string): string => `files: ["src/**"]\nignores: ["${ignored}"]\n${NAMES}${uuid}`;
    expect(await warnings(globs("src/*/*.ts"))).toEqual([
      '4 matches-nothing No file that "files" names is left beside what these leave out.',
    ]);
    expect(await warnings(globs("src/agents/**"))).toEqual([]);
    expect(await warnings(`ignores: ["**"]\n${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing No source file is left beside what these leave out.",
    ]);
    expect(await warnings(`files: []\nignores: ["**"]\n${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing It names no file: write a glob, or remove it to mean every JavaScript and TypeScript file.",
    ]);
  });

  test("globs with the brackets of a folder's name", async () => {
    write("src/routes/[id]/page.ts", "export {};\n");
    expect(await warnings(`files: ["src/routes/[id]/**", "src/routes/[[]id]/**"]\n${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing src/routes/[id]/** matches no source file. Did you mean src/routes/[[]id]/**?",
    ]);
  });

  test("files that are no JavaScript and no TypeScript, and what only a part of a glob names", async () => {
    const globs =
      'files: ["src/**/*.vue", "src/**/*.{ts,svelte,astro}", "src/**/*.{ts,css,vue}", "src/**/*.[jt]s"]\nignores: ["**/*.css", "src/**/*.{tsx,vue}", "**/*.vue"]\n';
    expect(await warnings(`${globs}${NAMES}${uuid}`)).toEqual([
      "3 matches-nothing src/**/*.vue matches no source file.",
      "3 matches-nothing A part of src/**/*.{ts,css,vue} matches nothing: godwit reads JavaScript and TypeScript only, no .css file.",
      "4 matches-nothing **/*.css matches no source file: godwit reads JavaScript and TypeScript only, no .css file. What git ignores is left out without being named.",
      "4 matches-nothing src/**/*.{tsx,vue} matches no source file. What git ignores is left out without being named.",
      "4 matches-nothing **/*.vue matches no source file. What git ignores is left out without being named.",
    ]);
  });

  test("names that a module of Node does not export", async () => {
    const imports = "imports:\n  fs: node:fs\n  all: node:fs#*\n  readFileSync: fs\n  PathLike: node:fs\n";
    const replace =
      'rules:\n  no-deprecated-call: { replace: [{ match: "fs.readFileSync($a)", with: "all.promises.readFile($a)" }] }';
    expect((await warnings(`${imports}${replace}`)).filter((each) => each.includes("missing-export"))).toEqual([
      '4 missing-export node:fs has no export fs. Write "node:fs#*" for the module as a whole, as `import * as …` gives it.',
    ]);
  });

  test("a name of imports that code gives to the default of its module, or to all of it", async () => {
    write("src/store.ts", "export default { get() {} };\n");
    write(
      "src/agents/b.ts",
      'import store from "../store.js";\nimport * as express from "express";\nimport uuid, { v4 } from "uuid";\nstore.get(express, uuid, v4);\n',
    );
    const imports = "imports:\n  store: ./src/store.ts\n  express: express\n  v4: uuid\n";
    const replace = "rules:\n  no-deprecated-call: { replace: [{ match: store.get(express) }, { match: v4() }] }";
    expect(await warnings(`${imports}${replace}`)).toEqual([
      "4 matches-nothing ./src/store.ts has no export store: code calls its default that, or all of it. Did you mean ./src/store.ts#default?",
      "5 matches-nothing Nothing imports express from express by name: code calls its default that, or all of it. Did you mean express#*?",
    ]);
  });

  test("modules that are not there and that nothing imports", async () => {
    const moves = ["buss.ts", "gone.ts"].map((file) => `    - { from: ./src/agents/${file}, to: ./src/agents/bus.ts }`);
    expect(await warnings(`rules:\n  no-deprecated-import:\n${moves.join("\n")}\n    - { from: uuidd, remove: true }`)).toEqual([
      "5 matches-nothing ./src/agents/buss.ts is not there, and nothing imports it. Did you mean ./src/agents/bus.ts?",
      "7 matches-nothing uuidd is no dependency, and nothing imports it. Did you mean uuid?",
    ]);
  });

  test("files of the repository that are written like modules of a package", async () => {
    write("src/begin.js", "export const begin = 1;\n");
    expect(
      await warnings("imports: { begin: src/begin.js }\nrules:\n  no-deprecated-call: { replace: [{ match: begin }] }"),
    ).toContain("3 matches-nothing src/begin.js reads as a package; write ./src/begin.js for the file of the repository.");
  });

  test("nothing of a module with a space in its path that something imports", async () => {
    write("src/agents/b.ts", 'import { x } from "../old parts/x.js";\nexport const y = x;\n');
    expect(await warnings("rules:\n  no-deprecated-import: { from: ./src/old parts/x.ts, to: ./src/agents/bus.ts }")).toEqual([]);
  });

  test("names of exports where a similar one is there; else the name may be gone", async () => {
    const move = (name: string): string => `    - { from: ./src/ids/ids.ts, name: ${name}, to: ./src/agents/bus.ts, as: Bus }\n`;
    expect(await warnings(`rules:\n  no-deprecated-import:\n${move("getLoger")}${move("somethingElse")}`)).toEqual([
      "5 matches-nothing ./src/ids/ids.ts has no export getLoger, and nothing imports it from there. Did you mean getLogger?",
    ]);
  });

  test("sources, methods, classes and words of patterns", async () => {
    const sources = 'no-raw-uuid: { sources: ["./src/ids/id.ts#make", "./src/ids/ids.ts#newIdd"] }';
    const match = 'replace: [{ match: "Bus.getInstnace()" }]';
    expect(await warnings(`${NAMES}rules:\n  ${sources}\n  no-singleton-access: { classes: [Bus, Buss], ${match} }`)).toEqual([
      "8 matches-nothing ./src/ids/id.ts is not there, and nothing imports it. Did you mean ./src/ids/ids.ts?",
      "8 matches-nothing Nothing in the repository is called newIdd. Did you mean newId?",
      "9 matches-nothing Nothing in the repository is called Buss. Did you mean Bus?",
      "9 matches-nothing Bus.getInstnace() matches nothing, as no code has getInstnace. Did you mean getInstance?",
    ]);
  });

  test("nothing of holes that are keys, or the text of a tagged template: files need not have them", async () => {
    const answer = "$res.answer({ error: { code: $code, $$$rest } })";
    expect(await warnings(`rules:\n  no-deprecated-call:\n    replace: [{ match: "${answer}" }]`)).toEqual([
      `5 matches-nothing ${answer} matches nothing, as no code has answer.`,
      `5 matches-nothing ${answer} matches nothing, as no code has error.`,
      `5 matches-nothing ${answer} matches nothing, as no code has code.`,
    ]);
    write("src/sql.ts", "export const sql = String.raw;\n");
    write("src/agents/b.ts", 'import { sql } from "../sql.js";\nexport const wholeStatement = sql`select`;\n');
    const match = "replace: [{ match: 'sql`$wholeStatements`' }]";
    expect(await warnings(`imports: { sql: ./src/sql.ts }\nrules:\n  no-deprecated-call:\n    ${match}`)).toEqual([]);
    expect((await run("check")).out).toContain("1 violation in 1 file");
  });

  test("names of targets in any spelling, and parts of them", async () => {
    write("src/shop.ts", "export const open = (order_id: string, mainAuthor: string) => [order_id, mainAuthor];\n");
    const entries = '[{ type: newId, names: [orderId, ordreId, "*Author", "*Autor"] }]';
    const when = "no-raw-uuid: { replace: [{ when: { name: mainAutor }, with: newId() }, { with: newId() }] }";
    expect(await warnings(`${NAMES}rules:\n  no-string-id: ${entries}\n  ${when}`)).toEqual([
      "8 matches-nothing No name in the repository fits ordreId. Did you mean order_id?",
      "8 matches-nothing No name in the repository fits *Autor.",
      "9 matches-nothing No name in the repository fits mainAutor. Did you mean mainAuthor?",
    ]);
  });

  test("sources and entities of conditions, and patterns of exports", async () => {
    write("src/ids/types.ts", "export const EXPORT_TYPE_API = 1;\nexport const EXPORT_TYPE_MOCK = 2;\n");
    const whens =
      "[{ when: { source: [uiid, nanoid, crypto#randomUUID] }, with: newId() }, { when: { entity: [busses, ctx] }, with: newId() }]";
    const names = "[EXPRT_TYPE_*, EXPORT_TYPE_*, MOVED_*]";
    const rules = `rules:\n  no-raw-uuid: { entities: { context: ctx }, replace: ${whens} }\n  no-deprecated-import: [{ from: ./src/ids/types.ts, name: ${names}, to: ./src/ids/ids.ts }]`;
    expect(await warnings(`${NAMES}${rules}`)).toEqual([
      "8 matches-nothing The rule looks for no source uiid. Did you mean uuid?",
      "8 matches-nothing No name in the repository fits busses.",
      "9 matches-nothing No export fits EXPRT_TYPE_*. Did you mean EXPORT_TYPE_*?",
    ]);
  });

  test("nothing of files that are where they have moved, and where files should have gone", async () => {
    const moves = (...entries: string[]): string =>
      `rules:\n  no-deprecated-import:\n${entries.map((each) => `    - { ${each} }`).join("\n")}`;
    expect(await warnings(moves("from: ./src/agent/**, to: ./src/agents/**"))).toEqual([]);
    expect(await warnings(moves("from: ./src/agent/**, to: ./src/**", "from: ./src/ids/*, to: ./src/id/*"))).toEqual([
      "5 matches-nothing ./src/agent/** fits no file, and no import. Did you mean ./src/agents/**?",
      "6 matches-nothing ./src/id/* fits no file: move the files there first, or write where they are.",
    ]);
  });

  test("a name that only the default export has, and names that packages do not export", async () => {
    write("src/assert.ts", "const assertThat = (x: unknown) => x;\nexport default assertThat;\n");
    write("app/user.ts", 'import assertThat from "../src/assert.js";\nimport { trySafe } from "tools";\nassertThat(trySafe);\n');
    // It can't tell what the package exports.
    write("src/apart.ts", 'import "tools";\n');
    write("app/node_modules/tools/package.json", '{ "name": "tools", "version": "1.0.0", "types": "index.d.ts" }');
    write(
      "app/node_modules/tools/index.d.ts",
      "export declare function trySafe(): void;\nexport declare function other(): void;\n",
    );
    const move = (from: string, name: string): string =>
      `    - { from: ${from}, name: ${name}, to: ./src/agents/bus.ts, as: Bus }\n`;
    const moves = [
      move("./src/assert.ts", "assertThat"),
      ...["trySave", "trySafe", "other", "gone"].map((name) => move("tools", name)),
      // A pattern is no word, and all that it fits may have gone.
      ...['"*Safely"', '"trySafe*"'].map((name) => `    - { from: tools, name: ${name}, to: ./src/agents/bus.ts }\n`),
    ];
    expect(await warnings(`rules:\n  no-deprecated-import:\n${moves.join("")}`)).toEqual([
      '5 missing-export ./src/assert.ts has no export assertThat: it is what the default export is called there. Write "name: default".',
      "6 matches-nothing Nothing imports trySave from tools. Did you mean trySafe?",
    ]);
    const sources = "{ only: [uuid#v44, uuid#v5, uuid#parse, express#v44, crypto#randomUUIDv7] }";
    expect(await warnings(`rules:\n  no-raw-uuid: { sources: ${sources} }`)).toEqual([
      "4 matches-nothing Nothing imports v44 from uuid. Did you mean v4?",
    ]);
  });

  test("phases whose files are all in earlier ones", async () => {
    const phases = (second: string): string =>
      `phases:\n  - { name: A, files: ["src/agents/**"] }\n  - { name: B, files: ["${second}"] }\n  - { name: C }\n${NAMES}${uuid}`;
    expect(await warnings(phases("src/agents/bus.ts"))).toEqual([
      "5 matches-nothing All of its files are in A already, and a file is in the first phase that has it: put this one before.",
    ]);
    expect(await warnings(phases("src/*/*s.ts"))).toEqual([]);
    // What makes a phase unreachable is said once.
    const rest = `phases:\n  - { name: A }\n  - { name: B, files: ["src/**"] }\n${NAMES}${uuid}`;
    expect(await warnings(rest)).toEqual([expect.stringContaining('5 unreachable The phase "A" before has no files')]);
  });

  test("bridges that no commit had", async () => {
    const git = (...args: string[]): unknown =>
      execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b.c", ...args], { cwd: root });
    const bridges = (...texts: string[]): Promise<string[]> => warnings(`${NAMES}${uuid}\nbridges: ${JSON.stringify(texts)}`);
    write("src/all.ts", 'export * from "./agents/bus.js";\n');
    write("src/shim.ts", "export {};\n");
    expect(await bridges("./src/shmi.ts")).toEqual([]);
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "x");
    rmSync(path.join(root, "src/shim.ts"));
    expect(await bridges("./src/shim.ts", "./src/shim.js", "./src/all.ts#passedOn", "./src/agents/bus.ts#Bus.emit")).toEqual([]);
    expect(
      await bridges("./src/agents/buss.ts", "./src/agents/bus.ts#Bsu", "./src/agents/bus.ts#Bus.emti", "./src/shim.ts#none"),
    ).toEqual([
      "9 matches-nothing ./src/agents/buss.ts is not there, and no commit had it. Did you mean ./src/agents/bus.ts?",
      "9 matches-nothing ./src/agents/bus.ts#Bsu is not there, and no commit had it. Did you mean Bus?",
      "9 matches-nothing ./src/agents/bus.ts#Bus.emti is not there, and no commit had it. Did you mean emit?",
      "9 matches-nothing ./src/shim.ts#none is not there, and no commit had it.",
    ]);
  });

  test("packages that nobody declares", async () => {
    const entries =
      '[{ match: "Bus.getInstance()", with: "responses.badRequest()" }, { match: "Bus.getInstance", with: "Router()" }]';
    expect(await warnings(`${NAMES}  Router: expres\nrules:\n  no-deprecated-call:\n    replace: ${entries}`)).toEqual([
      "7 undeclared-package expres is no dependency of any package.json here: add it, or the import that is written can't be found. Did you mean express?",
    ]);
  });

  test("no modules that come from a build tool, which no package.json can name", async () => {
    const replace = '[{ match: "Bus.getInstance()", with: "state()" }, { match: "Bus.getInstance", with: "entry()" }]';
    const names = 'imports:\n  Bus: ./src/agents/bus.ts\n  state: $app/state\n  entry: "astro:content"\n';
    expect(await warnings(`${names}rules:\n  no-deprecated-call:\n    replace: ${replace}`)).toEqual([]);
  });

  test("aliases that only some files have, with the file that they mean", async () => {
    write("apps/web/tsconfig.json", '{ "compilerOptions": { "paths": { "@web/*": ["./src/*"] } } }');
    write("apps/web/src/router.ts", "export const Router = () => undefined;\n");
    const replace = '[{ match: "Bus.getInstance", with: "Router()" }]';
    expect(await warnings(`${NAMES}  Router: "@web/router"\nrules:\n  no-deprecated-call:\n    replace: ${replace}`)).toContain(
      '7 undeclared-package @web/router is an alias or below a "baseUrl", which not all files have, and a contract is for all of them: write ./apps/web/src/router.ts.',
    );
  });

  test("paths below a baseUrl in place of the file that has moved", async () => {
    write("apps/web/tsconfig.json", '{ "compilerOptions": { "baseUrl": "." } }');
    write("apps/web/src/router.ts", "export const Router = () => undefined;\n");
    write("apps/web/src/main.ts", 'import { Router } from "src/router";\nexport const router = Router();\n');
    const move = "{ from: src/router, to: ./src/agents/bus.ts, name: Router, as: Bus }";
    expect(await warnings(`rules:\n  no-deprecated-import:\n    - ${move}`)).toEqual([
      expect.stringContaining("5 undeclared-package src/router is an alias or below"),
    ]);
  });

  test("aliases in place of the file that has moved", async () => {
    write("apps/web/tsconfig.json", '{ "compilerOptions": { "paths": { "@web/*": ["./src/*"] } } }');
    write("apps/web/src/router.ts", "export const Router = () => undefined;\n");
    write("apps/web/src/main.ts", 'import { Router } from "@web/router";\nexport const router = Router();\n');
    const move = '{ from: "@web/router", to: ./src/agents/bus.ts, name: Router, as: Bus }';
    expect(await warnings(`rules:\n  no-deprecated-import:\n    - ${move}`)).toEqual([
      '5 undeclared-package @web/router is an alias or below a "baseUrl", which not all files have, and a contract is for all of them: write ./apps/web/src/router.ts.',
    ]);
  });

  test("keys of patterns, names that no rule has, and holes", async () => {
    write("src/alert.ts", "export const show = (options: { title: string }, kind = 1) => [options, kind];\n");
    const head = "imports: { show: ./src/alert.ts, other: ./src/alert.ts }\nscope: { userId: [id], kind: [kind] }";
    const rules = 'no-deprecated-call: { replace: [{ match: "show({ titel: $t })", with: "show($t, $kind)" }] }';
    expect(await warnings(`${head}\nrules:\n  ${rules}`)).toEqual([
      "3 matches-nothing No rule uses other.",
      "4 matches-nothing No rule has the hole $userId.",
      "6 matches-nothing show({ titel: $t }) matches nothing, as no code has titel. Did you mean title?",
    ]);
  });

  test("sources of scope, functions and decorators of a context, and factories", async () => {
    const rules =
      "rules:\n  no-singleton-access: { classes: [Bus], construct: true, factories: [opne*], replace: [{ match: Bus.shared, with: $bus }] }\n";
    const context = "  require-context: { parameter: bus, names: [craete*], decorators: [Nothing] }";
    expect(await warnings(`${NAMES}scope: { bus: [bsu] }\n${rules}${context}`)).toEqual([
      "7 matches-nothing Nothing in the repository is called bsu. Did you mean bus?",
      "9 matches-nothing No name in the repository fits opne*.",
      "10 matches-nothing No name in the repository fits craete*.",
      "10 matches-nothing Nothing in the repository is called Nothing.",
    ]);
    // Of several sources only what looks like a slip of the pen is said.
    expect(
      await warnings(`${NAMES}scope: { bus: [getLoger, context.channel] }\n${rules.replace(", factories: [opne*]", "")}`),
    ).toEqual(["7 matches-nothing Nothing in the repository is called getLoger. Did you mean getLogger?"]);
  });

  test("members of what every program has only where a similar one is used", async () => {
    write("src/log.ts", 'console.warning("a");\n');
    const ban = (match: string): Promise<string[]> =>
      warnings(`rules:\n  no-deprecated-call:\n    replace: [{ match: "${match}" }]`);
    expect(await ban("document.write($$$_)")).toEqual([]);
    expect(await ban("console.warn($$$_)")).toEqual([]);
    expect(await ban("console.waning($$$_)")).toEqual([
      "5 matches-nothing console.waning($$$_) matches nothing, as no code has waning. Did you mean warning?",
    ]);
    write("src/log.ts", "export const secret = process.env.SECRET;\n");
    expect(await ban("process.env.SECRTE")).toEqual([
      "5 matches-nothing process.env.SECRTE matches nothing, as no code has SECRTE. Did you mean SECRET?",
    ]);
    write("src/log.ts", "window.main.open(1);\n");
    expect(await ban("window.mian.open($u)")).toEqual([
      "5 matches-nothing window.mian.open($u) matches nothing, as no code has mian. Did you mean main?",
    ]);
  });

  test("nothing of a global that is similar to a name, and nothing in the run that fixes the last use", async () => {
    write("src/log.ts", "export const [data, no] = [1, 2];\nexport const now = () => 1;\n");
    expect(await warnings('rules:\n  no-deprecated-call:\n    replace: [{ match: "Date.prow()" }]')).toEqual([]);
    rmSync(path.join(root, "src/log.ts"));
    write("src/clock.ts", "export const nwo = (): number => 1;\n");
    write("src/agents/b.ts", "export const at = Date.now();\n");
    const replace = 'rules:\n  no-deprecated-call:\n    replace: [{ match: "Date.now()", with: "nwo()" }]';
    write("migrations/one.md", `---\ntitle: One\nimports: { nwo: ./src/clock.ts }\n${replace}\n---\n`);
    const { out } = await run("check", "--fix");
    expect(out).toContain("1 violation fixed");
    expect(out).not.toContain("matches nothing");
  });

  test("a name of scope, unless it is what is to be injected", async () => {
    const scope = (more: string): string =>
      `${NAMES}scope:\n  clock: { from: [this.clock], type: Bus${more} }\nrules:\n  no-singleton-access: { replace: [{ match: Bus.getInstance(), with: $clock }] }`;
    expect(await warnings(scope(""))).toEqual([expect.stringContaining("Nothing in the repository is called clock.")]);
    expect(await warnings(scope(', inject: "private readonly clock: Bus"'))).toEqual([]);
  });

  test("{} that means everything", async () => {
    for (const option of ["{}", "{ objects: [] }"])
      expect(await warnings(`rules:\n  no-singleton-access: ${option}`)).toEqual([expect.stringMatching(/^4 means-everything /)]);
  });

  test("nothing where all is there, or the contract is complete", async () => {
    expect(await warnings(`files: ["src/**"]\n${NAMES}${uuid}`)).toEqual([]);
    expect(await warnings(`status: complete\nfiles: ["gone/**"]\n${NAMES}${uuid}`)).toEqual([]);
  });
});

test("nothing of what a recipe ignores as a precaution", async () => {
  await run("contracts", "new", "no-debug-code", "--recipe", "no-debug-code");
  write("src/agents/late.ts", "console.log(1);\n");
  expect((await run("contracts", "validate")).out).not.toContain("matches no source file");
  const file = path.join(root, "migrations/no-debug-code.md");
  writeFileSync(file, readFileSync(file, "utf8").replace("**/*.test.*", "**/*.tset.*"));
  expect((await run("contracts", "validate")).out).toContain("**/*.tset.* matches no source file");
});

test("check says it without paths, once, and its exit code stays", async () => {
  write(
    "migrations/one.md",
    `---\ntitle: One\nfiles: ["scr/**"]\n${NAMES}rules:\n  no-raw-uuid: { replace: [{ with: newId() }] }\n---\n`,
  );
  const { code, out } = await run("check");
  expect(code).toBe(0);
  expect(out).toContain("  migrations/one.md:3:9\n    scr/** matches no source file. Did you mean src/**?\n");
  expect(out).toContain("! 3 warnings about the contracts, above.");
  expect(out).toMatch(/Next: .*godwit contracts validate\n$/);
  expect(JSON.parse((await run("check", "--format", "json")).out)).toMatchObject({
    problems: [],
    warnings: [{ line: 3, column: 9 }, {}, {}],
  });
  expect(JSON.parse((await run("check", "src", "--format", "json")).out)).not.toHaveProperty("warnings");
});
