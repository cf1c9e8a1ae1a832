import path from "node:path";
import { findText, listNames } from "@godwit/files";
import { isRecord } from "@godwit/modules";
import type { FoundProject } from "../found-project.js";
import { editJsonc, readJsonc, type JsonEdit } from "./edit-jsonc.js";
import { advise, change, NOTHING, type SetUpPart } from "./set-up-part.js";

const PLUGIN = "eslint-plugin-godwit/oxlint";
const RULES = { "godwit/errors": "error", "godwit/warnings": "warn" };

/** The names of oxlint's config. */
export const OXLINT_CONFIG = /^(?:\.oxlintrc\.jsonc?|oxlint\.config\.m?ts)$/;

/** Adds the contracts to oxlint's config, or says what to add where that is code. */
export function setUpOxlint({ root, dependencies }: FoundProject): SetUpPart {
  const file = listNames(root).find((name) => OXLINT_CONFIG.test(name));
  if (file === undefined && !dependencies.has("oxlint")) return NOTHING;
  const name = file ?? ".oxlintrc.json";
  const before = file === undefined ? undefined : findText(path.join(root, file), "settings");
  if (before?.includes(PLUGIN)) return NOTHING;
  if (!name.includes("json"))
    return advise(`${name} is code: add \`import { migrations } from "${PLUGIN}"\` and extends: [migrations()].`);
  const value = readJsonc(before ?? "{}");
  const edits: JsonEdit[] = [
    isRecord(value) && Array.isArray(value["jsPlugins"])
      ? { path: ["jsPlugins", -1], value: PLUGIN }
      : { path: ["jsPlugins"], value: [PLUGIN] },
    ...Object.entries(RULES).map(([rule, severity]) => ({ path: ["rules", rule], value: severity })),
  ];
  const after = editJsonc(before ?? "{}\n", edits);
  return after === undefined
    ? advise(`${name} can't be read. Add "jsPlugins": ["${PLUGIN}"] and "rules": ${JSON.stringify(RULES)}.`)
    : change({ file: name, before, after });
}
