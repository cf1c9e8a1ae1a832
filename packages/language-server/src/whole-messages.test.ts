import { expect, test } from "vitest";
import { wholeMessages } from "./index.js";

const message = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** What comes out of chunks of some bytes each, and what was complained about. */
function pass(text: string, size: number): { readonly out: string; readonly complaints: readonly string[] } {
  const complaints: string[] = [];
  const stream = wholeMessages((sentence) => complaints.push(sentence));
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) stream.write(bytes.subarray(start, start + size));
  return { out: String(stream.read() ?? ""), complaints };
}

test.each([1, 7, 10_000])("messages pass in chunks of %i bytes, whatever else is in their header", (size) => {
  const typed = message('{"ä":"\\r\\n\\r\\n"}').replace("Content-Length", "Content-Type: x\r\ncontent-length");
  const { out, complaints } = pass(message("{}") + typed, size);
  expect(out).toBe(message("{}") + message('{"ä":"\\r\\n\\r\\n"}'));
  expect(complaints).toEqual([]);
});

test.each([
  "Content-Length: abc\r\n\r\n{}",
  "Content-Length: -5\r\n\r\n",
  "Content-Length: 99999999999999\r\n\r\n",
  "no header at all\r\n\r\n",
  "Content-Length: 12abc\r\n\r\n",
  "x".repeat(5_000),
])("what follows a header that can't be read still passes: %j", (bad) => {
  for (const size of [1_000, 100_000]) {
    const { out, complaints } = pass(`${message("1")}${bad}`, size);
    expect(out).toBe(message("1"));
    expect(complaints.length).toBeGreaterThan(0);
    expect(pass(`${bad}${message("[2]")}${message("[3]")}`, size).out).toContain(message("[3]"));
  }
});
