import type ts from "typescript";

let current: typeof ts | undefined;

/** Says which TypeScript the bundled parts work with: the host's own, since numbers of kinds and flags differ between versions. @public for `index.cts` */
export function useTypeScript(typescript: typeof ts): void {
  current ??= typescript;
}

/** The host's TypeScript; what `import … from "typescript"` means inside the bundle. @public for `build.mjs` */
export function hostTypeScript(): typeof ts {
  if (!current) throw new Error("The plugin was not started by a language server.");
  return current;
}
