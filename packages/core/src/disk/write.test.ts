import { execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendDurably, dropTemporaries, makeFolder, removeFile, replaceFile, writeWhole } from "./write.js";
import { FileError, type FileFault } from "./file-error.js";

let base: string;
let root: string;
let file: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-write-")));
  root = path.join(base, "root");
  file = path.join(root, "a.ts");
  mkdirSync(path.join(base, "outside"));
  mkdirSync(root);
  writeFileSync(file, "old");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const replace = (target = file): boolean =>
  replaceFile(target, { expected: Buffer.from("old"), bytes: Buffer.from("new"), root });

function faultOf(write: () => unknown): FileFault | undefined {
  try {
    write();
  } catch (error) {
    return error instanceof FileError ? error.fault : undefined;
  }
  return undefined;
}

test("replaces the bytes and keeps the mode, with nothing left over", () => {
  chmodSync(file, 0o755);
  expect(replace()).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o755);
  expect(readdirSync(root)).toEqual(["a.ts"]);
});

test("leaves a file alone that changed meanwhile", () => {
  writeFileSync(file, "theirs");
  expect(replace()).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(readdirSync(root)).toEqual(["a.ts"]);
});

test("replaces a file whose name is as long as the disk allows", () => {
  const long = path.join(root, `${"n".repeat(252)}.ts`);
  writeFileSync(long, "old");
  expect(replace(long)).toBe(true);
  expect(readFileSync(long, "utf8")).toBe("new");
});

test("writes nothing through a folder that has become a link out of the root", () => {
  writeFileSync(path.join(base, "outside/b.ts"), "old");
  symlinkSync(path.join(base, "outside"), path.join(root, "src"));
  expect(faultOf(() => replace(path.join(root, "src/b.ts")))).toBe("outside");
  expect(faultOf(() => writeWhole(path.join(root, "src/new.ts"), "new", { root }))).toBe("outside");
  expect(faultOf(() => makeFolder(path.join(root, "src/deep/folder"), root))).toBe("outside");
  expect(faultOf(() => removeFile(path.join(root, "src/b.ts"), root))).toBe("outside");
  expect(readdirSync(path.join(base, "outside"))).toEqual(["b.ts"]);
  expect(readFileSync(path.join(base, "outside/b.ts"), "utf8")).toBe("old");
});

test("writes through a folder that is a link inside the root", () => {
  mkdirSync(path.join(root, "real"));
  writeFileSync(path.join(root, "real/b.ts"), "old");
  symlinkSync("real", path.join(root, "linked"));
  expect(replace(path.join(root, "linked/b.ts"))).toBe(true);
});

test("replaces no link, and no file with a second name", () => {
  symlinkSync("a.ts", path.join(root, "link.ts"));
  expect(faultOf(() => replace(path.join(root, "link.ts")))).toBe("link");
  linkSync(file, path.join(base, "outside/second.ts"));
  const { ino } = statSync(file);
  expect(faultOf(replace)).toBe("hard-link");
  expect(statSync(file).ino).toBe(ino);
  expect(readFileSync(path.join(base, "outside/second.ts"), "utf8")).toBe("old");
  // What can be made again is another matter: a cache in a copy that shares its files.
  writeWhole(file, "new", { isDurable: false });
  expect([file, path.join(base, "outside/second.ts")].map((each) => readFileSync(each, "utf8"))).toEqual(["new", "old"]);
});

test("replaces no file that nobody may write, even as the superuser", () => {
  chmodSync(file, 0o444);
  expect(faultOf(replace)).toBe("read-only");
  expect(faultOf(() => writeWhole(file, "new"))).toBe("read-only");
  expect(readFileSync(file, "utf8")).toBe("old");
});

test("writes to nothing that is no regular file", () => {
  const pipe = path.join(root, "pipe");
  execFileSync("env", ["mkfifo", pipe]);
  expect(faultOf(() => writeWhole(pipe, "new"))).toBe("special");
  expect(faultOf(() => appendDurably(pipe, Buffer.from("new")))).toBe("special");
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(faultOf(() => appendDurably("/dev/null", Buffer.from("new")))).toBe("special");
});

test("removes what a write that was cut off left beside the same file, and nothing else", () => {
  const left = temporaryName();
  writeFileSync(path.join(root, left), "half");
  writeFileSync(path.join(root, ".godwit-other"), "");
  dropTemporaries(path.join(root, "b.ts"));
  expect(readdirSync(root).sort()).toEqual([left, ".godwit-other", "a.ts"].sort());
  dropTemporaries(file);
  expect(readdirSync(root).sort()).toEqual([".godwit-other", "a.ts"]);
});

/** The name of the temporary file that a write makes, seen while its folder takes no second name for it. */
function temporaryName(): string {
  const script = `
    const { writeWhole } = await import(process.argv[1]);
    const fs = (await import("node:fs")).default;
    const { syncBuiltinESMExports } = await import("node:module");
    fs.renameSync = (from) => { process.stdout.write(from); process.exit(0); };
    syncBuiltinESMExports();
    writeWhole(process.argv[2], "new");`;
  const entry = path.join(import.meta.dirname, "../../dist/disk/index.js");
  const copy = path.join(base, "copy");
  mkdirSync(copy);
  const args = ["--input-type=module", "--eval", script, entry, path.join(copy, "a.ts")];
  return path.basename(execFileSync(process.execPath, args, { encoding: "utf8" }));
}
