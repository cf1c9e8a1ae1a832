import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { packExtension } from "../../packages/vscode/package.mjs";
import { installEditor, type Editor } from "./install.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The editor, or why there is none. */
    editor: Editor | { readonly missing: string };
    /** The packed extension; empty where there is no editor. */
    vsix: string;
  }
}

/** Installs the editor and packs the extension, once for all files. */
export default async function setup(project: TestProject): Promise<() => void> {
  const editor = installEditor();
  project.provide("editor", editor);
  if ("missing" in editor) {
    console.log(`The screen tests are skipped. ${editor.missing}`);
    project.provide("vsix", "");
    return () => undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-vsix-"));
  project.provide("vsix", await packExtension(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}
