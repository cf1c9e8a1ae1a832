import { execFileSync } from "node:child_process";
import { applyTextEdits } from "@godwit/engine";
import { afterEach, describe, expect, test } from "vitest";
import { openProject, type TestDocument, type TestProject } from "../test-support/open-project.js";
import { actionsAt, completionPolicy, diagnosticsOf, findingsOf, fixAllOf, hoverAt, inlayHintsIn } from "./index.js";

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
  test("come with the phase's severity and the contract's place", () => {
    const { workspace, document, root } = open();
    const [diagnostic] = diagnosticsOf(findingsOf(workspace, document("src/core/a.ts", RAW))!);
    expect(diagnostic).toMatchObject({ id: "ids/no-raw-uuid", severity: "warn", isDeprecated: false, span: [49, 53] });
    expect(diagnostic!.contract).toMatchObject({ path: `${root}/migrations/ids.md`, line: 6 });
    expect(CONTRACT.slice(diagnostic!.contract.offset)).toMatch(/^\{ replace/);
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
  const ignored = (file: string, text: string, part: string): string | undefined => {
    const { workspace, document } = open();
    const at = text.indexOf(part);
    const action = actionsAt(findingsOf(workspace, document(file, text))!, [at, at]).find(({ kind }) => kind === "ignore");
    return action && applyTextEdits(text, action.edits());
  };
  const ID = "ids/no-raw-uuid -- TODO: why it stays";
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
      "/* eslint-disable-next-line a, ids/no-raw-uuid */\nb(v4());\n",
    ],
    [
      "among JSX children",
      "a.tsx",
      "a(<b>\n  {v4()}\n</b>);\n",
      `a(<b>\n  {/* eslint-disable-next-line ${ID} */}\n  {v4()}\n</b>);\n`,
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
  ])("ignore a site %s", (_, file, before, after) => {
    const result = ignored(`src/${file}`, IMPORT + before, "v4()");
    expect(result).toBe(IMPORT + after);
    expect(reported(project!.document(`src/${file}`, result!))).toEqual([]);
  });

  test("offer no comment inside a template's text", () => {
    expect(ignored("src/a.ts", `${IMPORT}b(\`\n  \${v4()}\`);\n`, "v4()")).toBeUndefined();
  });

  test("fix one site, or all of a contract in one go", () => {
    const { workspace, document } = open();
    const text = `${RAW}export const orderId = v4();\n`;
    const findings = findingsOf(workspace, document("src/a.ts", text))!;
    const at = text.lastIndexOf("v4");
    const [fix] = actionsAt(findings, [at, at]);
    expect(fix!.title).toBe('Use newId("order")');
    expect(applyTextEdits(text, fix!.edits())).toContain("export const userId = v4();\nexport const orderId = newId(");
    const all = fixAllOf(findings, "ids")!;
    expect(all.count).toBe(2);
    expect(applyTextEdits(text, all.edits())).toBe(
      'import { newId } from "./new-id.js";\nexport const userId = newId("user");\nexport const orderId = newId("order");\n',
    );
    expect(fixAllOf(findings, "other")).toBeUndefined();
  });
});

test("a hover shows the contract, safe for any viewer, with phase, advice and link", () => {
  const { workspace, document } = open();
  const hover = hoverAt(findingsOf(workspace, document("src/core/a.ts", RAW))!, 50)!;
  expect(hover.span).toEqual([49, 53]);
  expect(hover.markdown).toContain("**One \\*ID\\* generator**");
  expect(hover.markdown).toContain('Use `newId("user")`. There is a safe quick fix.');
  expect(hover.markdown).toContain("Phase: Core · due: 2027");
  expect(hover.markdown).toContain("allowed to remain: 2");
  expect(hover.markdown).toMatch(/\[migrations\/ids\.md:6\]\(file:\/\/\/.*\/migrations\/ids\.md#L6\)/);
  expect(hover.markdown).not.toContain("<img");
  expect(hoverAt(findingsOf(workspace, document("src/core/a.ts", RAW))!, 3)).toBeUndefined();
});

test("hints name the replacement; `all` names it where a comment disables the report, too", () => {
  const { workspace, document } = open();
  const text = `${RAW}// eslint-disable-next-line ids/no-raw-uuid\nexport const keptId = v4();\n`;
  const findings = findingsOf(workspace, document("src/a.ts", text))!;
  const hints = (setting: "off" | "violations" | "all") =>
    inlayHintsIn(findings, [0, text.length], setting).map(({ text: hint, offset }) => `${offset} ${hint}`);
  expect(hints("off")).toEqual([]);
  expect(hints("violations")).toEqual(['53 → newId("user")']);
  expect(hints("all")).toEqual(['53 → newId("user")', `${text.length - 2} → newId("kept")`]);
  expect(inlayHintsIn(findings, [0, 10], "all")).toEqual([]);
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
  expect(markdown.match(/Ask\./g)).toHaveLength(1);
  expect(markdown).toMatch(/no\\-string\\-id · [^]*no\\-duplicate\\-type · /);
  expect(inlayHintsIn(findings, [0, text.length], "violations")).toHaveLength(1);
});
