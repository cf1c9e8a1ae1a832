import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { applyChanges, createEditorProject, IDS_CONTRACT, locate, type EditorProject } from "./editor-project.js";
import { TsserverClient } from "./tsserver-client.js";

/** The text on disk differs: the buffer counts. Written before the server starts, else 5.4 does not see it as part of the project. */
const BUFFERS = Object.fromEntries(
  [
    "a.ts",
    "broken.ts",
    "complete.ts",
    "event.ts",
    "fix.ts",
    "hints.ts",
    "hover.ts",
    "large.ts",
    "live.ts",
    "moved.ts",
    "path.ts",
    "settings.ts",
    "view.tsx",
    "wrap.ts",
  ].map((name) => [`src/${name}`, "export {};\n"]),
);
const RAW = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';

/** Asks until the answer fits: the server hears of changes on disk some time later. */
async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Versions of TypeScript, as they are installed here, whose tsserver loads the plugin. */
export type Version = "typescript-5.4" | "typescript-5.9" | "typescript";

/** Registers the tests of the plugin in a real tsserver of each version. */
export function testTsserver(...versions: readonly Version[]): void {
  beforeAll(async () => {
    await bundle();
  });
  describe.each(versions)("tsserver of %s", testServer);
  describe.each(versions)("projects of %s", testProjects);
}

function testServer(version: Version): void {
  let project: EditorProject;
  let client: TsserverClient;
  const opened = new Set<string>();
  const file = (name: string): string => project.path(name);
  const show = (name: string, text: string): string => {
    expect(BUFFERS).toHaveProperty([name]);
    if (opened.has(name)) client.replace(file(name), text);
    else client.open(file(name), text);
    opened.add(name);
    return file(name);
  };
  const at = (text: string, part: string, shift = 0) => locate(text, part, shift);
  const span = (text: string, part: string) => {
    const [start, end] = [at(text, part), at(text, part, part.length)];
    return { startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset };
  };

  beforeAll(() => {
    project = createEditorProject("tsconfig", BUFFERS);
    client = new TsserverClient(version, project.serverArguments);
  });
  afterAll(async () => {
    await client.stop();
    rmSync(project.root, { recursive: true, force: true });
  });

  test("underlines a violation of an unsaved buffer with severity, id and the contract's place", async () => {
    const found = await client.diagnostics(show("src/a.ts", RAW));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      start: at(RAW, "v4()"),
      end: at(RAW, "v4()", 4),
      category: "warning",
      code: 990001,
      text: 'Use newId("user") instead of v4(). (ids/no-raw-uuid)',
    });
    const [related] = found[0].relatedInformation;
    expect(related.message).toBe("One ID generator");
    expect(related.span.file).toBe(file("migrations/ids.md"));
    expect(related.span.start.line).toBe(IDS_CONTRACT.split("\n").findIndex((line) => line.includes("with: newId($entity)")) + 1);
  });

  test("strikes an import through that has moved", async () => {
    const text = 'import { legacyId } from "./legacy-id.js";\nexport const a = legacyId("a");\n';
    const [found] = await client.diagnostics(show("src/moved.ts", text));
    expect(found).toMatchObject({ start: at(text, "legacyId"), code: 990003 });
    expect(found.reportsDeprecated).toBeTruthy();
  });

  test("sends diagnostics in one event only", async () => {
    const name = show("src/event.ts", RAW);
    client.events.length = 0;
    client.notify("geterr", { files: [name], delay: 0 });
    await until(
      () => Promise.resolve(client.events),
      (events) => events.some(({ event }) => event === "requestCompleted"),
    );
    const carrying = client.events.filter(({ body }) => body?.diagnostics?.some((each: any) => each.source === "godwit"));
    expect(carrying.map(({ event }) => event)).toEqual(["semanticDiag"]);
  });

  test("fixes one site with its imports, and all of the contract in the file", async () => {
    const text = `${RAW}export const orderId = v4();\n`;
    const name = show("src/fix.ts", text);
    const fixes = await client.request("getCodeFixes", { file: name, ...span(text, "v4()"), errorCodes: [990001] });
    const own = fixes.find((fix: any) => fix.fixName === "godwit/ids/no-raw-uuid");
    expect(fixes.map(({ fixName, description }: any) => [fixName, description])).toEqual([
      ["godwit/ids/no-raw-uuid", 'Use newId("user")'],
      ["godwit/ids#all", 'Fix all of "One ID generator" in this file (2)'],
      ["godwit/ids/no-raw-uuid#ignore", "Ignore ids/no-raw-uuid here, with a reason"],
    ]);
    expect(applyChanges(text, own.changes)).toBe(
      'import { v4 } from "uuid";\nimport { newId } from "./new-id.js";\n\nexport const userId = newId("user");\nexport const orderId = v4();\n',
    );
    const all = fixes.find((fix: any) => fix.fixName === "godwit/ids#all");
    const fixed =
      'import { newId } from "./new-id.js";\n\nexport const userId = newId("user");\nexport const orderId = newId("order");\n';
    expect(applyChanges(text, all.changes)).toBe(fixed);
    show("src/fix.ts", fixed);
    expect(await client.diagnostics(name)).toEqual([]);
  });

  test("says which codes it can fix", async () => {
    const codes = await client.request("getSupportedCodeFixes", { file: show("src/a.ts", RAW) });
    expect(codes).toEqual(expect.arrayContaining(["990001", "990010", "2304"]));
  });

  test("ignores a site with a reason, in code and in JSX", async () => {
    const text = `${RAW}export const view = (\n  <div>\n    <b id={v4()} />\n  </div>\n);\n`;
    const name = show("src/view.tsx", text);
    const ignore = async (part: string): Promise<string> => {
      const fixes = await client.request("getCodeFixes", { file: name, ...span(text, part), errorCodes: [990001] });
      const found = fixes.find((fix: any) => fix.fixName.endsWith("#ignore"));
      return applyChanges(text, found.changes);
    };
    const once = await ignore("v4()");
    expect(once).toContain("// eslint-disable-next-line ids/no-raw-uuid --\nexport const userId = v4();");
    show("src/view.tsx", once);
    expect(await client.diagnostics(name)).toHaveLength(2);
    show("src/view.tsx", once.replace("--\n", "-- it stays\n"));
    expect(await client.diagnostics(name)).toHaveLength(1);
    show("src/view.tsx", text);
    const [, inside] = await client.diagnostics(name);
    const fixes = await client.request("getCodeFixes", {
      ...{ file: name, errorCodes: [990001], startLine: inside.start.line, startOffset: inside.start.offset },
      ...{ endLine: inside.end.line, endOffset: inside.end.offset },
    });
    const jsx = applyChanges(text, fixes.find((fix: any) => fix.fixName.endsWith("#ignore")).changes);
    expect(jsx).toContain("    {/* eslint-disable-next-line ids/no-raw-uuid --*/}\n    <b id={v4()} />");
    show("src/view.tsx", jsx.replace("--*/", "-- it stays */"));
    expect(await client.diagnostics(name)).toHaveLength(1);
  });

  test("wraps a plain string where TypeScript wants an ID", async () => {
    const text = [
      'import { load, type Account } from "./users.js";',
      "export async function show(name: string): Promise<Account> {",
      "  await load(name.trim());",
      "  const account: Account = { owner: name };",
      "  return account;",
      "}",
      "",
    ].join("\n");
    const name = show("src/wrap.ts", text);
    const wrap = async (part: string, code: number): Promise<string> => {
      const fixes = await client.request("getCodeFixes", { file: name, ...span(text, part), errorCodes: [code] });
      const own = fixes.find((fix: any) => fix.fixName === "godwit/typed/no-string-id#wrap");
      expect(own.description).toMatch(/^Wrap in UserId\(name/);
      return applyChanges(text, own.changes);
    };
    const errors = (await client.request("semanticDiagnosticsSync", { file: name })) as any[];
    expect(errors.map(({ code }) => code)).toEqual([2345, 2322]);
    const argument = await wrap("name.trim()", 2345);
    expect(argument).toContain('import { UserId } from "./user-id.js";');
    expect(argument).toContain("await load(UserId(name.trim()));");
    expect(await wrap("owner", 2322)).toContain("{ owner: UserId(name) }");
    show("src/wrap.ts", argument);
    const left = (await client.request("semanticDiagnosticsSync", { file: name })) as any[];
    expect(left.map(({ code }) => code)).toEqual([2322]);
  });

  test("shows the contract on a violation, and on a banned name where nothing is reported", async () => {
    const text = `${RAW}// eslint-disable-next-line ids/no-raw-uuid -- here\nexport const keptId = v4();\n`;
    const name = show("src/hover.ts", text);
    const hover = async (place: object): Promise<string> =>
      JSON.stringify((await client.request("quickinfo", { file: name, ...place })).documentation);
    const onViolation = await hover(at(text, "v4()"));
    expect(onViolation).toContain("**One ID generator**");
    expect(onViolation).toContain('`v4()` → `newId(\\"user\\")` (safe: quick fix)');
    expect(onViolation).not.toContain("Ask **identity** first.");
    // What the project has left is counted in the background, from the disk.
    expect(
      await until(
        () => hover(at(text, "v4()")),
        (shown) => shown.includes(" left"),
      ),
    ).toContain("**One ID generator** · 0 left");
    expect(onViolation).toMatch(/\(file:.*migrations\/ids\.md#L\d+\)/);
    expect(await hover(at(text, "keptId = v4()", 9))).toContain("One ID generator");
    expect(await hover(at(text, "v4 }"))).toContain("One ID generator");
    const quiet = await client.request("quickinfo", { file: name, ...at(text, "userId") });
    expect(JSON.stringify(quiet)).not.toContain("One ID generator");
  });

  test("hints at the replacement behind a violation", async () => {
    const name = show("src/hints.ts", RAW);
    const hints = await client.request("provideInlayHints", { file: name, start: 0, length: RAW.length });
    expect(hints).toEqual([{ text: '→ newId("user")', position: at(RAW, "v4();", 5), kind: "Type", whitespaceBefore: true }]);
    expect(await client.request("provideInlayHints", { file: name, start: 0, length: 5 })).toEqual([]);
  });

  test("sinks banned completions, struck through, and puts the replacement first", async () => {
    const text = 'import { v4 } from "uuid";\nexport const x = [];\n';
    const name = show("src/complete.ts", text);
    const info = await client.request("completionInfo", {
      ...{ file: name, ...at(text, "[]", 1), includeExternalModuleExports: true, includeInsertTextCompletions: true },
      preferences: { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true },
    });
    const entries = (wanted: string): any[] => info.entries.filter((entry: any) => entry.name === wanted);
    const [used] = entries("v4");
    expect(used).toMatchObject({ kindModifiers: expect.stringContaining("deprecated"), sortText: expect.stringMatching(/^z/) });
    expect(used.sortText > entries("undefined")[0].sortText).toBe(true);
    const [replacement, ...again] = entries("newId");
    expect(again).toEqual([]);
    expect(replacement).toMatchObject({ sortText: expect.stringMatching(/^0/), labelDetails: { description: "migration" } });
    expect(replacement.filterText.split(" ")).toEqual(expect.arrayContaining(["newId", "v4", "uuidv4", "legacyId"]));
    expect(entries("legacyId")[0].kindModifiers).toContain("deprecated");
    expect(entries("getStore")[0].kindModifiers).toContain("deprecated");
    expect(entries("Array")[0].kindModifiers).not.toContain("deprecated");
    const [details] = await client.request("completionEntryDetails", { file: name, ...at(text, "[]", 1), entryNames: ["v4"] });
    expect(JSON.stringify(details.documentation)).toContain("One ID generator");
  });

  test("strikes a banned path through while it is typed", async () => {
    const text = 'import {} from "./";\n';
    const name = show("src/path.ts", text);
    const info = await client.request("completionInfo", { file: name, ...at(text, './"', 2) });
    const modifiers = (part: string): string => info.entries.find((entry: any) => entry.name.startsWith(part)).kindModifiers;
    expect(modifiers("old-paths")).toContain("deprecated");
    expect(modifiers("new-paths")).not.toContain("deprecated");
  });

  test("keeps its findings while the text does not parse", async () => {
    const text = `${RAW}export function half( {\n  const orderId = v4();\n  if (\n`;
    const found = await client.diagnostics(show("src/broken.ts", text));
    expect(found.map(({ start }) => start)).toEqual([at(text, "v4()"), at(text, "orderId = v4()", 10)]);
  });

  test("follows a contract that is edited, broken, deleted and added", async () => {
    const name = show("src/live.ts", RAW);
    const ask = (): Promise<any[]> => client.diagnostics(name);
    expect(await ask()).toHaveLength(1);
    client.events.length = 0;
    project.write("migrations/ids.md", IDS_CONTRACT.replace("newId($entity)", "newId('x' + $entity)"));
    const edited = await until(ask, ([first]) => first.text.includes('"x"'));
    expect(edited[0].text).toContain('Use newId("x" + "user")');
    const asked = await until(
      () => Promise.resolve(client.events),
      (events) => events.some(({ event }) => event === "projectsUpdatedInBackground"),
    );
    expect(asked.map(({ event }) => event)).toContain("projectsUpdatedInBackground");
    project.write("migrations/ids.md", IDS_CONTRACT.replace("rules:", "rulez:"));
    const broken = await until(ask, ([first]) => first.relatedInformation[0].message !== "One ID generator");
    expect(broken[0].text).toContain('Use newId("x" + "user")');
    expect(broken[0].relatedInformation[0].message).toContain("Its last good version is in force");
    project.remove("migrations/ids.md");
    expect(await until(ask, ({ length }) => length === 0)).toEqual([]);
    project.write("migrations/ids.md", IDS_CONTRACT);
    expect(await until(ask, ({ length }) => length === 1)).toHaveLength(1);
  });

  test("is set while the server runs: hints off, diagnostics off and its fixes as refactorings", async () => {
    const name = show("src/settings.ts", RAW);
    const refactorings = (): Promise<any[]> => client.request("getApplicableRefactors", { file: name, ...span(RAW, "v4()") });
    const configure = (configuration: object): Promise<unknown> =>
      client.request("configurePlugin", { pluginName: "@godwit/typescript-plugin", configuration });
    expect((await refactorings()).map((each) => each.name)).not.toContain("godwit");
    await configure({ inlayHints: "off", diagnostics: "off" });
    expect(await client.diagnostics(name)).toEqual([]);
    expect(await client.request("provideInlayHints", { file: name, start: 0, length: RAW.length })).toEqual([]);
    const offered = (await refactorings()).find((each) => each.name === "godwit");
    expect(offered.actions[0].description).toBe('Use newId("user")');
    const { edits } = await client.request("getEditsForRefactor", {
      ...{ file: name, ...span(RAW, "v4()"), refactor: "godwit", action: offered.actions[0].name },
    });
    expect(applyChanges(RAW, edits)).toContain('userId = newId("user")');
    await configure({});
    expect(await client.diagnostics(name)).toHaveLength(1);
  });
}

function testProjects(version: Version): void {
  const start = (...args: Parameters<typeof createEditorProject>): { project: EditorProject; client: TsserverClient } => {
    const project = createEditorProject(...args);
    return { project, client: new TsserverClient(version, project.serverArguments) };
  };
  const end = async ({ project, client }: ReturnType<typeof start>): Promise<void> => {
    await client.stop();
    rmSync(project.root, { recursive: true, force: true });
  };

  test("registered by tsconfig and by an extension it reports once", async () => {
    const running = start("both");
    const { project, client } = running;
    project.write("src/a.ts", RAW);
    client.open(project.path("src/a.ts"), RAW);
    expect(await client.diagnostics(project.path("src/a.ts"))).toHaveLength(1);
    // 5.4 sends no answer.
    client.notify("reloadProjects", {});
    expect(await client.diagnostics(project.path("src/a.ts"))).toHaveLength(1);
    await end(running);
  });

  test("works in JavaScript, and in a file outside of every project", async () => {
    const running = start("extension");
    const { project, client } = running;
    const text = 'const { v4 } = require("uuid");\nexports.userId = v4();\n';
    client.open(project.path("scripts/a.cjs"), text);
    const found = await client.diagnostics(project.path("scripts/a.cjs"));
    expect(found.map(({ start: place }) => place)).toEqual([locate(text, "v4()")]);
    await end(running);
  });

  test("works across project references, with contracts of the nearest root", async () => {
    const config = (references: object[]): string =>
      JSON.stringify({
        compilerOptions: { composite: true, module: "nodenext", types: [], plugins: [{ name: "@godwit/typescript-plugin" }] },
        include: ["src"],
        references,
      });
    const running = start("tsconfig", {
      "packages/core/tsconfig.json": config([]),
      "packages/core/package.json": JSON.stringify({ name: "core", type: "module" }),
      "packages/core/src/id.ts": RAW,
      "packages/app/tsconfig.json": config([{ path: "../core" }]),
      "packages/app/package.json": JSON.stringify({ name: "app", type: "module", godwit: {} }),
      "packages/app/migrations/own.md": `---
title: Own IDs
imports: { newId: ./src/new-id.ts }
rules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }
---
`,
      "packages/app/src/new-id.ts": "export const newId = (entity: string): string => entity;\n",
      "packages/app/src/a.ts": `export * from "../../core/src/id.js";\n${RAW}`,
    });
    const { project, client } = running;
    const category = async (file: string, text: string): Promise<unknown> => {
      client.open(project.path(file), text);
      return (await client.diagnostics(project.path(file))).map(
        (each) => `${each.category} ${JSON.stringify(each).includes("Own IDs")}`,
      );
    };
    expect(await category("packages/core/src/id.ts", RAW)).toEqual(["warning false"]);
    expect(await category("packages/app/src/a.ts", `export * from "../../core/src/id.js";\n${RAW}`)).toEqual(["error true"]);
    await end(running);
  });

  test("leaves a test outside of the tsconfig in a project of its own, also where another file's import is searched", async () => {
    const running = start("extension", {
      "package.json": JSON.stringify({ private: true, type: "module", workspaces: ["packages/*"], godwit: {} }),
      "migrations/old.md":
        "---\ntitle: Old\nimports: { old: ./packages/core/src/old.ts, better: ./packages/core/src/better.ts }\n" +
        'rules: { no-deprecated-call: { replace: [{ match: "old($a)", with: "better($a)" }] } }\n---\n',
      ".gitignore": "dist\nnode_modules\n",
      "packages/core/package.json": JSON.stringify({
        name: "core",
        type: "module",
        exports: { ".": "./dist/index.js", "./ids": "./dist/ids.js" },
      }),
      "packages/core/dist/index.d.ts":
        "export declare function old(a: string): string;\nexport declare function better(a: string): string;\n",
      "packages/core/src/index.ts": 'export * from "./old.js";\nexport * from "./better.js";\n',
      "packages/core/src/old.ts": "export const old = (a: string): string => a;\n",
      "packages/core/src/better.ts": "export const better = (a: string): string => a;\n",
      "packages/app/package.json": JSON.stringify({ name: "app", type: "module", dependencies: { core: "*" } }),
      "packages/app/tsconfig.json": JSON.stringify({ compilerOptions: { module: "nodenext", types: [] }, include: ["src"] }),
      "packages/app/src/a.ts": 'import { old } from "core";\nexport const a = old("a");\n',
      "packages/app/test/a.test.ts":
        'vi.mock("core", () => ({ old: () => "b" }));\nimport { a } from "../src/a.js";\nexport const b = a;\n',
    });
    const { project, client } = running;
    symlinkSync("../packages/core", project.path("node_modules/core"));
    project.remove("tsconfig.json");
    const [source, test_] = ["packages/app/src/a.ts", "packages/app/test/a.test.ts"].map((each) => project.path(each)) as [
      string,
      string,
    ];
    client.open(source, 'import { old } from "core";\nexport const a = old("a");\n');
    expect(await client.diagnostics(source)).toHaveLength(1);
    client.open(test_, "export const c = 1;\n");
    expect(await client.diagnostics(test_)).toEqual([]);
    const { configFileName } = await client.request("projectInfo", { file: test_, needFileNameList: false });
    expect(configFileName).toContain("inferredProject");
    await end(running);
  });

  test.each(["syntactic", "partialSemantic"])("lets a server that is %s answer", async (mode) => {
    const project = createEditorProject("tsconfig", { "src/a.ts": RAW });
    const client = new TsserverClient(version, [...project.serverArguments, "--serverMode", mode]);
    client.open(project.path("src/a.ts"), RAW);
    const tree = await client.request("navtree", { file: project.path("src/a.ts") });
    expect(JSON.stringify(tree)).toContain("userId");
    await end({ project, client });
  });

  test("keeps TypeScript's own answers where the plugin fails inside", async () => {
    const text = `${RAW}export const wrong: number = "";\n`;
    const running = start("tsconfig", { "src/a.ts": text });
    const { project, client } = running;
    const installed = "node_modules/@godwit/typescript-plugin/dist";
    project.write(`${installed}/real.cjs`, readFileSync(project.path(`${installed}/index.cjs`), "utf8"));
    // The plugin asks its host whether to go on, before it looks at a file.
    project.write(
      `${installed}/index.cjs`,
      `module.exports = (modules) => {
        const plugin = require("./real.cjs")(modules);
        const create = (info) => {
          info.languageServiceHost.getCancellationToken = () => { throw new Error("broken on purpose"); };
          return plugin.create(info);
        };
        return { ...plugin, create };
      };`,
    );
    const file = project.path("src/a.ts");
    client.open(file, text);
    const found = (await client.request("semanticDiagnosticsSync", { file })) as any[];
    expect(found.map(({ code }) => code)).toEqual([2322]);
    const info = await client.request("quickinfo", { file, ...locate(text, "v4()") });
    expect(info.displayString).toContain("v4(): string");
    await end(running);
  });
}
