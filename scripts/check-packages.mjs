// npm run check:packages: the packages to publish are complete, and every supported way of module resolution finds their types.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { findDifferences, findFaults } from "./package-rules.mjs";
import { packPackages, REPOSITORY } from "./packages.mjs";

const require = createRequire(import.meta.url);
const ATTW = path.join(path.dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");
const complaints = [];
const folder = mkdtempSync(path.join(tmpdir(), "godwit-pack-"));
try {
  const packed = packPackages(folder);
  const published = new Map(packed.map(({ manifest }) => [manifest.name, manifest.version]));
  complaints.push(...findDifferences(packed.map(({ manifest }) => manifest)));
  for (const each of packed) complaints.push(...(await complain(each, published)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log("All packages publish clean.");

async function complain({ folder, manifest, tarball, files }, published) {
  const { name } = manifest;
  const { messages } = await publint({ pkgDir: folder, pack: "npm", level: "warning", strict: true });
  const directory = path.relative(REPOSITORY, folder).replaceAll("\\", "/");
  const read = (file) => readFileSync(path.join(folder, file), "utf8");
  return [
    ...messages
      .map((message) => `${name}: ${formatMessage(message, manifest)}`)
      // The build copies TypeScript 7 as it is, and its own files need what its package.json says.
      .filter((message) => !message.includes("./dist/typescript-7/")),
    ...findFaults({ manifest, directory, files, read }, published).map((fault) => `${name}: ${fault}`),
    ...checkTypes(name, tarball),
  ];
}

/** ES modules only, so `require` of the types from CommonJS is `require(esm)`, which Node has from 20.19. */
function checkTypes(name, tarball) {
  const args = [ATTW, tarball, "--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm", "--no-emoji", "--no-color"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return status === 0 ? [] : [`${name}: types do not resolve everywhere.\n${stdout}${stderr}`];
}
