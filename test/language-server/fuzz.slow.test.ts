import { readFileSync, renameSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { createEditorProject, IDS_CONTRACT, type EditorProject } from "../editors/editor-project.js";
import { LspClient } from "./lsp-client.js";

beforeAll(async () => {
  await bundle();
}, 120_000);

/** How many requests are made; GODWIT_FUZZ_REQUESTS asks for more. */
const ASKED = Number(process.env["GODWIT_FUZZ_REQUESTS"] ?? 1_000);
/** Where the numbers begin; with GODWIT_FUZZ_SEED several runs ask different things. */
const SEED = Number(process.env["GODWIT_FUZZ_SEED"] ?? 20_261_121);
const SOURCES = ["a", "b", "c"].map((name) => `src/${name}.ts`);
const CONTRACT = "migrations/ids.md";
const TEXT = `import { v4 } from "uuid";
import { legacyId } from "./legacy-id.js";

export const userId = v4();
export const pair = [v4(), legacyId("a")];
`;

/** Numbers below a limit, the same in each run. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % limit;
  };
}

/** A text with something cut out, doubled or typed somewhere. */
function disturb(text: string, random: (limit: number) => number): string {
  const at = random(text.length + 1);
  const length = random(12);
  switch (random(3)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length);
    default:
      return text.slice(0, at) + ["{", "`", "newId(", "  - ", ": ", '"', "\n", "$", "/*"][random(9)]! + text.slice(at);
  }
}

const REQUESTS = [
  "hover",
  "codeAction",
  "inlayHint",
  "completion",
  "definition",
  "references",
  "codeLens",
  "documentSymbol",
  "documentLink",
];

describe("a language server that is asked thousands of things", () => {
  let project: EditorProject;
  const paramsFor = (uri: string, random: (limit: number) => number): object => {
    const position = { line: random(30), character: random(60) };
    const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
    return { textDocument: { uri }, position, range, context: { diagnostics: [], includeDeclaration: true } };
  };
  const errorsOf = (client: LspClient): unknown[] =>
    client.said
      .filter(({ method, params }) => method === "window/logMessage" && params.type === 1)
      .map(({ params }) => params.message);

  test(
    "answers all of it without an error, through moves, deletions, broken contracts and configs, and then as a fresh server does",
    async () => {
      project = createEditorProject("extension", {
        ...Object.fromEntries(SOURCES.map((name) => [name, TEXT])),
        "nested/package.json": '{ "godwit": {} }',
        "nested/migrations/own.md": IDS_CONTRACT.replaceAll("./src/", "./"),
        "nested/a.ts": TEXT,
      });
      const typed = readFileSync(project.path("migrations/typed.md"), "utf8");
      const client = await LspClient.start(project.root);
      const random = randomFrom(SEED);
      const texts = new Map([...SOURCES, "nested/a.ts"].map((name) => [name, TEXT]));
      texts.set(CONTRACT, IDS_CONTRACT);
      const names = [...texts.keys()];
      let answers = 0;
      for (let round = 0; round < ASKED / 4; round++) {
        const name = names[random(names.length)]!;
        const whole = name === CONTRACT ? IDS_CONTRACT : TEXT;
        const text = random(4) === 0 ? whole : disturb(texts.get(name)!, random);
        texts.set(name, text);
        const uri = client.show(project.path(name), text);
        for (let count = 0; count < 4; count++) {
          await client.request(`textDocument/${REQUESTS[random(REQUESTS.length)]!}`, paramsFor(uri, random));
          answers++;
        }
        if (round % 25 === 5) project.write("package.json", "{ broken");
        if (round % 25 === 9) project.write("package.json", JSON.stringify({ name: "editor", type: "module", godwit: {} }));
        if (round % 25 === 12) project.remove("migrations/typed.md");
        if (round % 25 === 21) project.write("migrations/typed.md", typed);
        if (round % 25 === 15) renameSync(project.path("src/new-id.ts"), project.path("src/newer-id.ts"));
        if (round % 25 === 18) renameSync(project.path("src/newer-id.ts"), project.path("src/new-id.ts"));
        if (round % 10 === 3) {
          const move = {
            oldUri: pathToFileURL(project.path("src/new-id.ts")).href,
            newUri: pathToFileURL(project.path("lib/id.ts")).href,
          };
          await client.request("workspace/willRenameFiles", { files: [move] });
        }
        if (round % 5 === 0) client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 1 }] });
      }
      expect(answers).toBe(ASKED);
      expect(errorsOf(client)).toEqual([]);
      // Everything as it is to be at last; then the same from a server that has seen nothing of all this.
      const last = new Map(
        names.map((name) => [name, name === CONTRACT ? IDS_CONTRACT : disturb(TEXT, randomFrom(name.length))]),
      );
      const fresh = await LspClient.start(project.root);
      for (const each of [client, fresh]) for (const [name, text] of last) each.show(project.path(name), text);
      for (const name of names) {
        const uri = pathToFileURL(project.path(name)).href;
        const expected = await fresh.diagnostics(uri, ({ length }) => name === CONTRACT || length > 0);
        const isSame = (found: any[]): boolean => JSON.stringify(found) === JSON.stringify(expected);
        expect(await client.diagnostics(uri, isSame), name).toEqual(expected);
      }
      expect(await client.stop()).toBe(0);
      expect(await fresh.stop()).toBe(0);
      rmSync(project.root, { recursive: true, force: true });
    },
    Math.max(600_000, ASKED * 200),
  );

  test.skipIf(process.platform !== "linux")(
    "does not grow over two thousand edits",
    async () => {
      project = createEditorProject("extension", { "src/a.ts": TEXT });
      const client = await LspClient.start(project.root);
      const sizeOf = (): number =>
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid!}/status`, "utf8"))![1]) / 1024;
      const file = project.path("src/a.ts");
      const type = async (edits: number): Promise<void> => {
        for (let count = 0; count < edits; count++) {
          const uri = client.show(file, `${TEXT}export const n${count}Id = v4();\n`);
          await client.request(
            "textDocument/codeAction",
            paramsFor(uri, () => 0),
          );
        }
      };
      await type(500);
      const before = sizeOf();
      await type(2_000);
      // What the collector has not taken yet, more on a busy machine; the trees and findings of all edits would be some 400 MB.
      expect(sizeOf() - before).toBeLessThan(250);
      await client.stop();
      rmSync(project.root, { recursive: true, force: true });
    },
    300_000,
  );
});
