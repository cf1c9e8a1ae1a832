import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { checkResultSchema } from "./check-result.js";
import type { CacheOptions } from "@godwit/project";
import { check } from "./check.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-near-")));
  write("package.json", '{ "name": "x", "type": "module", "godwit": {} }');
  write("src/shared/types.ts", MESSAGE("Message"));
  contract("types", "");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MESSAGE = (name: string, members = "id: string; role: string; content: string; createdAt: number") =>
  `export interface ${name} { ${members} }\n`;

function write(file: string, text: string | Buffer): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function contract(id: string, more: string): void {
  write(
    `migrations/${id}.md`,
    `---\ntitle: Types\n${more}imports: { Message: ./src/shared/types.ts }\nrules: { no-duplicate-type: { canonical: [Message] } }\n---\n`,
  );
}

function near(paths: readonly string[] = [], cache?: CacheOptions): string[] {
  const { result } = check({ cwd: root, paths, nearDuplicates: true, ...(cache && { cache }) });
  return result.nearDuplicates.map(
    ({ file, line, column, name, overlap, missing, extra, different, reported }) =>
      `${file}:${line}:${column} ${name} ${overlap} -${missing.join()} +${extra.join()} ~${different.join()}${reported ? " reported" : ""}`,
  );
}

test("lists what shares most members with a canonical type, the nearest first", () => {
  write("src/a.ts", `\n${MESSAGE("ChatMessage", "id: string; role: string; content: string")}`);
  write("src/b.ts", MESSAGE("Entry", "id: string; role: string; content: string; createdAt: number; extra: boolean"));
  write("src/c.ts", MESSAGE("Message", "id: string; role: string; content?: string; createdAt: number"));
  expect(near()).toEqual([
    "src/c.ts:1:18 Message 0.88 - + ~content reported",
    "src/b.ts:1:18 Entry 0.8 - +extra ~",
    "src/a.ts:2:18 ChatMessage 0.75 -createdAt + ~",
  ]);
});

test("leaves out the same type, what has little in common, what is made from it, and its home", () => {
  write("src/a.ts", MESSAGE("ChatMessage"));
  write("src/b.ts", MESSAGE("Person", "id: string; name: string; role: string; createdAt: number"));
  write(
    "src/c.ts",
    'import type { Message } from "./shared/types.js";\nexport interface Stored extends Message { version: number }\n',
  );
  write("src/e.ts", 'import type { Entry } from "./f.js";\nexport type ChatMessage = Entry;\n');
  write("src/f.d.ts", MESSAGE("Entry", "id: string; role: string; content: string"));
  write("src/d.ts", MESSAGE("Page", "").replace("Page", "Page<T>"));
  expect(near()).toEqual([]);
});

test("asks only the files of the contract and of the paths, and passes over what it can't read", () => {
  contract("types", 'ignores: ["src/old/**"]\n');
  const almost = MESSAGE("ChatMessage", "id: string; role: string; content: string");
  for (const file of ["src/old/a.ts", "src/new/a.ts", "src/new/b.ts"]) write(file, almost);
  write("src/new/broken.ts", "export interface ChatMessage { id: string; role: string; content");
  write("src/new/binary.ts", Buffer.from([0, 1, 2]));
  expect(near().length).toBe(2);
  expect(near(["src/new/b.ts"]).length).toBe(1);
});

test("is kept between runs as long as the file and the canonical type stay what they are", () => {
  const kept = () => {
    // Files that were written a moment ago are not kept.
    const cache = { build: "x", folder: path.join(root, "node_modules/.cache"), startedAt: Date.now() + 60_000 };
    const found = near([], cache);
    expect(found).toEqual(near());
    return found;
  };
  write("src/a.ts", MESSAGE("ChatMessage", "id: string; role: string; content: string"));
  expect(kept()).toEqual(["src/a.ts:1:18 ChatMessage 0.75 -createdAt + ~"]);
  expect(kept()).toEqual(["src/a.ts:1:18 ChatMessage 0.75 -createdAt + ~"]);
  write("src/shared/types.ts", MESSAGE("Message", "id: string; role: string; content: string; sentAt: number"));
  expect(kept()).toEqual(["src/a.ts:1:18 ChatMessage 0.75 -sentAt + ~"]);
  write("src/a.ts", MESSAGE("ChatMessage", "id: string; role: string; content: boolean; sentAt: number"));
  expect(kept()).toEqual(["src/a.ts:1:18 ChatMessage 0.88 - + ~content"]);
  write("src/a.ts", "export {};\n");
  expect(kept()).toEqual([]);
});

test("is printed as JSON, and asked for by nothing else", async () => {
  write("src/a.ts", MESSAGE("ChatMessage", "id: string; role: string; content: string"));
  expect(check({ cwd: root }).result.nearDuplicates).toEqual([]);
  const { out } = await runGodwit(root, "check", "--format", "json");
  expect(checkResultSchema.parse(JSON.parse(out)).nearDuplicates).toMatchObject([
    { contract: "types", canonical: "Message", home: "./src/shared/types.ts", name: "ChatMessage", missing: ["createdAt"] },
  ]);
});
