import { fileURLToPath } from "node:url";
import { readText } from "@godwit/core/disk";
import { startServer } from "./index.js";

const HELP = `godwit-language-server: migration contracts in every editor that speaks LSP.

Editors start it with --stdio, and speak LSP with it over stdin and stdout.
`;

if (process.argv.includes("--version")) process.stdout.write(`${versionOf(new URL("../package.json", import.meta.url))}\n`);
else if (process.argv.includes("--help")) process.stdout.write(HELP);
else {
  // Whatever else writes to stdout would break the protocol.
  startServer({ input: process.stdin, output: process.stdout });
}

function versionOf(manifest: URL): string {
  return (JSON.parse(readText(fileURLToPath(manifest), "settings")) as { readonly version: string }).version;
}
