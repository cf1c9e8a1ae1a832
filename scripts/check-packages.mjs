// npm run check:packages: the packages to publish are complete, and every supported way of module resolution finds their types.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packPackages } from "./packages.mjs";

const require = createRequire(import.meta.url);
const ATTW = path.join(path.dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");
/** Files that are useless in an installed package. */
const STRAY = /(^|\/)(test-support|.*\.test\..*|.*\.tsbuildinfo|\.DS_Store)(\/|$)/;

const complaints = [];
const folder = mkdtempSync(path.join(tmpdir(), "godwit-pack-"));
try {
  for (const each of packPackages(folder)) complaints.push(...(await complain(each)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log("All packages publish clean.");

async function complain({ folder, manifest, tarball, files }) {
  const { name } = manifest;
  const { messages } = await publint({ pkgDir: folder, pack: "npm", level: "warning", strict: true });
  return [
    ...messages.map((message) => `${name}: ${formatMessage(message, manifest)}`),
    ...files.filter((file) => STRAY.test(file)).map((file) => `${name}: ${file} should not be published.`),
    ...["README.md", "LICENSE", ...[manifest.main, manifest.types].filter(Boolean).map((file) => path.posix.normalize(file))]
      .filter((file) => !files.includes(file))
      .map((file) => `${name}: ${file} is missing from the tarball; run npm run build, and see "files".`),
    ...checkTypes(name, tarball),
  ];
}

/** ES modules only, so `require` of the types from CommonJS is `require(esm)`, which Node has from 20.19. */
function checkTypes(name, tarball) {
  const args = [ATTW, tarball, "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--no-emoji", "--no-color"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return status === 0 ? [] : [`${name}: types do not resolve everywhere.\n${stdout}${stderr}`];
}
