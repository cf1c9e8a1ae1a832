import { realpathSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { createTypeChecker } from "../create-type-checker.js";
import type { TypeChecker } from "../type-checker.js";
import type { ExaminedProject } from "../examined-project.js";
import { runTypedWave } from "./typed-wave.js";
import type { WaveHost } from "./wave-host.js";

const TSCONFIG = { compilerOptions: { strict: true, types: [], lib: ["ES2022"] }, include: ["*.ts"] };
const FILES: Readonly<Record<string, string>> = {
  "ids.ts":
    'declare global { type UserId = string & { readonly brand: "UserId" }; function UserId(text: string): UserId }\nexport {};\n',
  "open.ts": "export function open(userId: string): void {\n  void userId;\n}\n",
  "use.ts": 'import { open } from "./open.js";\nopen("u1");\n',
  "default.ts": "declare function make(): `${string}-${string}`;\nexport const start = (userId: string = make()) => userId;\n",
  "bad.ts": 'export const ofFirst = (users: ReadonlyMap<string, number>): number | undefined => users.get("u1");\n',
};

/** Writes what it is asked for, and in one file something that no type can mend. */
const HOST = {
  read: (file: string) => FILES[file],
  edit: (file: string, text: string, requests) => ({
    edits: [...requests]
      .sort((a, b) => a.range[0] - b.range[0])
      .map(({ kind, range, type }) => {
        const wrapper = file === "bad.ts" ? "Nobody" : type;
        return { range, text: kind === "wrap" ? `${wrapper}(${text.slice(...range)})` : type };
      }),
    refused: [],
  }),
  mayRetype: () => true,
  mayFollow: () => true,
  typeForName: () => undefined,
  isTest: () => false,
  usersBeside: () => [],
  breathe: () => Promise.resolve(true),
  tell: () => undefined,
} satisfies WaveHost;

const siteIn = (file: string) => {
  const start = FILES[file]!.indexOf("string");
  return { file, part: [start, start + "string".length], type: "UserId" } as const;
};

/** Adds an error to a project that no edit takes away. */
const withErrorIn = (root: string, file: string) => {
  const error = {
    ...{ file: path.join(realpathSync(root), file), start: 0, end: 6, line: 1, column: 1, code: 9999, message: "It is there." },
    ...{ key: "ghost", keyBesideLine: "ghost", subject: "", keyBesideMessage: "ghost" },
  };
  return (project: ExaminedProject): ExaminedProject => ({ ...project, added: [...project.added, error] });
};

test("an error that stays whatever is taken back takes back nothing", async () => {
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...FILES });
  const checker = createTypeChecker(root, Object.keys(FILES));
  const shown = withErrorIn(root, "bad.ts");
  const haunted: TypeChecker = {
    ...checker,
    examine: (texts, visit, which) => checker.examine(texts, (project) => visit(shown(project)), which),
    glance: (texts, near, visit) => checker.glance(texts, near, (project) => visit(shown(project))),
  };
  const result = await runTypedWave(haunted, [siteIn("open.ts")], HOST);
  expect(result!.takenBack).toEqual([]);
  expect([...result!.texts.keys()].sort()).toEqual(["open.ts", "use.ts"]);
});

test("a wrap that brings an error of its own takes back what it is for, and nothing else", async () => {
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...FILES });
  const checker = createTypeChecker(root, Object.keys(FILES));
  const result = await runTypedWave(checker, [siteIn("open.ts"), siteIn("bad.ts")], HOST);
  expect(result!.takenBack.map(({ file }) => file)).toEqual(["bad.ts"]);
  expect(Object.fromEntries(result!.texts)).toEqual({
    "open.ts": FILES["open.ts"]!.replace("string", "UserId"),
    "use.ts": FILES["use.ts"]!.replace('"u1"', 'UserId("u1")'),
  });
});

test("the default value of a parameter is wrapped", async () => {
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...FILES });
  const text = FILES["default.ts"]!;
  const start = text.indexOf("string = ");
  const site = { file: "default.ts", part: [start, start + "string".length], type: "UserId" } as const;
  const result = await runTypedWave(createTypeChecker(root, Object.keys(FILES)), [site], HOST);
  expect(Object.fromEntries(result!.texts)).toEqual({
    "default.ts": text.replace("string = make()", "UserId = UserId(make())"),
  });
});

test("a list that an asynchronous function returns is made of the type, and so are the values of objects in it", async () => {
  const text = [
    "interface Row { readonly id: string }",
    "declare const rows: readonly Row[];",
    "export async function userIds(): Promise<string[]> {",
    "  return rows.map((row) => row.id);",
    "}",
    "export async function users(): Promise<{ userId: string }[]> {",
    "  const found = rows.map((row) => ({ userId: row.id }));",
    "  return found;",
    "}",
  ].join("\n");
  const files = { "ids.ts": FILES["ids.ts"]!, "lists.ts": text };
  const sites = [...text.matchAll(/(?<=Promise<|userId: )string/gu)].map(({ index }) => ({
    ...{ file: "lists.ts", part: [index, index + "string".length] as const, type: "UserId" },
  }));
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host = { ...HOST, read: (file: string) => (files as Readonly<Record<string, string>>)[file] };
  const result = await runTypedWave(createTypeChecker(root, Object.keys(files)), sites, host);
  expect(result!.takenBack).toEqual([]);
  expect(result!.texts.get("lists.ts")).toBe(
    text
      .replace("Promise<string[]>", "Promise<UserId[]>")
      .replace("=> row.id", "=> UserId(row.id)")
      .replace("{ userId: string }", "{ userId: UserId }")
      .replace("userId: row.id", "userId: UserId(row.id)"),
  );
});

test("what goes to an overload is wrapped, whichever argument the error names", async () => {
  const files = {
    "ids.ts": FILES["ids.ts"]!,
    "open.ts": [
      "export interface Root { readonly id: string; readonly parent: Root | undefined }",
      "export interface Schema { readonly id: string; readonly type: string }",
      "export function open(root: Root, userIds?: string[]): void;",
      "export function open(root: Schema, userIds?: string[]): void;",
      "export function open(root: Root | Schema, userIds?: string[]): void {",
      "  void [root, userIds];",
      "}",
    ].join("\n"),
    "use.ts": ['import { open, type Root } from "./open.js";', "export const use = (root: Root) => open(root, [root.id]);"].join(
      "\n",
    ),
  };
  const sites = [...files["open.ts"].matchAll(/(?<=userIds\?: )string/gu)].map(({ index }) => ({
    ...{ file: "open.ts", part: [index, index + "string".length] as const, type: "UserId" },
  }));
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host = { ...HOST, read: (file: string) => (files as Readonly<Record<string, string>>)[file] };
  const result = await runTypedWave(createTypeChecker(root, Object.keys(files)), sites, host);
  expect(result!.takenBack).toEqual([]);
  expect(result!.texts.get("use.ts")).toBe(files["use.ts"].replace("[root.id]", "[UserId(root.id)]"));
});

test("a constant that holds a collection is made of the type", async () => {
  const files = {
    "ids.ts": FILES["ids.ts"]!,
    "open.ts": "export const close = (userIds: ReadonlySet<string>): number => userIds.size;\n",
    "use.ts": [
      'import { close } from "./open.js";',
      "export const use = (names: readonly string[], mayAdd: boolean) => {",
      '  const gone = new Set(names.filter((name) => name !== ""));',
      '  if (mayAdd) gone.add("u1");',
      "  return close(gone);",
      "};",
    ].join("\n"),
  };
  const start = files["open.ts"].indexOf("string");
  const site = { file: "open.ts", part: [start, start + "string".length], type: "UserId" } as const;
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host = {
    ...HOST,
    read: (file: string) => (files as Readonly<Record<string, string>>)[file],
    edit: (file: string, text: string, requests) => {
      const { edits, refused } = HOST.edit(file, text, requests);
      const lists = requests.filter((request) => request.kind === "wrap" && request.held.isList).map(({ range }) => range[0]);
      const mapped = ({ range }: { range: readonly [number, number] }) => `${text.slice(...range)}.map((each) => UserId(each))`;
      return { edits: edits.map((edit) => (lists.includes(edit.range[0]) ? { ...edit, text: mapped(edit) } : edit)), refused };
    },
  } satisfies WaveHost;
  const result = await runTypedWave(createTypeChecker(root, Object.keys(files)), [site], host);
  expect(result!.takenBack).toEqual([]);
  expect(result!.texts.get("use.ts")).toBe(
    files["use.ts"].replace('name !== "")', 'name !== "").map((each) => UserId(each))').replace('add("u1")', 'add(UserId("u1"))'),
  );
});

test("a wrap of what gets the type later goes", async () => {
  const files = {
    "ids.ts": FILES["ids.ts"]!,
    "open.ts": FILES["open.ts"]!,
    "use.ts": [
      'import { open } from "./open.js";',
      "interface Source { readonly userId: string }",
      "declare const source: Source;",
      "const pick = () => source.userId;",
      "open(pick());",
      "open(source.userId);",
      'open("u1");',
    ].join("\n"),
  };
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host = { ...HOST, read: (file: string) => (files as Readonly<Record<string, string>>)[file] };
  const result = await runTypedWave(createTypeChecker(root, Object.keys(files)), [siteIn("open.ts")], host);
  expect(result!.texts.get("use.ts")).toBe(
    files["use.ts"].replace("userId: string", "userId: UserId").replace('"u1"', 'UserId("u1")'),
  );
});

/** A core whose sources need a newer library than the projects that begin to import it know. */
const CORE = {
  "core/ids.ts":
    'export type UserId = string & { readonly brand: "UserId" };\nexport const last = (ids: readonly UserId[]) => ids.at(-1);\n',
  "core/use.ts": "export const open = (userId: string): number => userId.length;\n",
  "old/use.ts":
    "export const open = (userId: string): number => userId.length;\nexport const shut = (userId: string): void => void userId;\n",
  "old/more.ts": "export const close = (userId: string): number => userId.length;\n",
};
const withLib = (lib: string, include = ["."]) => ({ compilerOptions: { strict: true, types: [], lib: [lib] }, include });
const CORE_SITES = Object.entries(CORE).flatMap(([file, text]) =>
  [...text.matchAll(/(?<=userId: )string/gu)].map(({ index }) => ({ file, part: [index, index + 6] as const, type: "UserId" })),
);
const CORE_HOST: WaveHost = {
  ...HOST,
  read: (file) => (CORE as Readonly<Record<string, string>>)[file],
  edit: (_, __, requests) => ({
    edits: requests
      .map(({ range }) => ({ range, text: 'import("../core/ids.js").UserId' }))
      .sort((a, b) => a.range[0] - b.range[0]),
    refused: [],
  }),
};

test("an import that brings a file with errors into a project takes back what needs it there, and nothing else", async () => {
  const root = writeTree({ "core/tsconfig.json": withLib("ES2022"), "old/tsconfig.json": withLib("ES2015"), ...CORE });
  const result = await runTypedWave(createTypeChecker(root, Object.keys(CORE)), CORE_SITES, CORE_HOST);
  expect(result!.takenBack.map(({ file }) => file).sort()).toEqual(["old/more.ts", "old/use.ts", "old/use.ts"]);
  expect([...result!.texts.keys()]).toEqual(["core/use.ts"]);
});

test("an error that several projects show for different reasons is mended in each", async () => {
  const root = writeTree({
    "core/tsconfig.json": withLib("ES2022", [".", "../old"]),
    "old/tsconfig.json": withLib("ES2015", ["use.ts"]),
    "old/tsconfig.more.json": withLib("ES2015", ["more.ts"]),
    ...CORE,
  });
  const result = await runTypedWave(createTypeChecker(root, Object.keys(CORE)), CORE_SITES, CORE_HOST);
  expect([...result!.texts.keys()]).toEqual(["core/use.ts"]);
});

test("what needs an import that leads nowhere is taken back, and nothing else", async () => {
  const far = "export const far = (userId: string): string => userId;\n";
  const files: Readonly<Record<string, string>> = { ...FILES, "far.ts": far };
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host: WaveHost = {
    ...HOST,
    read: (file) => files[file],
    edit(file, text, requests) {
      const { edits, refused } = HOST.edit(file, text, requests);
      const isFar = file === "far.ts";
      return { edits: isFar ? [{ range: [0, 0], text: 'import "nowhere";\n' }, ...edits] : edits, refused };
    },
  };
  const start = far.indexOf("string");
  const farSite = { file: "far.ts", part: [start, start + "string".length], type: "UserId" } as const;
  const result = await runTypedWave(
    createTypeChecker(root, Object.keys(files)),
    [siteIn("open.ts"), siteIn("bad.ts"), farSite],
    host,
  );
  expect(result!.takenBack.map(({ file, reason }) => [file, reason.slice(0, 6)])).toEqual([
    ["bad.ts", "TS2304"],
    ["far.ts", "TS2882"],
  ]);
  expect([...result!.texts.keys()].sort()).toEqual(["open.ts", "use.ts"]);
});

test("what is likeliest to bring an error that stays goes alone, and not with all of the wave", async () => {
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...FILES });
  const checker = createTypeChecker(root, Object.keys(FILES));
  const shown = withErrorIn(root, "open.ts");
  const haunted: TypeChecker = {
    ...checker,
    examine: (texts, visit, which) =>
      checker.examine(texts, (project) => visit(texts.has("open.ts") ? shown(project) : project), which),
    glance: (texts, near, visit) => checker.glance(texts, near, (project) => visit(shown(project))),
  };
  const result = await runTypedWave(haunted, [siteIn("open.ts"), siteIn("bad.ts"), siteIn("default.ts")], HOST);
  expect(result!.takenBack.map(({ file }) => file)).toEqual(["bad.ts", "open.ts"]);
  expect([...result!.texts.keys()]).toEqual(["default.ts"]);
});

test("a parameter that its own function checks stays a text, whatever else is asked of it", async () => {
  const text = [
    "declare function isUserId<T extends string>(text: T): text is T & UserId;",
    "declare function isText(value: unknown): value is string;",
    "declare function isThere<T>(value: T | undefined): value is T;",
    "export function isFree(userId: string): boolean {",
    "  return !isUserId(userId);",
    "}",
    "export function find(userId: string): boolean {",
    "  return isText(userId) && isThere(userId);",
    "}",
  ].join("\n");
  const files = { "ids.ts": FILES["ids.ts"]!, "checks.ts": text };
  const sites = [...text.matchAll(/(?<=\(userId: )string/gu)].map(({ index }) => ({
    ...{ file: "checks.ts", part: [index, index + "string".length] as const, type: "UserId" },
  }));
  const root = writeTree({ "tsconfig.json": TSCONFIG, ...files });
  const host = { ...HOST, read: (file: string) => (files as Readonly<Record<string, string>>)[file] };
  const result = await runTypedWave(createTypeChecker(root, Object.keys(files)), sites, host);
  expect(result!.takenBack).toMatchObject([{ line: 4, reason: "its own function checks it: isUserId(userId)" }]);
  expect(result!.texts.get("checks.ts")).toBe(text.replace("find(userId: string)", "find(userId: UserId)"));
});
