import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { TsserverClient } from "./tsserver-client.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const PLUGIN = path.join(REPOSITORY, "packages/typescript-plugin");
const BUFFERS = 150;

/** Texts of a buffer while a person types. */
const HALF_TYPED = [
  ...'`${ /* { ( <a> " @ => ... ?.'.split(" "),
  ...["import { ", "import ", "import x from ", "export * from ", "export { a } from", "import x = require("],
  ...["import(", "require(", "typeof import(", "uuidv4(", "new ExecutionEngine(", "type UserId = ", "/** {@link "],
];

let root: string;
beforeAll(async () => {
  await bundle();
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-fuzz-")));
  cpSync(path.join(REPOSITORY, "examples/chat-platform"), root, {
    recursive: true,
    filter: (file) => !/[\\/]node_modules$/.test(file),
  });
  mkdirSync(path.join(root, "node_modules/@godwit/typescript-plugin/dist"), { recursive: true });
  for (const file of ["package.json", "dist/index.cjs"])
    cpSync(path.join(PLUGIN, file), path.join(root, "node_modules/@godwit/typescript-plugin", file));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Numbers that are the same in each run. */
function createRandom(): (below: number) => number {
  let state = 42;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % Math.max(1, below);
  };
}

/** A file as it may be in the editor at some moment: whole, cut off, with a gap, or with unfinished code. */
function disturb(text: string, random: (below: number) => number): string {
  const at = random(text.length);
  const ways = [text, text.slice(0, at), text.slice(0, at) + text.slice(at + random(40))];
  return ways[random(6)] ?? text.slice(0, at) + HALF_TYPED[random(HALF_TYPED.length)]! + text.slice(at);
}

test.each(["typescript-5.4", "typescript"])(
  "whatever is typed and asked for, the plugin never fails inside tsserver of %s",
  async (version) => {
    const log = path.join(root, `${version}.log`);
    const client = new TsserverClient(version, ["--allowLocalPluginLoads", "--logFile", log, "--logVerbosity", "terse"]);
    const files = (readdirSync(path.join(root, "src"), { recursive: true }) as string[])
      .filter((file) => file.endsWith(".ts"))
      .sort();
    const random = createRandom();
    let found = 0;
    for (let index = 0; index < BUFFERS; index++) {
      const file = path.join(root, "src", files[random(files.length)]!);
      const text = disturb(readFileSync(file, "utf8"), random);
      const place = (): object => {
        const lines = text.slice(0, random(text.length + 1)).split("\n");
        return { line: lines.length, offset: lines.at(-1)!.length + 1 };
      };
      const ask = async (command: string, args: object = {}): Promise<any> => {
        const { success, message = "", body } = await client.requestRaw(command, { file, ...args });
        if (!success) expect(message).toBe("No content available.");
        return body;
      };
      client.open(file, text);
      const diagnostics = ((await ask("semanticDiagnosticsSync")) as any[]).filter(({ source }) => source === "godwit");
      found += diagnostics.length;
      for (const { start, end, code } of diagnostics.slice(0, 3)) {
        const span = { startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset };
        await ask("getCodeFixes", { ...span, errorCodes: [code] });
      }
      for (let count = 0; count < 3; count++) await ask("quickinfo", place());
      const preferences = { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true };
      const at = place();
      const completions = await ask("completionInfo", { ...at, preferences });
      const banned = ((completions?.entries ?? []) as any[]).filter(({ sortText }) => sortText.startsWith("z"));
      for (const { name, source, data } of banned.slice(0, 1))
        await ask("completionEntryDetails", { ...at, entryNames: [{ name, source, data }] });
      await ask("provideInlayHints", { start: 0, length: text.length });
      await ask("getApplicableRefactors", place());
      client.notify("close", { file });
    }
    await client.stop();
    expect(found).toBeGreaterThan(100);
    expect(readFileSync(log, "utf8").match(/\[godwit\] .*failed.*/g)).toBeNull();
  },
);
