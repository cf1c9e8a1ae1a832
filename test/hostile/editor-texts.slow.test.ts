import { rmSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { bundle as bundleServer } from "../../packages/language-server/build.mjs";
import { bundle as bundlePlugin } from "../../packages/typescript-plugin/build.mjs";
import { createEditorProject, locate, type EditorProject } from "../editors/editor-project.js";
import { LspClient } from "../language-server/lsp-client.js";
import { TsserverClient } from "../editors/tsserver-client.js";

/** What turns the direction of a text, is not seen, or is obeyed by a terminal. */
const HIDDEN = /[\u0007\u001b\u00ad\u200b\u200f\u202a-\u202e\u2066-\u2069\ufeff\u{E0041}]/u;
const TRAP = "\u202ea\u2066b\u200bc\u001b[31m\u0007\u00ad\u{E0041}";
const yaml = (text: string): string => JSON.stringify(text);
/** Each text that a contract has. */
const CONTRACT = `---
title: ${yaml(`Trap ${TRAP}`)}
why: ${yaml(`Because ${TRAP}.`)}
links: [${yaml(`https://example.com/${TRAP}`)}]
imports: { newId: ./src/new-id.ts, legacyId: ./src/legacy-id.ts }
rules:
  no-raw-uuid: { replace: [{ with: ${yaml(`newId("${TRAP}")`)} }] }
  no-deprecated-import: [{ from: ./src/legacy-id.ts, name: legacyId, to: ./src/new-id.ts, as: newId }]
phases: [{ name: ${yaml(`Phase ${TRAP}`)}, files: [src/**], due: 2030-01-01 }]
---

Prose ${TRAP}.
`;
const BROKEN = `---\ntitle: ${yaml(`Broken ${TRAP}`)}\nrules: { ${yaml(`no-${TRAP}`)}: {}, no-raw-uuid: { replace: [{ with: ${yaml(`gone${TRAP}()`)} }] } }\n---\n`;
const TEXT =
  'import { v4 } from "uuid";\nimport { legacyId } from "./legacy-id.js";\n\nexport const userId = v4();\nexport const a = legacyId("a");\n\nv\n';

beforeAll(async () => {
  await bundlePlugin();
  await bundleServer();
});

let project: EditorProject;
let end: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await end?.();
  end = undefined;
  rmSync(project.root, { recursive: true, force: true });
});

function hostile(registration: "tsconfig" | "extension"): EditorProject {
  return createEditorProject(registration, { "src/a.ts": TEXT, "migrations/ids.md": CONTRACT, "migrations/broken.md": BROKEN });
}

/** The texts of an answer that a person sees; what an edit writes is the contract's own code. */
function shown(answer: unknown, texts: string[] = []): string[] {
  if (typeof answer === "string") texts.push(answer);
  else if (answer && typeof answer === "object")
    for (const [key, value] of Object.entries(answer))
      if (!/^(?:newText|edit|changes|insertText|textEdit|data|arguments)$/.test(key)) shown(value, texts);
  return texts;
}

function expectGuarded(name: string, answer: unknown, part: RegExp): void {
  const texts = shown(answer);
  expect(texts.join("\n"), name).toMatch(part);
  expect(
    texts.filter((text) => HIDDEN.test(text)),
    name,
  ).toEqual([]);
}

describe("no text of a contract is obeyed in an editor", () => {
  test("by the language server", async () => {
    project = hostile("extension");
    const client = await LspClient.start(project.root, {
      capabilities: { textDocument: { completion: { completionItem: { labelDetailsSupport: true } } } },
    });
    end = () => client.stop();
    const uri = client.show(project.path("src/a.ts"), TEXT);
    expectGuarded("diagnostics", await client.diagnostics(uri, ({ length }) => length > 2), /newId/);
    const textDocument = { uri };
    const at = (part: string) => {
      const { line, offset } = locate(TEXT, part);
      return { line: line - 1, character: offset };
    };
    expectGuarded("hover", await client.request("textDocument/hover", { textDocument, position: at("v4();") }), /Because/);
    const range = { start: at("v4();"), end: at("v4();") };
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    expectGuarded("hints", await client.request("textDocument/inlayHint", { textDocument, range: whole }), /newId/);
    const given = { textDocument, range, context: { diagnostics: [] } };
    expectGuarded("actions", await client.request("textDocument/codeAction", given), /Fix all of "Trap/);
    client.show(project.path("src/a.ts"), TEXT.replace("\nv\n", "\nv4\n"));
    const position = { ...at("\nv\n"), line: 6, character: 2 };
    expectGuarded("completion", await client.request("textDocument/completion", { textDocument, position }), /newId/);
    const contract = client.show(project.path("migrations/ids.md"), CONTRACT);
    expectGuarded("lenses", await client.request("textDocument/codeLens", { textDocument: { uri: contract } }), /./);
    expectGuarded(
      "outline",
      await client.request("textDocument/documentSymbol", { textDocument: { uri: contract } }),
      /no-raw-uuid/,
    );
    const broken = client.show(project.path("migrations/broken.md"), BROKEN);
    expectGuarded("a broken contract", await client.diagnostics(broken, ({ length }) => length > 0), /./);
    expectGuarded(
      "what is said",
      client.said.filter(({ method }) => method !== "window/logMessage"),
      /|./,
    );
  });

  test("by the plugin in tsserver", async () => {
    project = hostile("tsconfig");
    const client = new TsserverClient("typescript", project.serverArguments);
    end = () => client.stop();
    const file = project.path("src/a.ts");
    client.open(file, TEXT);
    const found = await client.diagnostics(file);
    expect(found.length).toBeGreaterThan(2);
    expectGuarded("diagnostics", found, /newId/);
    expectGuarded("hover", await client.request("quickinfo", { file, ...locate(TEXT, "v4();") }), /Because/);
    expectGuarded("hints", await client.request("provideInlayHints", { file, start: 0, length: TEXT.length }), /newId/);
    const [start, stop] = [locate(TEXT, "v4();"), locate(TEXT, "v4();", 4)];
    const place = { startLine: start.line, startOffset: start.offset, endLine: stop.line, endOffset: stop.offset };
    const fixes = await client.request("getCodeFixes", { file, ...place, errorCodes: [990001] });
    expectGuarded("fixes", fixes, /Fix all of "Trap/);
    const completion = await client.request("completionInfo", {
      file,
      ...locate(TEXT, "\nv\n", 2),
      includeExternalModuleExports: true,
    });
    const own = completion.entries.filter(
      (each: any) => JSON.stringify(each).includes("migration") || HIDDEN.test(JSON.stringify(each)),
    );
    expectGuarded("completion", own, /newId|migration/);
  });
});
