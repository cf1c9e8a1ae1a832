import path from "node:path";
import { findText, isFolder } from "@godwit/core/disk";
import { isRecord } from "@godwit/core/modules";
import type { FoundProject } from "../found-project.js";
import { editJsonc, readJsonc } from "./edit-jsonc.js";
import { advise, change, NOTHING, type SetUpPart } from "./set-up-part.js";
import { versionWithoutPlugins } from "./typescript.js";

const FILE = ".vscode/settings.json";
/** VS Code's own TypeScript loads no plugin of a project. */
const SETTINGS = {
  "typescript.tsdk": "node_modules/typescript/lib",
  "typescript.enablePromptUseWorkspaceTsdk": true,
};

/** Lets VS Code offer the project's TypeScript, where the project has settings for VS Code and TypeScript. */
export function setUpVsCode({ root, tree, dependencies }: FoundProject): SetUpPart {
  if (!isFolder(path.join(root, ".vscode")) || !dependencies.has("typescript")) return NOTHING;
  if (versionWithoutPlugins({ root, tree }) !== undefined) return NOTHING;
  const before = findText(path.join(root, FILE), "settings");
  const known = readJsonc(before ?? "{}");
  const isSet = (key: string): boolean => isRecord(known) && Object.hasOwn(known, key);
  if (isSet("typescript.tsdk") || isSet("js/ts.tsdk.path")) return NOTHING;
  const edits = Object.entries(SETTINGS).flatMap(([key, value]) => (isSet(key) ? [] : [{ path: [key], value }]));
  const after = editJsonc(before ?? "{}\n", edits);
  return after === undefined
    ? advise(`${FILE} can't be read. Add "typescript.tsdk": "node_modules/typescript/lib".`)
    : change({ file: FILE, before, after });
}
