import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { packFolder } from "../../packages/vscode/package.mjs";
import { describeExample, FILE, HINT, poll, SITE } from "./example-window.js";

/** What ESLint's extension underlines: what the project's ESLint reports. */
const ESLINT = `
const { DiagnosticSeverity, Diagnostic, Range, Uri, languages, workspace } = require("vscode");
const { execFile } = require("node:child_process");
exports.activate = () => {
  const shown = languages.createDiagnosticCollection("eslint");
  const look = (document) => {
    const folder = workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    if (document.languageId !== "typescript" || !folder) return;
    const bin = require.resolve("eslint/package.json", { paths: [folder] }).replace("package.json", "bin/eslint.js");
    execFile(process.execPath, [bin, "--format", "json", document.uri.fsPath], { cwd: folder, maxBuffer: 1 << 26 }, (_, out) => {
      const [{ messages }] = JSON.parse(out);
      shown.set(document.uri, messages.map(({ line, column, endLine, endColumn, message, ruleId, severity }) => {
        const range = new Range(line - 1, column - 1, (endLine ?? line) - 1, (endColumn ?? column) - 1);
        const found = new Diagnostic(range, message, severity === 2 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
        return Object.assign(found, { source: "eslint", code: ruleId });
      }));
    });
  };
  workspace.onDidOpenTextDocument(look);
  workspace.onDidSaveTextDocument(look);
  workspace.textDocuments.forEach(look);
};
`;
/** What Error Lens does: each message behind its line. */
const ERROR_LENS = `
const { DiagnosticSeverity, languages, Range, window } = require("vscode");
exports.activate = () => {
  const after = window.createTextEditorDecorationType({ after: { margin: "0 0 0 3ch", color: "#e4454599" } });
  const show = () => {
    for (const editor of window.visibleTextEditors) {
      const lines = new Map();
      for (const each of languages.getDiagnostics(editor.document.uri))
        if (each.severity !== DiagnosticSeverity.Hint) lines.set(each.range.start.line, [...(lines.get(each.range.start.line) ?? []), each.message]);
      editor.setDecorations(after, [...lines].map(([line, messages]) => {
        const { end } = editor.document.lineAt(line).range;
        return { range: new Range(end, end), renderOptions: { after: { contentText: messages.join(" ") } } };
      }));
    }
  };
  languages.onDidChangeDiagnostics(show);
  window.onDidChangeVisibleTextEditors(show);
  show();
};
`;

/** With GODWIT_BESIDE=ESLINT.vsix,ERROR-LENS.vsix the two extensions themselves are looked at, without it stand-ins that report the same. */
const GIVEN = process.env["GODWIT_BESIDE"]?.split(",");

describeExample("VS Code with ESLint's extension and Error Lens", (open) => {
  test("underlines no place twice, and says nothing twice behind a line", async () => {
    const { vscode, original, total } = open;
    const properties = {
      "errorLens.enabled": { type: "boolean", default: true },
      "eslint.enable": { type: "boolean", default: true },
    };
    const vsixes = GIVEN ?? [
      await packExtension({ publisher: "dbaeumer", name: "vscode-eslint" }, ESLINT),
      await packExtension(
        { publisher: "usernamehw", name: "errorlens", contributes: { configuration: { properties } } },
        ERROR_LENS,
      ),
    ];
    for (const vsix of vsixes) vscode.install(vsix);
    await open.reopen();
    const { window } = open;
    await window.openFile(FILE);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await window.command("View: Focus Problems");
    const rows = window.page.locator(".markers-panel .monaco-list-row");
    const told = async (): Promise<string> => (await rows.allInnerTexts()).join("\n").replaceAll(/\s/g, "");
    await expect.poll(told, { ...poll, timeout: 90_000 }).toContain("eslintunified-ids/no-raw-uuid");
    await expect.poll(told, poll).not.toContain("godwitunified-ids");
    expect(await rows.count()).toBe(1 + total);
    await window.goTo(original, "import type");
    if (GIVEN) await window.picture("beside");
    await window.command("View: Toggle Panel Visibility");
    await window.goTo(original, SITE);
    await window.press("Home");
    const said = (): Promise<string[]> => window.saidBehindLines();
    await expect.poll(async () => (await said()).filter((line) => line.includes("generateBaseId")).length, poll).toBe(1);
    for (const line of await said()) {
      expect(line.split("Use ").length, line).toBeLessThanOrEqual(2);
      expect(line, "a hint beside the message").not.toContain("→");
    }
    expect(await window.shown()).not.toContain(HINT);
    expect(await window.doubleSquiggles()).toEqual([]);
    // Without messages behind the lines the hints are back.
    open.example.write(".vscode/settings.json", JSON.stringify({ "errorLens.enabled": false }));
    await expect.poll(() => window.shown(), poll).toContain(HINT);
  });
});

interface StandIn {
  readonly publisher: string;
  readonly name: string;
  readonly contributes?: object;
}

/** Packs an extension of one file. */
async function packExtension(manifest: StandIn, code: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-stand-in-"));
  mkdirSync(folder, { recursive: true });
  const rest = { version: "0.0.1", engines: { vscode: "^1.100.0" }, main: "./main.js", activationEvents: ["onStartupFinished"] };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ ...manifest, ...rest }));
  writeFileSync(path.join(folder, "main.js"), code);
  const vsix = path.join(folder, `${manifest.name}.vsix`);
  await packFolder(folder, vsix);
  return vsix;
}
