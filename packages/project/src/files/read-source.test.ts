import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { MOST_BYTES, ReadingSpace } from "@godwit/core/disk";
import { afterAll, expect, test } from "vitest";
import { keepSource, readSource } from "./read-source.js";

const folder = mkdtempSync(path.join(tmpdir(), "godwit-read-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, bytes: Buffer | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

test("sets the byte order mark aside", () => {
  expect(readSource(written("bom.ts", "\uFEFFa"))).toMatchObject({ kind: "text", hasBom: true, text: "a" });
  expect(readSource(written("plain.ts", "aé"))).toMatchObject({ kind: "text", hasBom: false, text: "aé" });
});

test("takes a text with a NUL in a string", () => {
  expect(readSource(written("nul.ts", 'const key = "\0@other";'))).toMatchObject({ kind: "text" });
});

test("reads one file after the other into the same memory", () => {
  const space = new ReadingSpace();
  const large = "ä".repeat(100_000);
  const [first, second] = [written("first.ts", "first"), written("second.ts", large)];
  const read = readSource(first, space);
  const kept = read.kind === "text" ? keepSource(read) : undefined;
  expect(readSource(written("bom-in-space.ts", "\uFEFFa"), space)).toMatchObject({ hasBom: true, text: "a" });
  expect(readSource(second, space)).toMatchObject({ kind: "text", text: large });
  expect(readSource(written("empty.ts", ""), space)).toMatchObject({ kind: "text", text: "" });
  expect(kept?.text).toBe("first");
});

test("names what is no source text and still gives something to look for tokens in", () => {
  expect(readSource(written("binary.ts", Buffer.from([71, 0, 0xe9])))).toMatchObject({
    kind: "problem",
    code: "binary",
    scan: "G\0é",
  });
  expect(readSource(written("latin.ts", Buffer.from([97, 0xe9])))).toMatchObject({
    kind: "problem",
    code: "encoding",
    scan: "aé",
  });
  const utf16 = Buffer.from("\uFEFFuuid", "utf16le");
  expect(readSource(written("utf16.ts", utf16))).toMatchObject({ code: "encoding", scan: "\uFEFFuuid" });
});

test("does not parse files above 10 MB", () => {
  const file = written("large.ts", "uuid");
  truncateSync(file, MOST_BYTES.source + 1);
  expect(readSource(file)).toMatchObject({ kind: "problem", code: "too-large", scan: expect.stringContaining("uuid") as string });
});

test("tells a missing file from a loop of links, a folder and a pipe", () => {
  expect(readSource(path.join(folder, "none.ts"))).toEqual({ kind: "gone" });
  symlinkSync("loop.ts", path.join(folder, "loop.ts"));
  expect(readSource(path.join(folder, "loop.ts"))).toMatchObject({ code: "symlink-loop" });
  expect(readSource(folder)).toMatchObject({ code: "not-a-file" });
  execFileSync("env", ["mkfifo", path.join(folder, "pipe.ts")]);
  expect(readSource(path.join(folder, "pipe.ts"))).toMatchObject({ code: "not-a-file" });
});
