import { execFileSync } from "node:child_process";
import { utimesSync } from "node:fs";
import path from "node:path";
import { applyTextEdits } from "@godwit/core/engine";
import { afterEach, describe, expect, test } from "vitest";
import { openProject, type TestDocument, type TestProject } from "../../test-support/open-project.js";
import {
  actionsAt,
  completionPolicy,
  diagnosticsOf,
  findingsOf,
  fixAllOf,
  hoverAt,
  hoverOfName,
  inlayHintsIn,
  ProjectScan,
  type SiteAction,
} from "./index.js";

const CONTRACT = `---
title: One *ID* generator
why: IDs of one format keep sessions apart.
imports: { newId: ./src/new-id.ts, getStore: ./src/store.ts }
rules:
  no-raw-uuid: { replace: [{ with: newId($entity) }] }
  no-deprecated-import: [{ from: ./src/old.ts, to: ./src/new-id.ts }, { from: "./src/legacy/**", to: ./src/new-id.ts }]
phases:
  - { name: Core, files: [src/core/**], severity: warn, due: 2027-01-31, allow: 2 }
---

<img src=x> Ask *first*.
`;
const RAW = 'import { v4 } from "uuid";\nexport const userId = v4();\n';

let project: TestProject | undefined;
afterEach(() => {
  project?.remove(".");
  project = undefined;
});

function open(files: Readonly<Record<string, string>> = {}): TestProject {
  return (project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/ids.md": CONTRACT,
    "src/new-id.ts": "export const newId = (entity: string): string => entity;\n",
    "src/store.ts": "export const getStore = (): string => '';\n",
    ...files,
  }));
}

function reported(document: TestDocument): string[] {
  const findings = findingsOf(project!.workspace, document);
  return findings ? diagnosticsOf(findings).map(({ id, severity, message }) => `${severity} ${id} ${message}`) : [];
}

describe("findings", () => {
  test("follow a contract that is written again in the same tick of the clock, with as many letters, in the same place", () => {
    const { workspace, document, root, write } = open();
    const file = path.join(root, "migrations/ids.md");
    const now = new Date();
    utimesSync(file, now, now);
    expect(reported(document("src/a.ts", RAW))[0]).toContain("error ids/no-raw-uuid");
    write("migrations/ids.md", CONTRACT.replace("with: newId($entity)", "with: newId('same') "));
    utimesSync(file, now, now);
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))[0]).toContain('newId("same")');
  });

  test("follow a contract that is written while it is being read", () => {
    const { workspace, document, write, whileParsing } = open();
    whileParsing(() => write("migrations/ids.md", CONTRACT.replace("newId($entity)", "getStore()")));
    reported(document("src/a.ts", RAW));
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))[0]).toContain("getStore()");
  });

  test("are none once the contract goes, even where it goes while it is being read", () => {
    const { workspace, document, remove, whileParsing } = open();
    whileParsing(() => remove("migrations/ids.md"));
    reported(document("src/a.ts", RAW));
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))).toEqual([]);
  });

  test("come with the phase's severity and the contract's place", () => {
    const { workspace, document, root } = open();
    const [diagnostic] = diagnosticsOf(findingsOf(workspace, document("src/core/a.ts", RAW))!);
    expect(diagnostic).toMatchObject({ id: "ids/no-raw-uuid", severity: "warn", isDeprecated: false, span: [49, 53] });
    expect(diagnostic!.contract).toMatchObject({ path: `${root}/migrations/ids.md`, line: 6 });
    expect(CONTRACT.slice(diagnostic!.contract.offset)).toMatch(/^\{ with: newId/);
    expect(reported(document("src/a.ts", RAW))[0]).toMatch(/^error /);
  });

  test("know what the baseline tolerates, and follow a change of it", () => {
    const { document, write, workspace } = open();
    const known = (): boolean[] => diagnosticsOf(findingsOf(workspace, document("src/a.ts", RAW))!).map(({ isKnown }) => isKnown);
    expect(known()).toEqual([false]);
    write("migrations/.baseline/ids.txt", "src/a.ts\tno-raw-uuid\t1\tuserId=v4()\n");
    workspace.invalidate();
    expect(known()).toEqual([true]);
    write("migrations/.baseline/ids.txt", "src/a.ts\tno-raw-uuid\t1\torderId=v4()\n");
    workspace.invalidate();
    expect(known()).toEqual([false]);
    write("migrations/.baseline/ids.txt", "<<<<<<< HEAD\nsrc/a.ts\tno-raw-uuid\t1\tuserId=v4()\n");
    workspace.invalidate();
    expect(known()).toEqual([true]);
    expect(workspace.openProject(document("src/a.ts", RAW).path)?.problems).toMatchObject([
      { code: "baseline-conflict", line: 1 },
    ]);
  });

  test("are computed once a version, and without a parse where no banned token is", () => {
    const { document } = open();
    const raw = document("src/a.ts", RAW);
    expect([reported(raw).length, reported(raw).length, raw.parses]).toEqual([1, 1, 1]);
    const clean = document("src/b.ts", "export const a = 1;\n");
    expect([reported(clean).length, clean.parses]).toEqual([0, 0]);
  });

  test.each([
    ["outside of the contract's files", { "migrations/ids.md": CONTRACT.replace("title:", "files: [lib/**]\ntitle:") }],
    ["of a planned contract", { "migrations/ids.md": CONTRACT.replace("title:", "status: planned\ntitle:") }],
    ["in what .gitignore names, without a repository", { ".gitignore": "src/*.ts\n" }],
    ["under a nested root", { "src/package.json": '{ "godwit": {} }' }],
  ])("are none %s", (_, files) => {
    const { document } = open(files);
    expect(reported(document("src/a.ts", RAW))).toEqual([]);
  });

  test("are none in what git ignores, unless it is tracked", () => {
    const { root, document, write } = open({ ".gitignore": "*.gen.ts\n" });
    const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
    git("init", "-q");
    write("src/a.gen.ts", RAW);
    write("src/b.gen.ts", RAW);
    git("add", "-f", "src/b.gen.ts");
    expect(reported(document("src/a.gen.ts", RAW))).toEqual([]);
    expect(reported(document("src/b.gen.ts", RAW))).toHaveLength(1);
  });
});

describe("a contract that changes", () => {
  test("keeps its last good version while it is broken, and says so", () => {
    const { workspace, document, write, logged } = open();
    expect(reported(document("src/a.ts", RAW))).toHaveLength(1);
    write("migrations/ids.md", CONTRACT.replace("rules:", "rules:\n  no-such-rule: {}"));
    workspace.invalidate();
    const [diagnostic] = diagnosticsOf(findingsOf(workspace, document("src/a.ts", RAW))!);
    expect(diagnostic!.contract.message).toContain("Its last good version is in force");
    expect(logged.join()).toContain("migrations/ids.md:");
    write("migrations/ids.md", CONTRACT.replace("newId($entity)", "newId(1)"));
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))[0]).toContain("newId(1)");
  });

  test("is not there from the start where it is broken from the start", () => {
    const { document, logged } = open({ "migrations/ids.md": CONTRACT.replace("rules:", "rulez:") });
    expect(reported(document("src/a.ts", RAW))).toEqual([]);
    expect(logged.join()).toContain("rulez");
  });

  test("does not silence the others", () => {
    const { document } = open({ "migrations/other.md": "---\ntitle: Other\nrules: { no-raw-uuid: 3 }\n---\n" });
    expect(reported(document("src/a.ts", RAW))).toHaveLength(1);
  });

  test("goes, comes and moves with its root", () => {
    const { workspace, document, remove, write } = open();
    expect(reported(document("src/a.ts", RAW))).toHaveLength(1);
    remove("migrations/ids.md");
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))).toEqual([]);
    write("rules/ids.md", CONTRACT);
    write("package.json", JSON.stringify({ name: "a", type: "module", godwit: { directory: "rules" } }));
    workspace.invalidate();
    expect(reported(document("src/a.ts", RAW))).toHaveLength(1);
  });
});

describe("actions", () => {
  const ignored = (file: string, text: string, part: string, reason = ""): string | undefined => {
    const { workspace, document } = open();
    const at = text.indexOf(part);
    const actions = actionsAt(findingsOf(workspace, document(file, text))!, [at, at]);
    const action = actions.find((each): each is SiteAction => each.kind === "ignore");
    if (!action) return undefined;
    const [edit] = action.edits();
    const caret = action.caret ?? 0;
    const written = action.caret === undefined ? edit!.text : edit!.text.slice(0, caret) + reason + edit!.text.slice(caret);
    return applyTextEdits(text, [{ range: edit!.range, text: written }]);
  };
  const ID = "ids/no-raw-uuid --";
  const IMPORT = 'import { v4 } from "uuid";\n';

  test.each([
    [
      "with the line's indentation",
      "a.ts",
      "if (a) {\n\tb(v4());\n}\n",
      `if (a) {\n\t// eslint-disable-next-line ${ID}\n\tb(v4());\n}\n`,
    ],
    [
      "joining a directive",
      "a.ts",
      "// eslint-disable-next-line a/b -- c\nb(v4());\n",
      "// eslint-disable-next-line a/b, ids/no-raw-uuid -- c\nb(v4());\n",
    ],
    [
      "joining one without a reason",
      "a.ts",
      "/* eslint-disable-next-line a */\nb(v4());\n",
      "/* eslint-disable-next-line a, ids/no-raw-uuid --*/\nb(v4());\n",
    ],
    [
      "among JSX children",
      "a.tsx",
      "a(<b>\n  {v4()}\n</b>);\n",
      `a(<b>\n  {/* eslint-disable-next-line ${ID}*/}\n  {v4()}\n</b>);\n`,
    ],
    [
      "between JSX attributes",
      "a.tsx",
      "a(<b\n  c={v4()}\n/>);\n",
      `a(<b\n  // eslint-disable-next-line ${ID}\n  c={v4()}\n/>);\n`,
    ],
    [
      "inside a JSX expression",
      "a.tsx",
      "a(<b>{\n  v4()\n}</b>);\n",
      `a(<b>{\n  // eslint-disable-next-line ${ID}\n  v4()\n}</b>);\n`,
    ],
    [
      "joining one that ends with spaces",
      "a.ts",
      "// eslint-disable-next-line a  \nb(v4());\n",
      `// eslint-disable-next-line a, ${ID}\nb(v4());\n`,
    ],
  ])("ignore a site %s, once there is a reason", (_, file, before, after) => {
    const result = ignored(`src/${file}`, IMPORT + before, "v4()");
    expect(result).toBe(IMPORT + after);
    const isReasonThere = /-- c\n/.test(after);
    expect(reported(project!.document(`src/${file}`, result!))).toHaveLength(isReasonThere ? 0 : 1);
    const reasoned = ignored(`src/${file}`, IMPORT + before, "v4()", " it stays")!;
    expect(reported(project!.document(`src/${file}`, reasoned))).toEqual([]);
  });

  test("offer no second comment where one waits for its reason", () => {
    expect(ignored("src/a.ts", `${IMPORT}// eslint-disable-next-line ids/no-raw-uuid --\nb(v4());\n`, "v4()")).toBeUndefined();
  });

  test("offer no comment inside a template's text", () => {
    expect(ignored("src/a.ts", `${IMPORT}b(\`\n  \${v4()}\`);\n`, "v4()")).toBeUndefined();
  });

  test("fix one site, or all of a contract in one go", () => {
    const { workspace, document } = open();
    const text = `${RAW}export const orderId = v4();\n`;
    const findings = findingsOf(workspace, document("src/a.ts", text))!;
    const at = text.lastIndexOf("v4");
    const actions = actionsAt(findings, [at, at]);
    expect(actions.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'fix: Use newId("order")',
      'fix-file: Fix all of "One *ID* generator" in this file (2)',
      'fix-project: Fix all of "One *ID* generator" in the project…',
      'open-contract: Open contract "One *ID* generator"',
      "ignore: Ignore ids/no-raw-uuid here, with a reason",
    ]);
    const fix = actions.find((each): each is SiteAction => each.kind === "fix")!;
    expect(applyTextEdits(text, fix.edits())).toContain("export const userId = v4();\nexport const orderId = newId(");
    const all = fixAllOf(findings, "ids")!;
    expect(all.count).toBe(2);
    expect(applyTextEdits(text, all.edits())).toBe(
      'import { newId } from "./new-id.js";\nexport const userId = newId("user");\nexport const orderId = newId("order");\n',
    );
    expect(fixAllOf(findings, "other")).toBeUndefined();
  });
});

test("what turns text around or hides in it is shown as a sign, in the hover, messages, titles and hints", () => {
  const evil = "user\u202Eresu\u200B\u{E0041}";
  project = openProject({
    "package.json": JSON.stringify({ name: "a", type: "module", godwit: {} }),
    "migrations/evil.md": `---\ntitle: "Title ${evil}"\nwhy: "Why ${evil}"\nimports: { newId: ./src/ids.ts }\nrules:\n  no-raw-uuid:\n    replace:\n      - with: "newId('${evil}')"\n---\n`,
    "src/ids.ts": "export const newId = (kind: string): string => kind;\n",
  });
  const findings = findingsOf(
    project.workspace,
    project.document("src/a.ts", 'import { v4 } from "uuid";\nexport const userId = v4();\n'),
  )!;
  const [diagnostic] = diagnosticsOf(findings);
  const told = [
    hoverAt(findings, diagnostic!.span[0])!.markdown,
    ...[diagnostic!.message, diagnostic!.contract.message],
    ...actionsAt(findings, diagnostic!.span).map(({ title }) => title),
    ...inlayHintsIn(findings, [0, 100], "new").flatMap(({ text, tooltip }) => [text, tooltip]),
  ];
  expect(told.length).toBeGreaterThan(4);
  for (const text of told) expect(text).not.toMatch(/[\u202E\u200B\u{E0041}]/u);
  expect(told[0]).toContain("user\uFFFDresu");
});

test("a hover has six lines, safe for any viewer: title and due, what to write, why, before and after, links", () => {
  const { workspace, document } = open();
  const findings = findingsOf(workspace, document("src/core/a.ts", RAW))!;
  const hover = hoverAt(findings, 50, { left: () => "12 left", links: () => ["[Show all](command:x)"] })!;
  expect(hover.span).toEqual([49, 53]);
  const lines = hover.markdown.split("  \n");
  expect(lines.slice(0, 5)).toEqual([
    "**One \\*ID\\* generator** · 12 left · due 2027\\-01\\-31 \\(Core\\)",
    '`v4()` → `newId("user")` (safe: quick fix)',
    "IDs of one format keep sessions apart.",
    "Before: `export const userId = v4();`",
    'After: `export const userId = newId("user");`',
  ]);
  expect(lines[5]).toMatch(/^\[Open contract\]\(file:\/\/\/.*\/migrations\/ids\.md#L6\) · \[Show all\]\(command:x\)$/);
  expect(lines).toHaveLength(6);
  expect(hoverAt(findings, 3)).toBeUndefined();
});

test("a hover shows the end of a change in a long line, on an imported name the phase's day, and nothing that is told above it", () => {
  const { workspace, document } = open();
  const text = `import { v4 } from "uuid";\n${"const first = 1; ".repeat(6)}export const userId = [v4(), ${"1, ".repeat(40)}];\n`;
  const findings = findingsOf(workspace, document("src/core/a.ts", text))!;
  const { markdown } = hoverAt(findings, text.indexOf("v4()"), { isToldAbove: true })!;
  expect(markdown).not.toContain("→");
  const [before, after] = ["Before", "After"].map((label) => new RegExp(`${label}: \`(.*)\``).exec(markdown)![1]!);
  expect(before).toMatch(/^….*export const userId = \[v4\(\), 1, .*…$/);
  expect(after).toMatch(/^….*\[newId\("user"\), 1, .*…$/);
  expect(Math.max(before!.length, after!.length)).toBeLessThanOrEqual(70);
  const project = workspace.projectOf(document("src/core/a.ts", text).path)!;
  const named = (file: string): string | undefined => {
    const written = document(file, text);
    return hoverOfName({ project, text, parse: () => written.parse()! }, text.indexOf("v4"))?.markdown.split("  \n")[0];
  };
  expect([named("src/core/a.ts"), named("src/a.ts")]).toEqual([
    "**One \\*ID\\* generator** · due 2027\\-01\\-31 \\(Core\\)",
    "**One \\*ID\\* generator**",
  ]);
});

test("titles are cut where they are a row of a menu", () => {
  const title = "A very long title of a migration that somebody wrote ".repeat(4).trim();
  const { workspace, document } = open({ "migrations/ids.md": CONTRACT.replace("One *ID* generator", title) });
  const findings = findingsOf(workspace, document("src/a.ts", RAW))!;
  const [start, end] = findings.open[0]!.violation.range;
  for (const action of actionsAt(findings, [start, end])) expect(action.title.length, action.title).toBeLessThan(110);
  expect(diagnosticsOf(findings)[0]!.contract.message.length).toBeLessThanOrEqual(60);
});

test("a violation leads to the entry of the contract that decides", () => {
  const { workspace, document } = open();
  const text = 'import "./legacy/x.js";\nimport "./old.js";\n';
  const findings = findingsOf(workspace, document("src/a.ts", text))!;
  const entries = diagnosticsOf(findings).map(({ contract }) => CONTRACT.slice(contract.offset).split("}")[0]);
  expect(entries).toEqual(['{ from: "./src/legacy/**", to: ./src/new-id.ts ', "{ from: ./src/old.ts, to: ./src/new-id.ts "]);
});

test("a hover says nothing that it does not know, and cuts what is long", () => {
  const long = "Sentences that go on and on. ".repeat(20);
  const { workspace, document } = open({
    "migrations/ids.md": `---\ntitle: Short\nwhy: "${long}"\nrules: { no-raw-uuid: { sources: [uuid#v4] } }\n---\n`,
  });
  const { markdown } = hoverAt(findingsOf(workspace, document("src/a.ts", RAW))!, 50)!;
  const lines = markdown.split("  \n");
  expect(lines[0]).toBe("**Short**");
  expect(lines).toHaveLength(4);
  expect(Math.max(...lines.slice(0, 3).map(({ length }) => length))).toBeLessThan(180);
});

test("a line has one hint, at its end; `all` also counts what a comment disables", () => {
  const { workspace, document } = open();
  const text = `${RAW}// eslint-disable-next-line ids/no-raw-uuid\nexport const keptId = v4(); // why\nexport const pairId = v4(), otherId = v4();\r\n`;
  const findings = findingsOf(workspace, document("src/a.ts", text))!;
  const hints = (setting: "off" | "violations" | "all") =>
    inlayHintsIn(findings, [0, text.length], setting).map(({ text: hint, offset }) => [
      hint,
      text.slice(0, offset).split("\n").at(-1),
    ]);
  expect(hints("off")).toEqual([]);
  const open1 = ['→ newId("user")', "export const userId = v4();"];
  const pair = ['→ newId("pair") +1', "export const pairId = v4(), otherId = v4();"];
  expect(hints("violations")).toEqual([open1, pair]);
  expect(hints("all")).toEqual([open1, ['→ newId("kept")', "export const keptId = v4(); // why"], pair]);
  expect(inlayHintsIn(findings, [0, 10], "all")).toEqual([]);
  const { tooltip } = inlayHintsIn(findings, [0, text.length], "violations")[1]!;
  expect(tooltip).toBe('Use newId("pair") instead of v4().\nUse newId("other") instead of v4().');
});

test("the background counts what the project has left, and looks again only at files that have changed", async () => {
  const { workspace, root, write, remove, document } = open({
    "src/b.ts": RAW,
    "src/c.ts": RAW + RAW.split("\n")[1]!,
    "src/d.ts": "",
  });
  const read: string[] = [];
  const texts: Record<string, string> = { "src/b.ts": RAW, "src/c.ts": RAW };
  const counted: string[] = [];
  const scan = new ProjectScan(workspace, {
    findings(path) {
      const file = path.slice(root.length + 1);
      read.push(file);
      return findingsOf(workspace, document(file, texts[file] ?? ""));
    },
    log: (message) => expect.fail(message),
    onCounted: (of) => counted.push(of),
  });
  const known = workspace.projectOf(`${root}/src/b.ts`)!;
  expect(scan.countOf(known, "ids")).toBeUndefined();
  const files = await scan.filesOf(known);
  expect(files.map(({ path, sites }) => [path, sites.map(({ level, span }) => [level, span])])).toEqual([
    [`${root}/src/b.ts`, [["fix", [49, 53]]]],
    [`${root}/src/c.ts`, [["fix", [49, 53]]]],
  ]);
  expect(scan.countOf(known, "ids")).toEqual({ left: 2, fixable: 2, heldBack: 0, files: 2 });
  expect(scan.countOf(known, "other")).toEqual({ left: 0, fixable: 0, heldBack: 0, files: 0 });
  expect([counted, read.includes("src/d.ts")]).toEqual([[root], true]);
  read.length = 0;
  write("src/c.ts", "export {};\n");
  texts["src/c.ts"] = "";
  remove("src/b.ts");
  await scan.filesOf(known);
  expect(read).toEqual(["src/c.ts"]);
  expect(scan.countOf(known, "ids")).toEqual({ left: 0, fixable: 0, heldBack: 0, files: 0 });
  scan.dispose();
});

test("completion sinks what is banned, by identity, and lifts what replaces it", () => {
  const { workspace, root } = open();
  const opened = workspace.projectOf(`${root}/src/a.ts`)!;
  const policy = completionPolicy(opened);
  const { modules } = opened.engine;
  const verdict = (specifier: string, name?: string): string | undefined =>
    policy.judge({ module: modules.resolve(`${root}/src/a.ts`, specifier), specifier, name })?.kind;
  expect(verdict("uuid", "v4")).toBe("banned");
  expect(verdict("uuid", "v5")).toBeUndefined();
  expect(verdict("node:crypto", "randomUUID")).toBe("banned");
  expect(verdict("./old.js", "anything")).toBe("banned");
  expect(verdict("./legacy/deep/x.js")).toBe("banned");
  expect(verdict("./new-id.js", "newId")).toBe("replacement");
  expect(verdict("./store.js", "getStore")).toBeUndefined();
  expect(policy.mayConcern("v4")).toBe(true);
});

test("completion tells what every call bans from what only some do, and keeps what replaces", () => {
  const { workspace, root } = open({
    "src/new-engine.ts": "export class New { static create() {} }\n",
    "src/home.ts": "export type Home = string;\n",
    "migrations/calls.md": `---
title: Calls
imports: { Old: ./src/old-engine.ts, New: ./src/new-engine.ts, make: ./src/make.ts, only: ./src/make.ts, View: ./src/view.tsx, open: ./src/make.ts, Home: ./src/home.ts }
rules:
  no-deprecated-call:
    replace:
      - { match: "new Old($a, $$$rest)", with: "await New.create($a)" }
      - { match: "new New($a, $b, $c)", with: "await New.create($a)" }
      - { match: "make()", with: "New.create()" }
      - { match: 'only("legacy")', with: "New.create()" }
      - { match: "open().close($x)", with: "New.create()" }
      - { match: "<View $$$props>$$$children</View>" }
  no-duplicate-type: { canonical: [Home] }
---
`,
  });
  const opened = workspace.projectOf(`${root}/src/a.ts`)!;
  expect(opened.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const { modules } = opened.engine;
  const verdict = (specifier: string, name: string): string | undefined =>
    completionPolicy(opened).judge({ module: modules.resolve(`${root}/src/a.ts`, specifier), specifier, name })?.kind;
  expect([verdict("./old-engine.js", "Old"), verdict("./make.js", "make"), verdict("./view.js", "View")]).toEqual([
    "banned",
    "banned",
    "banned",
  ]);
  expect([verdict("./new-engine.js", "New"), verdict("./home.js", "Home")]).toEqual(["replacement", "replacement"]);
  expect([verdict("./make.js", "only"), verdict("./make.js", "open")]).toEqual([undefined, undefined]);
});

test("two rules of one contract at one place share a hover and a hint", () => {
  const { workspace, document } = open({
    "src/types.ts": "export type UserId = string & { readonly brand: unique symbol };\n",
    "migrations/typed.md": `---
title: Typed IDs
imports: { UserId: ./src/types.ts }
rules: { no-string-id: [{ type: UserId }], no-duplicate-type: { canonical: [UserId] } }
---

Ask.
`,
  });
  const text = "type UserId = string;\nexport const ids: UserId[] = [];\n";
  const findings = findingsOf(workspace, document("src/a.ts", text))!;
  expect(diagnosticsOf(findings).map(({ id }) => id)).toEqual(["typed/no-string-id", "typed/no-duplicate-type"]);
  const { markdown } = hoverAt(findings, 6)!;
  expect(markdown.match(/Typed IDs/g)).toHaveLength(1);
  expect(inlayHintsIn(findings, [0, text.length], "violations")).toHaveLength(1);
});
