import path from "node:path";
import { counted } from "../terminal.js";

/** `3 violations in 2 files (.svelte, .vue)` */
export function describeEmbedded(embedded: readonly { readonly file: string }[]): string {
  const files = new Set(embedded.map(({ file }) => file));
  const endings = [...new Set([...files].map((file) => path.extname(file)))].sort().join(", ");
  return `${counted(embedded.length, "violation")} in ${counted(files.size, "file")} (${endings})`;
}
