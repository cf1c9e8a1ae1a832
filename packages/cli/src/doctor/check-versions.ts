import { PLUGIN } from "./check-plugin.js";
import { findExtensions } from "./check-vscode.js";
import { reportOn, type DoctorFinding } from "./finding.js";
import { findPackage } from "../packages/installed-packages.js";
import { listSome, type Setup } from "./setup.js";

/** Packages that contain an engine. */
const FRONTS = ["godwit", "eslint-plugin-godwit", PLUGIN, "@godwit/core/engine"];

const report = reportOn("versions");

/** Checks that all fronts have one version, since different versions may find different violations. */
export function checkVersions(setup: Setup, running: string): DoctorFinding[] {
  const { tree, root } = setup;
  const installed = FRONTS.flatMap((name) => findPackage(tree, root, name) ?? []).map(({ name, version }) => ({ name, version }));
  const extensions = findExtensions(setup).map(({ editor, version }) => ({ name: `the extension in ~/${editor}`, version }));
  const all = [{ name: "this command", version: running }, ...installed, ...extensions];
  if (new Set(all.map(({ version }) => version)).size === 1)
    return [report("ok", "versions", `Everything of godwit is version ${running}.`)];
  const list = listSome(
    all.map(({ name, version }) => `${name} ${version}`),
    all.length,
  );
  return [
    report("warning", "versions-differ", `godwit's parts are of different versions: ${list}.`, {
      advice: "They may find different violations. Install the same version of each.",
    }),
  ];
}
