import path from "node:path";
import { findText, listNames } from "@godwit/core/disk";
import { isRecord } from "@godwit/core/modules";
import { listAllFiles } from "@godwit/project";
import { OLDEST_OXLINT, OXLINT_CONFIG } from "../../doctor/check-oxlint.js";
import type { FoundProject } from "../found-project.js";
import { editJsonc, readJsonc, type JsonEdit } from "./edit-jsonc.js";
import { advise, change, NOTHING, runCommand, type SetUpPart, tooOld } from "./set-up-part.js";

const PLUGIN = "eslint-plugin-godwit/oxlint";
const RULES = { "godwit/errors": "error", "godwit/warnings": "warn" };

/** Adds the contracts to the config that oxlint uses, or says what to add where that is code. */
export function setUpOxlint(found: FoundProject): SetUpPart {
  const { root, dependencies } = found;
  const named = namedInScripts(found);
  const file = named ?? listNames(root).find((name) => OXLINT_CONFIG.test(name));
  if (file === undefined && !dependencies.has("oxlint")) return NOTHING;
  const reason = whyOxlintCannot(found);
  if (reason !== undefined) return advise(`${reason} The gate is ${runCommand(found, "check")}, without oxlint.`);
  const own = addTo(root, file ?? ".oxlintrc.json");
  return { ...own, advice: [...own.advice, ...(named === undefined ? adviseNested(root) : [])] };
}

/** Why a project's oxlint can't run the contracts; undefined if it can, or is not there. */
export function whyOxlintCannot(found: Pick<FoundProject, "root" | "tree">): string | undefined {
  const old = tooOld(found, "oxlint", OLDEST_OXLINT);
  return old === undefined ? undefined : `oxlint ${old} is too old for eslint-plugin-godwit, which needs ${OLDEST_OXLINT}.`;
}

/** The config that the scripts of package.json give to oxlint: then it looks for no other. */
function namedInScripts({ root, tree }: FoundProject): string | undefined {
  const scripts = tree.json(path.join(root, "package.json"))?.["scripts"];
  const lines = isRecord(scripts) ? Object.values(scripts).map(String) : [];
  const named = lines.flatMap((line) => /\boxlint\b[^&|;]*?\s(?:-c|--config)[\s=]+["']?([^\s"']+)/.exec(line)?.[1] ?? []);
  return named
    .map((file) => path.posix.normalize(file))
    .find((file) => findText(path.join(root, file), "settings") !== undefined);
}

function addTo(root: string, file: string): SetUpPart {
  const before = findText(path.join(root, file), "settings");
  if (before?.includes(PLUGIN)) return NOTHING;
  if (!/\.jsonc?$/.test(file))
    return advise(`${file} is code: add \`import { migrations } from "${PLUGIN}"\` and extends: [migrations()].`);
  const value = readJsonc(before ?? "{}");
  const edits: JsonEdit[] = [
    isRecord(value) && Array.isArray(value["jsPlugins"])
      ? { path: ["jsPlugins", -1], value: PLUGIN }
      : { path: ["jsPlugins"], value: [PLUGIN] },
    ...Object.entries(RULES).map(([rule, severity]) => ({ path: ["rules", rule], value: severity })),
  ];
  const after = editJsonc(before ?? "{}\n", edits);
  return after === undefined
    ? advise(`${file} can't be read. Add "jsPlugins": ["${PLUGIN}"] and "rules": ${JSON.stringify(RULES)}.`)
    : change({ file, before, after });
}

/** A config in a folder takes the place of the root's for all files below. */
function adviseNested(root: string): string[] {
  const nested = listAllFiles(root).filter(
    (file) =>
      file.includes("/") &&
      OXLINT_CONFIG.test(path.posix.basename(file)) &&
      !findText(path.join(root, file), "settings")?.includes(PLUGIN),
  );
  if (nested.length === 0) return [];
  const files = nested.length > 3 ? `${nested.slice(0, 2).join(", ")} and ${nested.length - 2} more` : nested.join(", ");
  return [`oxlint uses ${files} for what is below, and not the root's config: add the plugin and its two rules there too.`];
}
