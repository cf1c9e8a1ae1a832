import type ts from "typescript";

let current: typeof ts | undefined;

/** Sets the TypeScript that the bundled parts use: the host's own, because the numbers of kinds and flags differ between versions. @public for `index.cts` */
export function useTypeScript(typescript: typeof ts): void {
  current ??= typescript;
}

/** The host's TypeScript, to which `import … from "typescript"` leads inside the bundle. @public for `build.mjs` */
export function hostTypeScript(): typeof ts {
  if (!current) throw new Error("The plugin was not started by a language server.");
  return current;
}
