import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { IDS_CONTRACT, locate } from "./editor-project.js";
import { Editor, RAW, until, VERSIONS, type EditorOptions } from "./open-editor.js";

beforeAll(async () => {
  await bundle();
});

const BROKEN = "---\ntitle: Broken\nrules: { no-raw-uuid: 1 }\n---\n";
const PLUGINS = [{ name: "@godwit/typescript-plugin" }];

describe.each(VERSIONS)("the plugin in a running tsserver of %s", (version) => {
  let editor: Editor | undefined;
  let scratch: string | undefined;
  afterEach(async () => {
    await editor?.close();
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
    [editor, scratch] = [undefined, undefined];
  });
  const open = (options: EditorOptions): Editor => (editor = new Editor(version, options));
  const scratchFolder = (): string => (scratch = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-server-"))));
  const ids = (found: readonly { readonly text: string }[]): string[] => found.map(({ text }) => /\(([^()]*)\)$/.exec(text)![1]!);

  test("tells of a contract that is broken from the start, at the top of each file, until it is mended", async () => {
    const { client, project, show } = bind(
      open({ files: { "src/a.ts": RAW, "src/b.d.ts": "export {};\n", "migrations/broken.md": BROKEN } }),
    );
    const file = show("src/a.ts", RAW);
    const found = await client.diagnostics(file);
    expect(ids(found)).toEqual(["godwit/contracts", "ids/no-raw-uuid"]);
    expect(found[0]).toMatchObject({ start: { line: 1, offset: 1 }, category: "error", code: 990000 });
    expect(found[0].text).toMatch(/^migrations\/broken\.md:3:23 Expected an object/);
    expect(found[0].relatedInformation[0].span).toMatchObject({
      file: project.path("migrations/broken.md"),
      start: { line: 3, offset: 23 },
    });
    expect(await client.diagnostics(show("src/b.d.ts", "export {};\n"))).toEqual([]);
    project.write("migrations/broken.md", IDS_CONTRACT.replace("title: One", "title: Another"));
    expect(
      ids(
        await until(
          () => client.diagnostics(file),
          (all) => ids(all).includes("broken/no-raw-uuid"),
        ),
      ),
    ).toEqual(["broken/no-raw-uuid", "ids/no-raw-uuid"]);
    // When broken again, it keeps its last good version and is not reported at the top.
    project.write("migrations/broken.md", BROKEN);
    const kept = await until(
      () => client.diagnostics(file),
      (all) => all.some(({ relatedInformation: [{ message }] }) => message.includes("last good version")),
    );
    expect(ids(kept)).toEqual(["broken/no-raw-uuid", "ids/no-raw-uuid"]);
  });

  test("tells of a broken contract where none works", async () => {
    const { client, show } = bind(
      open({ files: { "src/a.ts": RAW, "migrations/ids.md": BROKEN, "migrations/typed.md": "---\ntitle: [\n---\n" } }),
    );
    const found = await client.diagnostics(show("src/a.ts", RAW));
    expect(ids(found)).toContain("godwit/contracts");
    expect(new Set(ids(found))).toEqual(new Set(["godwit/contracts"]));
  });

  test("sees the first contract of a folder that had none, and the last one go", async () => {
    const { client, project, show } = bind(open({ files: { "src/a.ts": RAW } }));
    project.remove("migrations");
    const file = show("src/a.ts", RAW);
    expect(await client.diagnostics(file)).toEqual([]);
    project.write("migrations/ids.md", IDS_CONTRACT);
    expect(
      await until(
        () => client.diagnostics(file),
        ({ length }) => length === 1,
      ),
    ).toHaveLength(1);
    project.remove("migrations");
    expect(
      await until(
        () => client.diagnostics(file),
        ({ length }) => length === 0,
      ),
    ).toEqual([]);
  });

  test("throws nothing inside the server when a contract goes, comes back, and goes again", async () => {
    const log = path.join(scratchFolder(), "server.log");
    const { client, project, show } = bind(
      open({ files: { "src/a.ts": RAW }, serverArguments: ["--logFile", log, "--logVerbosity", "normal"] }),
    );
    const file = show("src/a.ts", RAW);
    const counts = async (expected: number): Promise<void> =>
      void expect(
        await until(
          () => client.diagnostics(file),
          ({ length }) => length === expected,
        ),
      ).toHaveLength(expected);
    await counts(1);
    for (const left of [0, 1, 0]) {
      if (left === 0) project.remove("migrations/ids.md");
      else project.write("migrations/ids.md", IDS_CONTRACT);
      await counts(left);
    }
    expect(readFileSync(log, "utf8").match(/Exception on executing command[^]{0,400}/)).toBeNull();
  });

  test("stops where the editor has cancelled, and answers when it is asked again", async () => {
    const pipes = path.join(scratchFolder(), "cancel");
    const { client, show } = bind(open({ files: { "src/a.ts": RAW }, serverArguments: ["--cancellationPipeName", `${pipes}*`] }));
    const file = show("src/a.ts", RAW);
    await client.request("projectInfo", { file, needFileNameList: false });
    // TypeScript has no part in this answer, so it is the plugin that stops.
    const given = { file, inlayHints: "violations" };
    const pipe = pipes + client.nextSequence;
    writeFileSync(pipe, "");
    expect((await client.requestRaw("_godwit.file", given)).body).toEqual({ canceled: true });
    rmSync(pipe);
    expect((await client.request("_godwit.file", given)).hints).toHaveLength(1);
  });

  test("notes in the log that a file is too long, once", async () => {
    const log = path.join(scratchFolder(), "server.log");
    const { client, show } = bind(
      open({ files: { "src/long.ts": "export {};\n" }, serverArguments: ["--logFile", log, "--logVerbosity", "normal"] }),
    );
    const file = show("src/long.ts", `${RAW}/*${"-".repeat(10_000_000)}*/\n`);
    expect(await client.diagnostics(file)).toEqual([]);
    await client.request("quickinfo", { file, ...locate(RAW, "v4()") });
    expect(readFileSync(log, "utf8").match(/\[godwit\] \S+long\.ts has more than 10000000 characters/g)).toHaveLength(1);
  });

  test("works in a JavaScript project with a jsconfig", async () => {
    const text = 'import { v4 } from "uuid";\n\nexport const view = () => <b id={v4()} />;\n';
    const { client, show } = bind(
      open({
        files: {
          "web/jsconfig.json": JSON.stringify({ compilerOptions: { jsx: "preserve", plugins: PLUGINS }, include: ["."] }),
          "web/view.jsx": "export {};\n",
        },
      }),
    );
    expect(ids(await client.diagnostics(show("web/view.jsx", text)))).toEqual(["ids/no-raw-uuid"]);
  });

  test("follows the settings in tsconfig, also when they go", async () => {
    const config = (settings: object): string =>
      JSON.stringify({
        compilerOptions: { module: "nodenext", types: [], plugins: [{ ...PLUGINS[0], ...settings }] },
        include: ["src"],
      });
    const { client, project, show } = bind(open({ files: { "src/a.ts": RAW, "tsconfig.json": config({ inlayHints: "off" }) } }));
    const file = show("src/a.ts", RAW);
    const hints = async (): Promise<number> =>
      ((await client.request("provideInlayHints", { file, start: 0, length: RAW.length })) as unknown[]).length;
    expect(await hints()).toBe(0);
    project.write("tsconfig.json", config({ inlayHints: "violations" }));
    expect(await until(hints, (count) => count === 1)).toBe(1);
    project.write("tsconfig.json", config({ diagnostics: "off", inlayHints: "off" }));
    expect(await until(hints, (count) => count === 0)).toBe(0);
    expect(await client.diagnostics(file)).toEqual([]);
    project.write("tsconfig.json", config({}));
    expect(await until(hints, (count) => count === 1)).toBe(1);
    expect(await client.diagnostics(file)).toHaveLength(1);
  });

  test("has nothing to say of a buffer that is no file", async () => {
    const { client } = bind(open({ registration: "extension" }));
    const file = "^/untitled/ts-nul-authority/Untitled-1";
    client.notify("open", { file, fileContent: `${RAW}export const wrong: number = "";\n`, scriptKindName: "TS" });
    const found = (await client.request("semanticDiagnosticsSync", { file })) as any[];
    expect(found.map(({ code }) => code)).toContain(2322);
    expect(found.filter(({ source }) => source === "godwit")).toEqual([]);
  });

  test.runIf(version === VERSIONS.at(-1))(
    "leaves all to an extension whose settings are still to come, and underlines where they do not come",
    async () => {
      const extension = { "package.json": JSON.stringify({ name: "godwit-vscode", type: "module", godwit: {} }) };
      for (const isConfigured of [true, false]) {
        const { client, show } = bind(open({ registration: "extension", files: { ...extension, "src/a.ts": RAW } }));
        const file = show("src/a.ts", RAW);
        expect(await client.diagnostics(file)).toEqual([]);
        if (isConfigured) {
          const configuration = { shownBy: "extension", inlayHints: "off" };
          await client.request("configurePlugin", { pluginName: "@godwit/typescript-plugin", configuration });
        }
        await new Promise((resolve) => setTimeout(resolve, 10_500));
        expect(await client.diagnostics(file)).toHaveLength(isConfigured ? 0 : 1);
        await editor?.close();
      }
      editor = undefined;
    },
  );

  test("that an extension and tsconfig both registered hints, fixes and completes once", async () => {
    const { client, show, fixes } = bind(open({ registration: "both", files: { "src/a.ts": RAW } }));
    const file = show("src/a.ts", RAW);
    expect(await client.request("provideInlayHints", { file, start: 0, length: RAW.length })).toHaveLength(1);
    const offered = await fixes("src/a.ts", RAW, "v4()", 990001);
    expect(offered.map((each: any) => each.fixName)).toEqual([
      "godwit/ids/no-raw-uuid",
      "godwit/ids#all",
      "godwit/ids/no-raw-uuid#ignore",
    ]);
  });
});

/** An editor's methods, bound so that they can be called alone. */
function bind(editor: Editor) {
  const { client, project } = editor;
  return { client, project, show: editor.show.bind(editor), fixes: editor.fixes.bind(editor) };
}
