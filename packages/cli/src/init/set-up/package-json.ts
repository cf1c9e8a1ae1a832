import path from "node:path";
import { findText, listNames } from "@godwit/core/disk";
import { isRecord } from "@godwit/core/modules";
import { ESLINT_CONFIG } from "../../doctor/check-eslint.js";
import { OXLINT_CONFIG } from "../../doctor/check-oxlint.js";
import { PLUGIN as EDITOR_PLUGIN } from "../../doctor/check-plugin.js";
import { LANGUAGE_SERVER } from "../../doctor/check-typescript.js";
import type { FoundProject, PackageManager } from "../found-project.js";
import { editJsonc, readJsonc, type JsonEdit } from "./edit-jsonc.js";
import { whyEslintCannot } from "./eslint-config.js";
import { findFormatCommands, formatValue } from "./format-commands.js";
import { whyOxlintCannot } from "./oxlint-config.js";
import { advise, change, NOTHING, type SetUpPart, versionWithoutPlugins } from "./set-up-part.js";

/** How each package manager installs what package.json lists. */
const INSTALL: Readonly<Record<PackageManager, string>> = {
  npm: "npm install",
  pnpm: "pnpm install",
  yarn: "yarn install",
  bun: "bun install",
};

/** Adds the packages of godwit that this project needs to its package.json, and its format command. */
export function setUpPackageJson(found: FoundProject, version: string): SetUpPart {
  const before = findText(path.join(found.root, "package.json"), "settings");
  const packages = neededPackages(found).filter((name) => !found.dependencies.has(name));
  if (before === undefined) return advise(`There is no package.json: install ${packages.join(", ")} where your other tools are.`);
  const edits: JsonEdit[] = packages.map((name) => ({ path: ["devDependencies", name], value: `^${version}`, isSorted: true }));
  const format = findFormatCommands(
    found.root,
    found.packages.map(({ folder }) => folder),
  );
  const manifest = readJsonc(before);
  const godwit = isRecord(manifest) ? manifest["godwit"] : undefined;
  if (format.length > 0 && godwit === undefined) edits.push({ path: ["godwit"], value: { format: formatValue(format) } });
  if (edits.length === 0) return NOTHING;
  const after = editJsonc(before, edits);
  if (after === undefined) return advise(`package.json can't be read. Add to its devDependencies: ${packages.join(", ")}.`);
  const advice = packages.length > 0 ? [`Install what package.json lists now: ${INSTALL[found.packageManager]}`] : [];
  return { ...change({ file: "package.json", before, after }), advice };
}

function neededPackages(found: FoundProject): string[] {
  const names = listNames(found.root);
  const has = (linter: string, config: RegExp): boolean =>
    found.dependencies.has(linter) || names.some((name) => config.test(name));
  const isLinted =
    (has("eslint", ESLINT_CONFIG) && whyEslintCannot(found) === undefined) ||
    (has("oxlint", OXLINT_CONFIG) && whyOxlintCannot(found) === undefined);
  const forEditors = versionWithoutPlugins(found) === undefined ? EDITOR_PLUGIN : LANGUAGE_SERVER;
  return ["godwit", ...(isLinted ? ["eslint-plugin-godwit"] : []), ...(found.isTypeScript ? [forEditors] : [])];
}
