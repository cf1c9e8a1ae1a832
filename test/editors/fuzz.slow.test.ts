import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { TsserverClient } from "./tsserver-client.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const PLUGIN = path.join(REPOSITORY, "packages/typescript-plugin");
/** How many requests are made of each server; GODWIT_FUZZ_REQUESTS asks for more. */
const ASKED = Number(process.env["GODWIT_FUZZ_REQUESTS"] ?? 1_500);
/** How many questions are asked of each text: checking a text costs more than all of them. */
const QUESTIONS = 24;

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
    let asked = 0;
    while (asked < ASKED) {
      const file = path.join(root, "src", files[random(files.length)]!);
      const text = disturb(readFileSync(file, "utf8"), random);
      const lines = text.split("\n");
      const place = (): { line: number; offset: number } => {
        const line = random(lines.length);
        return { line: line + 1, offset: random(lines[line]!.length + 1) + 1 };
      };
      const ask = async (command: string, args: object = {}): Promise<any> => {
        asked += 1;
        const { success, message = "", body } = await client.requestRaw(command, { file, ...args });
        if (!success) expect(message, `${command} in ${file}:\n${text}`).toBe("No content available.");
        return body;
      };
      client.open(file, text);
      const diagnostics = ((await ask("semanticDiagnosticsSync")) as any[]).filter(({ source }) => source === "godwit");
      found += diagnostics.length;
      const places = [...diagnostics.slice(0, 3).map(({ start }) => start), ...Array.from({ length: 5 }, place)];
      for (const { start, end, code } of diagnostics.slice(0, 3)) {
        const span = { startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset };
        await ask("getCodeFixes", { ...span, errorCodes: [code] });
      }
      const preferences = { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true };
      const at = place();
      const completions = await ask("completionInfo", { ...at, preferences });
      const banned = ((completions?.entries ?? []) as any[]).filter(({ sortText }) => sortText.startsWith("z"));
      for (const { name, source, data } of banned.slice(0, 1))
        await ask("completionEntryDetails", { ...at, entryNames: [{ name, source, data }] });
      await ask("_godwit.file", { inlayHints: "all" });
      await ask("_godwit.fixFile");
      for (let count = 0; count < QUESTIONS; count++) {
        const { line, offset } = places[random(places.length)]!;
        const position = { line: line - 1, character: offset - 1 };
        const length = random(text.length);
        const questions = [
          () => ask("quickinfo", { line, offset }),
          () => ask("getApplicableRefactors", { line, offset }),
          () => ask("provideInlayHints", { start: random(text.length - length), length }),
          () => ask("suggestionDiagnosticsSync"),
          () => ask("_godwit.hover", { position }),
          () => ask("_godwit.actions", { range: { start: position, end: position } }),
        ];
        await questions[random(questions.length)]!();
      }
      client.notify("close", { file });
    }
    await client.stop();
    expect(found).toBeGreaterThan(ASKED / 50);
    expect(readFileSync(log, "utf8").match(/\[godwit\] .*failed.*/g)).toBeNull();
  },
  Math.max(900_000, ASKED * 200),
);

test.skipIf(process.platform === "win32")("tsserver's heap stays as it is over two thousand edits", async () => {
  const report = path.join(root, "heap.txt");
  const preload = path.join(root, "report-heap.cjs");
  // On a signal: collects all that can go, and writes how many bytes are left.
  writeFileSync(
    preload,
    `process.on("SIGUSR2", () => { gc(); require("node:fs").writeFileSync(${JSON.stringify(report)}, String(process.memoryUsage().heapUsed)); });`,
  );
  const client = new TsserverClient("typescript", ["--allowLocalPluginLoads"], ["--expose-gc", "--require", preload]);
  const file = path.join(root, "src/agents/supervisor.ts");
  const text = readFileSync(file, "utf8");
  client.open(file, text);
  let edits = 0;
  const type = async (count: number): Promise<void> => {
    for (const end = edits + count; edits < end; edits++) {
      client.replace(file, `${text}export const n${edits}Id = uuidv4();\n`);
      await client.diagnostics(file);
      await client.request("_godwit.file", { file, inlayHints: "all" });
    }
  };
  const heap = async (): Promise<number> => {
    rmSync(report, { force: true });
    client.signal("SIGUSR2");
    await expect.poll(() => existsSync(report) && readFileSync(report, "utf8") !== "", { timeout: 20_000 }).toBe(true);
    return Number(readFileSync(report, "utf8")) / 2 ** 20;
  };
  await type(200);
  const before = await heap();
  await type(2_000);
  expect((await heap()) - before).toBeLessThan(10);
  await client.stop();
});
