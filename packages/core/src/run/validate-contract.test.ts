import { parseContract } from "../contracts/index.js";
import { ruleDescriptions } from "../rules/index.js";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { createEngine } from "./create-engine.js";

/** The problems that the engine finds in a contract, as `line:column code`; lines count from the front matter. */
function problemsOf(frontMatter: string, files: Record<string, string> = {}): { places: string[]; messages: string[] } {
  const parsed = parseContract(`---\n${frontMatter}\n---\n`, { id: "case", file: "migrations/case.md" }, ruleDescriptions);
  const contract = parsed.contract ?? parsed.draft;
  if (!contract) throw new Error(parsed.problems.map((problem) => problem.message).join("\n"));
  const problems = createEngine({ root: writeTree(files), host: { parse: parseWithOxc } }).validate(contract);
  return {
    places: problems.map(({ line, column, code }) => `${line - 1}:${column} ${code}`),
    messages: problems.map((problem) => problem.message),
  };
}

describe("what only a parser and a resolver can see in a contract", () => {
  it("looks through a contract whose options lack what they must have", () => {
    const lacking = (rule: string) => problemsOf(`title: T\nrules:\n  ${rule}`).places;
    expect(lacking("no-deprecated-call: { replace: [] }")).toEqual([]);
    expect(lacking("no-deprecated-call: { replace: [{ with: gone() }] }")).toEqual([]);
    expect(lacking("no-duplicate-type: {}")).toEqual([]);
    expect(lacking("no-string-id: [{ names: id }]")).toEqual([]);
  });

  it("is a template that is no expression", () => {
    const { places, messages } = problemsOf("title: T\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newId(\n");
    expect(places).toEqual(["5:15 template-syntax"]);
    expect(messages[0]).toContain('"newId(" is not a TypeScript expression');
  });

  it("is a comment that would hide the code behind the replacement", () => {
    const of = (written: string) =>
      problemsOf(`title: T\nrules:\n  no-raw-uuid:\n    replace:\n      - with: ${JSON.stringify(written)}\n`);
    expect(of("String(1) // new").messages[0]).toContain('a comment at its end would hide the code behind it (at "// new")');
    expect(of("String( // new\n  1)").places).toEqual([]);
    expect(of("String(1) /* new */").places).toEqual([]);
    expect(of("String('//')").places).toEqual([]);
  });

  it("is a pattern that fits every expression of its shape", () => {
    const front =
      'title: T\nrules:\n  no-deprecated-call:\n    replace:\n      - match: "new $x($$$_)"\n      - match: "$x.send($y)"\n      - match: "$x as Id"\n';
    const { places, messages } = problemsOf(front);
    expect(places.filter((place) => place.endsWith("matches-everything"))).toEqual(["5:16 matches-everything"]);
    expect(messages.join()).toContain("Write the name of what is replaced.");
  });

  it("is a pattern with two holes for any number of items in one list", () => {
    const of = (match: string) =>
      problemsOf(`title: T\nrules:\n  no-deprecated-call:\n    replace:\n      - match: "${match}"\n`).places;
    for (const match of [
      "old($$$a, 1, $$$b)",
      "old({ $$$a, x: 1, ...$$$_ })",
      "old([$$$_, $$$_])",
      "<Old $$$a {...$$$b} />",
      "<Old>{$$$a}<b />{$$$b}</Old>",
    ])
      expect(of(match), match).toEqual(["5:16 two-list-holes"]);
    expect(of("<Old $$$a>$$$b</Old>")).toEqual([]);
    expect(of("old({ $$$a }, $$$b)")).toEqual([]);
  });

  describe("is code that can't be where it is written:", () => {
    const problemsWith = (written: string, match: string) =>
      problemsOf(
        `title: T\nrules:\n  no-deprecated-call:\n    replace:\n      - match: ${JSON.stringify(match)}\n        with: ${JSON.stringify(written)}\n`,
      );
    const of = (written: string, match = "old($x, $$$all)") => problemsWith(written, match).places;

    it.each([
      "$$$all",
      "$$$other",
      "($$$all)",
      "$$$all.length",
      "`${$$$all}`",
      "-$$$all",
      "[$x][$$$all]",
      "{ [$$$all]: 1 }",
      "<a b={$$$all} />",
    ])("any number of nodes in %s, where one is needed", (written) => expect(of(written)).toEqual(["6:15 misplaced-list"]));

    it("a hole as a type", () => {
      expect(of("String<$x>($x)")).toEqual(["6:15 misplaced-hole"]);
      expect(of("String($x)", "old<{ key: $T }>($x)")).toEqual(["5:16 misplaced-hole"]);
      expect(of("String($x as string)", "old<string>($x)")).toEqual([]);
    });

    it.each([
      "String($$$all)",
      "[$$$all]",
      "[...$$$all]",
      "{ $$$all }",
      "new URL($$$all)",
      "<a $$$all />",
      "<a>{$$$all}</a>",
      "$$$all => 1",
    ])("not in %s", (written) => expect(of(written, "old($x)").filter((place) => place.includes("misplaced"))).toEqual([]));

    it.each([
      ["old($$$all)", "String({ $$$all })", "arguments", "properties"],
      ["old($$$all)", "String({ ...$$$all })", "arguments", "properties"],
      ["[old, $$$all]", "<a>{$$$all}</a>", "arguments", "what is between tags"],
      ["old($$$all)", "<a $$$all />", "arguments", "attributes"],
      ["old({ $$$all })", "String($$$all)", "properties", "arguments"],
      ["old({ $$$all })", "[...$$$all]", "properties", "arguments"],
      ["old({ $$$all })", "<a {...$$$all} />", "properties", "attributes"],
      ["<Old $$$all />", "String({ $$$all })", "attributes", "properties"],
      ["<Old $$$all />", "<a>$$$all</a>", "attributes", "what is between tags"],
      ["<Old>$$$all</Old>", "String($$$all)", "what is between tags", "arguments"],
      ["<Old>{$$$all}</Old>", "<a $$$all />", "what is between tags", "attributes"],
    ])("what %s takes in %s, among other things", (match, written, took, among) => {
      const { places, messages } = problemsWith(written, match);
      expect(places).toEqual(["6:15 misplaced-list"]);
      expect(messages[0]).toContain(
        `takes ${took} in ${JSON.stringify(match)}, and ${JSON.stringify(written)} has it among ${among}.`,
      );
    });

    it.each([
      ["old($$$all)", "String($all + 1)"],
      ["old($$$all)", "String({ $all })"],
      ["old({ $$$all })", "String({ a: $all })"],
      ["<Old>$$$all</Old>", "<a>{$all}</a>"],
    ])("any number of nodes of %s in %s, as if it were one", (match, written) => {
      const { places, messages } = problemsWith(written, match);
      expect(places).toEqual(["6:15 misplaced-list"]);
      expect(messages[0]).toContain("has it where one node is needed.");
    });

    it.each([
      ["old($$$all)", "[$$$all]"],
      ["old($$$all)", "String($all)"],
      ["old($$$all)", "new URL(...$$$all)"],
      ["old({ $$$all })", "String({ a: 1, ...$$$all })"],
      ["<Old {...$$$all} />", "<a $$$all />"],
      ["<Old>{$$$all}</Old>", "<a>$all</a>"],
      ["old(($$$all) => $x)", "($$$all) => String($$$all)"],
      ["old([$$$all], { $$$more })", "String({ $$$more }, $$$all)"],
    ])("not what %s takes in %s", (match, written) =>
      expect(of(written, match).filter((place) => place.includes("misplaced"))).toEqual([]),
    );

    it.each([
      "super.x",
      "super()",
      "() => super.x",
      "this.#x",
      "#x in $x",
      "(a = await $x) => a",
      "class { static { await $x } }",
      "function () { return super.x }",
      "yield $x",
      "async () => { yield $x }",
      "String(arguments)",
      "() => arguments[0]",
      "{ x: arguments }",
      "new.target",
      "() => new.target",
      "() => { break; }",
      "() => { for (;;) (() => { continue; })(); }",
      "() => { a: for (;;) break b; }",
      "() => { return; await $x }",
      "async () => () => { await using a = $x }",
      "class { x = await $x }",
    ])("a word that works only elsewhere in %s", (written) =>
      expect(of(written)[0]).toMatch(/^6:15 (?:misplaced-word|template-syntax)$/),
    );

    it.each([
      "class { #x = 1; m() { return this.#x + super.toString(); } }",
      "{ m() { return super.toString(); } }",
      "await $x",
      "async () => await $x",
      "function* () { yield $x }",
      "function () { return arguments }",
      "function () { return () => new.target }",
      "$x.arguments",
      "{ arguments: $x }",
      "() => { for (;;) { if ($x) break; else continue; } }",
      "() => { a: { break a; } }",
      "() => { switch ($x) { default: break; } }",
      "class { [await $x] = 1 }",
      "async () => { for await (const a of $x) { await using b = a } }",
    ])("not in %s", (written) => expect(of(written)).toEqual([]));

    it("not where the pattern has it too", () => {
      expect(of("super.fresh($x)", "super.old($x)")).toEqual([]);
      expect(of("this.#old.fresh", "this.#old.stale")).toEqual([]);
      expect(of("this.#fresh", "this.#old")).toEqual(["6:15 misplaced-word"]);
      expect(of("String(...arguments)", "old(...arguments)")).toEqual([]);
    });
  });

  it("is a replacement that is reported and replaced again", () => {
    const raw = (written: string) =>
      problemsOf(`title: T\nrules:\n  no-raw-uuid:\n    replace: [{ with: "${written}" }]\n`).places;
    expect(raw("crypto.randomUUID()")).toEqual(["4:23 never-ends"]);
    expect(raw("String(1)")).toEqual([]);
    const singleton = (written: string) =>
      problemsOf(
        `title: T\nimports: { Old: ./old.ts }\nrules:\n  no-singleton-access:\n    replace: [{ match: Old.getInstance(), with: ${written} }]\n`,
        { "old.ts": "export class Old { static getInstance() { return new Old(); } }" },
      ).places;
    expect(singleton("String($value)")).toEqual(["5:49 never-ends"]);
    expect(singleton("String(1)")).toEqual([]);
    expect(raw("String($value)")).toEqual(["4:23 never-ends"]);
    expect(raw("`${($value).slice(0)}`")).toEqual(["4:23 never-ends"]);
  });

  it("is a hole that nothing binds, as a warning", () => {
    const front = "title: T\nimports: { newId: ./ids.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newId($owner)\n";
    expect(problemsOf(front, { "ids.ts": "export const newId = (x: string) => x;" }).places).toEqual(["6:15 unbound-hole"]);
  });

  it("is a hole with a slip in it, or one written as other tools write theirs", () => {
    const messageOf = (written: string) =>
      problemsOf(`title: T\nimports: { newId: ./ids.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: "${written}"\n`, {
        "ids.ts": "export const newId = (x: string) => x;",
      }).messages;
    expect(messageOf("newId($entitty)")).toEqual([expect.stringContaining('Did you mean "entity"?')]);
    expect(messageOf("newId({{ entity }})")).toEqual([expect.stringContaining("A hole is written $entity.")]);
  });

  it("is a free name that is neither declared nor a global, with the nearest declared one", () => {
    const front = "title: T\nimports: { newId: ./ids.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newID()\n";
    const { places, messages } = problemsOf(front, { "ids.ts": "export const newId = () => 1;" });
    expect(places).toEqual(["6:15 unknown-name"]);
    expect(messages[0]).toContain('Did you mean "newId"?');
  });

  it("is a hole that lacks its $", () => {
    const messagesOf = (rule: string) => problemsOf(`title: T\nimports: { g: ./g.ts }\nrules: { ${rule} }\n`, G).messages;
    const G = { "g.ts": "export const g = (x: unknown) => x;" };
    expect(messagesOf("no-deprecated-call: { replace: [{ match: old($x), with: g(x) }] }")).toEqual([
      "x is neither declared in imports nor a global. Did you mean $x?",
    ]);
    expect(messagesOf("no-raw-uuid: { replace: [{ with: g(entity) }] }")).toEqual([
      "entity is neither declared in imports nor a global. Did you mean $entity?",
    ]);
    expect(messagesOf("no-deprecated-call: { replace: [{ match: old($test), with: g(test) }] }")).toEqual([
      "test is neither declared in imports nor a global. Did you mean $test?",
    ]);
  });

  it("is no global of a test runner", () => {
    const front =
      "title: T\nrules: { no-deprecated-call: { replace: [{ match: expect($x).toEqual(true), with: expect($x).toBe(true) }] } }\n";
    expect(problemsOf(front, {}).messages).toEqual([]);
  });

  it("is a file that is written like a module of a package", () => {
    const move = (from: string, to: string) =>
      problemsOf(`title: T\nrules:\n  no-deprecated-import:\n    - { from: ${from}, to: ${to} }\n`, {
        "src/old/f.ts": "export const f = 1;",
        "src/new/g.ts": "export const f = 1;",
      });
    const { places, messages } = move("src/old/f.ts", "src/new/g.ts");
    expect(places).toEqual(["4:15 bad-module", "4:33 bad-module"]);
    expect(messages[0]).toBe("src/old/f.ts reads as a package; write ./src/old/f.ts for the file of the repository.");
    expect(move("pkg/src/f.ts", "./src/new/g.ts").places).toEqual([]);
  });

  it("is a name that means a file's one default export", () => {
    const option = 'rules:\n  no-deprecated-call: { replace: [{ match: "Modal($x, 1)", with: "Modal($x)" }] }\n';
    const { messages } = problemsOf(`title: T\nimports: { Modal: ./src/modal.js }\n${option}`, {
      "src/modal.js": "const Modal = () => null;\nexport default Modal;\n",
    });
    const way = "It has only a default export: write ./src/modal.js#default.";
    expect(messages).toEqual([`./src/modal.js has no export Modal. ${way}`]);
  });

  it("is no name that imports declare with a fault, which is told by itself", () => {
    const front = 'title: T\nimports: { newId: src/ids.ts }\nrules:\n  no-raw-uuid: { replace: [{ with: "newId()" }] }\n';
    expect(problemsOf(front).places).toEqual([]);
  });

  it("is no global of the language, of Node or of browsers", () => {
    const problems = (written: string) =>
      problemsOf(`title: T\nrules: { no-deprecated-call: { replace: [{ match: old($x), with: "${written}" }] } }\n`, {}).places;
    expect(problems("new TypeError($x)")).toEqual([]);
    expect(problems("new EventTarget($x, __dirname, localStorage)")).toEqual([]);
    expect(problems("track(status)")).toEqual(["2:66 unknown-name", "2:66 unknown-name"]);
    expect(problems("track(track($x))")).toEqual(["2:66 unknown-name"]);
  });

  it("is a missing module or export behind a name that a replacement uses, but not behind one that is only matched", () => {
    const front = [
      "title: T",
      "imports:",
      "  Old: ./gone.ts",
      "  made: ./ids.ts#make",
      "  lost: ./lost.ts",
      "rules:",
      "  no-singleton-access:",
      "    replace:",
      "      - { match: Old.getInstance(), with: made(lost) }",
    ].join("\n");
    expect(problemsOf(front, { "ids.ts": "export const other = 1;" }).places.sort()).toEqual([
      "4:9 missing-export",
      "5:9 missing-module",
    ]);
    expect(problemsOf(front, { "ids.ts": "export const mak = 1;", "lost.ts": "export const lost = 1;" }).messages).toEqual([
      './ids.ts has no export make. Did you mean "mak"?',
    ]);
    expect(problemsOf(front, { "ids.ts": "export const make = 1;", "lost.tsx": "export const lost = 1;" }).messages).toEqual([
      "./lost.ts is not there. Did you mean ./lost.tsx?",
    ]);
  });

  it("is an export that is only a type, where a replacement needs a value", () => {
    const front = (written: string): string =>
      `title: T\nimports: { Id: ./ids.ts, Gone: ./ids.ts, made: ./ids.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: ${written}\n`;
    const files = {
      "ids.ts": 'export type Id = string;\nexport type * from "./generated.js";\nexport const made = (id: string) => id;\n',
    };
    expect(problemsOf(front("Id()"), files).messages).toEqual([
      "./ids.ts exports no value Id, which the replacement needs. Write the name of one.",
    ]);
    expect(problemsOf(front("Gone()"), files).places).toEqual(["2:32 missing-export"]);
    expect(problemsOf(front("made($name as Id)"), files).places).toEqual([]);
  });

  it("is a destination that is not there", () => {
    const front =
      "title: T\nrules:\n  no-deprecated-import:\n    - { from: ./a.ts, to: ./b.ts }\n    - { from: ./a.ts, name: x, to: ./c.ts, as: y }\n    - { from: ./c.ts, name: x, as: z }\n";
    expect(problemsOf(front, { "c.ts": "export const x = 1;" }).places).toEqual([
      "4:27 missing-module",
      "5:36 missing-export",
      "6:36 missing-export",
    ]);
  });

  it("is seen in a contract that has other errors too", () => {
    const front = "titel: T\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newId(\n";
    expect(problemsOf(front).places).toEqual(["5:15 template-syntax"]);
  });
});

describe("members that a replacement names", () => {
  const of = (written: string) =>
    problemsOf(
      `title: T\nimports: { Gen: ./src/gen.ts, Kind: ./src/gen.ts, newId: ./src/gen.ts, made: ./src/gen.ts, Sub: ./src/gen.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: ${written}\n`,
      {
        "src/gen.ts":
          "export class Gen { static makeId(of: string) { return of; } own() {} }\nexport enum Kind { User }\nexport function newId(of: string) { return of; }\nexport const made = Object.assign(old, { of: 1 });\nexport class Sub extends Gen {}\nexport function old() {}\nold.name2 = 1;\n",
      },
    ).messages;

  it("are an error where they are not there", () => {
    expect(of('Gen.makeIdd("user")')).toEqual(['Gen has no member makeIdd. Did you mean "makeId"? Write one that it has.']);
    expect(of("Gen.own()")).toEqual(["Gen has no member own. Write one that it has."]);
    expect(of("newId(Kind.Usr)")).toEqual(['Kind has no member Usr. Did you mean "User"? Write one that it has.']);
    expect(of('newId.of("user")')).toEqual(["newId has no member of. Write one that it has."]);
  });

  it("are none where they are, or may be", () => {
    for (const written of ["Gen.makeId(Kind.User)", "newId.call(null, Kind.User)", "made.of()", "Sub.makeIdd()"])
      expect([written, of(written)]).toEqual([written, []]);
  });
});

describe("a destination by an alias", () => {
  it("is an error where it is not there, or lacks the name", () => {
    const of = (entry: string) =>
      problemsOf(`title: T\nrules:\n  no-deprecated-import:\n    - ${entry}\n`, {
        "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
        "src/new/thing.ts": "export const a = 1;\n",
      }).messages;
    expect(of('{ from: "@/old", to: "@/new/thng" }')).toEqual([expect.stringContaining("@/new/thng is not there.")]);
    expect(of('{ from: "@/old", name: b, to: "@/new/thing" }')).toEqual([
      expect.stringContaining("@/new/thing has no export b."),
    ]);
    expect(of('{ from: "@/old", name: a, to: "@/new/thing" }')).toEqual([]);
  });
});
