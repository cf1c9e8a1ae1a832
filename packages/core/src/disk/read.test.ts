import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FileError, type FileFault } from "./file-error.js";
import { findUnreadable } from "./look.js";
import { findText, MOST_BYTES, readBytes, ReadingSpace, readText, type FileKind } from "./read.js";

const folder = mkdtempSync(path.join(tmpdir(), "godwit-read-"));
const at = (name: string): string => path.join(folder, name);
beforeAll(() => {
  execFileSync("env", ["mkfifo", at("pipe")]);
  mkdirSync(at("folder"));
  symlinkSync("/dev/zero", at("zero"));
  symlinkSync("pipe", at("to-pipe"));
  symlinkSync("loop", at("loop"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function faultOf(name: string, kind: FileKind = "settings"): FileFault | undefined {
  try {
    readText(at(name), kind);
  } catch (error) {
    return error instanceof FileError ? error.fault : undefined;
  }
  return undefined;
}

test.each<[string, FileFault]>([
  ["pipe", "special"],
  ["to-pipe", "special"],
  ["zero", "special"],
  ["folder", "folder"],
  ["loop", "link-loop"],
  ["none", "missing"],
])("never waits for %s, but says that it is %s", (name, fault) => {
  expect(faultOf(name)).toBe(fault);
  expect(findText(at(name), "settings")).toBeUndefined();
  expect(findUnreadable(at(name), "settings")?.fault).toBe(fault === "special" ? "special" : undefined);
});

test("reads no more than a file of its kind may have", () => {
  for (const kind of ["contract", "settings", "source", "baseline"] as const) {
    const name = `${kind}.txt`;
    writeFileSync(at(name), "a");
    truncateSync(at(name), MOST_BYTES[kind]);
    expect(readBytes(at(name), kind)).toHaveLength(MOST_BYTES[kind]);
    expect(findUnreadable(at(name), kind)).toBeUndefined();
    truncateSync(at(name), MOST_BYTES[kind] + 1);
    expect(faultOf(name, kind)).toBe("too-large");
    expect(findUnreadable(at(name), kind)?.fault).toBe("too-large");
    rmSync(at(name));
  }
});

test("reads a file of which the system does not say how large it is", () => {
  expect(readText("/proc/self/status", "settings")).toContain("Pid:");
});

test("reads a file that has grown larger than the space meanwhile", () => {
  const space = new ReadingSpace();
  writeFileSync(at("small.txt"), "small");
  writeFileSync(at("large.txt"), "x".repeat(200_000));
  expect(readBytes(at("small.txt"), "source", space).toString()).toBe("small");
  expect(readBytes(at("large.txt"), "source", space)).toHaveLength(200_000);
  expect(readBytes(at("small.txt"), "source", space).toString()).toBe("small");
});
