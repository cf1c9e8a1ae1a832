import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";

const contract = (more: string): string => `---\n${more}\nrules:\n  no-raw-uuid: {}\n---\n`;
const PACKAGE = { "package.json": { godwit: {} } };

describe("godwit contracts graph", () => {
  test("draws which contract waits for which, by track, with status and risk", async () => {
    const root = writeTree({
      ...PACKAGE,
      "migrations/a.md": contract("title: First\nstatus: complete\ntrack: Data"),
      "migrations/b.md": contract("title: Second\ntrack: Data\nrisk: high\ndependsOn: [a, a]"),
      "migrations/c.md": contract("title: Third\nstatus: planned\ndependsOn: [a, b]"),
    });
    expect((await runGodwit(root, "contracts", "graph")).out).toBe(`flowchart LR
  subgraph t1 ["Data"]
    c1(["a<br/>First"])
    c2["b<br/>Second"]
  end
  c3[/"c<br/>Third"/]
  c1 --> c2
  c1 --> c3
  c2 --> c3
  classDef high stroke:#c77700,stroke-width:2px
  class c2 high
  classDef low stroke:#5c6570,stroke-width:2px
  class c3 low
`);
    const { out, code } = await runGodwit(root, "contracts", "graph", "--format", "dot");
    expect(code).toBe(0);
    expect(out).toContain('c2 [label="b\\nSecond", style=solid, color="#c77700"];');
    expect(out).toContain("c2 -> c3;");
    await runGodwit(root, "contracts", "graph", "-o", "graph.mmd");
    expect(readFileSync(path.join(root, "graph.mmd"), "utf8")).toMatch(/^flowchart LR\n/);
  });

  test("refuses contracts that wait for each other, with the way around", async () => {
    const root = writeTree({
      ...PACKAGE,
      "migrations/a.md": contract("title: A\ndependsOn: [c]"),
      "migrations/b.md": contract("title: B\ndependsOn: [a]"),
      "migrations/c.md": contract("title: C\ndependsOn: [b]"),
    });
    const { out, err, code } = await runGodwit(root, "contracts", "graph");
    expect([out, code]).toEqual(["", 2]);
    expect(err).toMatch(/migrations\/a\.md:3:\d+ The contracts wait for each other \(a → c → b → a\)/);
  });

  test("exits 2 where a contract could not be read, whose arrows may be missing", async () => {
    const root = writeTree({ ...PACKAGE, "migrations/a.md": contract("title: A"), "migrations/b.md": contract("title: [") });
    const { out, err, code } = await runGodwit(root, "contracts", "graph");
    expect(code).toBe(2);
    expect(err).toContain("migrations/b.md:2:");
    expect(out).toContain("a<br/>A");
  });

  test("keeps titles and tracks from being obeyed by either language", async () => {
    const bad = JSON.stringify('"]; x --> y\n click c1 "javascript:alert(1)" \\" <b> `#` \u202E');
    const root = writeTree({ ...PACKAGE, "migrations/a.md": contract(`title: ${bad}\ntrack: ${bad}`) });
    const mermaid = (await runGodwit(root, "contracts", "graph")).out;
    expect(mermaid.split("\n").filter((line) => /^\s*click|-->|javascript:alert\(/.test(line))).toEqual([]);
    expect(mermaid.match(/"/g)).toHaveLength(4);
    const dot = (await runGodwit(root, "contracts", "graph", "--format", "dot")).out;
    expect(dot.replaceAll(/"(?:\\.|[^"\\])*"/g, '""')).toBe(
      'digraph contracts {\n  rankdir=LR;\n  node [shape=box, fontname=sans-serif];\n  subgraph cluster_1 {\n    label="";\n    c1 [label="", style=solid, color=""];\n  }\n}\n',
    );
    expect(mermaid + dot).not.toMatch(/\u202E/);
  });
});
