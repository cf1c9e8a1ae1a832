import { builtinModules } from "node:module";

/** Whether a package may be imported: built-ins, and what a bundler makes up (`virtual:x`), need no declaration. */
export function isDeclaredPackage(name: string, declared: ReadonlySet<string>): boolean {
  // Without any package.json there is nothing to compare with.
  if (declared.size === 0 || name.includes(":") || name.startsWith("#") || builtinModules.includes(name)) return true;
  return declared.has(name) || declared.has(`@types/${name.replace(/^@/u, "").replace("/", "__")}`);
}
