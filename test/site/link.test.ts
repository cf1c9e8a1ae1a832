import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LinkError, readLink, writeLink } from "../../docs/site/play/link.js";

const STATE = {
  files: new Map([
    ["migrations/a.md", "---\ntitle: Ä „quoted“ 🐦\n---\n"],
    ["src/a b.ts".replace(" ", "-"), "const a = `${1}`;\n"],
  ]),
  shown: "src/a-b.ts",
};

const packed = (data: unknown): string => `1.${deflateSync(JSON.stringify(data)).toString("base64url")}`;

async function faultOf(link: string): Promise<string> {
  const fault: unknown = await readLink(link).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(LinkError);
  return (fault as LinkError).message;
}

test("a link carries all files, and reads them back", async () => {
  expect(await readLink(await writeLink(STATE))).toEqual(STATE);
});

test("line ends are those of the editor", async () => {
  expect((await readLink(packed({ files: [["a.ts", "1\r\n2\r3\n"]] }))).files.get("a.ts")).toBe("1\n2\n3\n");
});

describe("a link is refused, with what to do,", () => {
  test("wherever it is cut", async () => {
    const link = await writeLink(STATE);
    for (let length = 2; length < link.length; length += 7) expect(await faultOf(link.slice(0, length))).toContain("damaged");
  });

  test("where one of its characters is another", async () => {
    const link = await writeLink(STATE);
    for (let at = 4; at < link.length; at += 11) {
      const changed = link.slice(0, at) + (link[at] === "A" ? "B" : "A") + link.slice(at + 1);
      const read = await readLink(changed).catch((error: unknown) => error);
      // The last character may hold bits that mean nothing.
      if (!(read instanceof LinkError)) expect(read).toEqual(STATE);
    }
  });

  test.each([
    ["of 5 MB", `1.${"A".repeat(5_000_000)}`, "5.0 MB, and at most 1 MB"],
    ["that unpacks to gigabytes", `1.${deflateSync(Buffer.alloc(300_000_000)).toString("base64url")}`, "more than 4.0 MB"],
    ["with too much text", packed({ files: [["a.ts", "a".repeat(2_500_000)]] }), "have 2.5 MB"],
    ["of another version", "2.abc", "newer version"],
    ["with other characters", "1.%%%<script>", "damaged"],
    ["that is no JSON", `1.${deflateSync("{").toString("base64url")}`, "damaged"],
    ["with no files", packed({ files: [] }), "something else"],
    ["with null", packed(null), "something else"],
    ["with files as an object", packed({ files: { "a.ts": "" } }), "something else"],
    ["with a text that is none", packed({ files: [["a.ts", 1]] }), "something else"],
    ["with a path out of the project", packed({ files: [["../a.ts", ""]] }), "something else"],
    ["with a path through it", packed({ files: [["src/../../a.ts", ""]] }), "something else"],
    ["with an absolute path", packed({ files: [["/etc/passwd", ""]] }), "something else"],
    ["with HTML in a path", packed({ files: [["<img src=x onerror=alert(1)>.ts", ""]] }), "something else"],
    ["with a control character in a path", packed({ files: [["a\u202e.ts", ""]] }), "something else"],
    ["with a thousand files", packed({ files: Array.from({ length: 1000 }, (_, n) => [`${n}.ts`, ""]) }), "something else"],
  ])("%s", async (_, link, message) => {
    expect(await faultOf(link)).toContain(message);
  });

  test("deep in brackets", async () => {
    const link = `1.${deflateSync("[".repeat(1_000_000) + "]".repeat(1_000_000)).toString("base64url")}`;
    expect(await faultOf(link)).toMatch(/damaged|something else/);
  });
});

test("names that objects have by themselves are files like others", async () => {
  const { files } = await readLink(
    packed({
      files: [
        ["__proto__", "a"],
        ["constructor", "b"],
      ],
    }),
  );
  expect([...files]).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
  expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
});
