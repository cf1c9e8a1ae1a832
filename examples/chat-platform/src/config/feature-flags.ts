import { readFileSync } from "node:fs";

const FLAGS_FILE = new URL("../../config/flags.json", import.meta.url);

let flags: Readonly<Record<string, boolean>> | undefined;

/** True where `config/flags.json` (see `scripts/flag.mjs`) switches the flag on. */
export function isEnabled(flag: string): boolean {
  flags ??= JSON.parse(readFileSync(FLAGS_FILE, "utf8")) as Record<string, boolean>;
  return flags[flag] ?? false;
}

/** For tests: sets flags in memory; `undefined` reads the file again. */
export function overrideFlags(next: Readonly<Record<string, boolean>> | undefined): void {
  flags = next;
}
