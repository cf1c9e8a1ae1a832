import { posix, sep } from "node:path";

/** Extensions of source files in the order in which an extensionless specifier tries them. */
export const SOURCE_EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;

const DECLARATION_EXTENSIONS = [".d.ts", ".d.mts", ".d.cts"] as const;

/** The extensions that complete a specifier without one. */
export const PROBED_EXTENSIONS = [...SOURCE_EXTENSIONS, ...DECLARATION_EXTENSIONS, ".json"] as const;

/** The extensions of the source that a specifier with a JavaScript extension may mean, best first. */
export const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".js", ".jsx", ".d.ts"],
  ".jsx": [".tsx", ".ts", ".jsx", ".d.ts"],
  ".mjs": [".mts", ".mjs", ".d.mts"],
  ".cjs": [".cts", ".cjs", ".d.cts"],
};

/** The JavaScript extension with which a source is imported. */
export const OUTPUT_OF: Readonly<Record<string, string>> = {
  ".ts": ".js",
  ".tsx": ".js",
  ".mts": ".mjs",
  ".cts": ".cjs",
  ".d.ts": ".js",
  ".d.mts": ".mjs",
  ".d.cts": ".cjs",
};

const KNOWN_EXTENSION = /(?:\.d)?\.[mc]?ts$|\.[mc]?js$|\.[jt]sx$/;

/** The extension that a module path may be written without (`.d.ts` is one); "" for any other. */
export function extensionOf(path: string): string {
  return KNOWN_EXTENSION.exec(path)?.[0] ?? "";
}

/** The path without its source extension; other extensions (`.json`, `.css`, `.service`) are part of the name. */
export function stemOf(path: string): string {
  return path.slice(0, path.length - extensionOf(path).length);
}

/** Whether the path is a declaration file. */
export function isDeclaration(path: string): boolean {
  return extensionOf(path).startsWith(".d.");
}

/** Whether a path is that of a TypeScript file with code. */
export function isTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/u.test(path) && !isDeclaration(path);
}

/** Whether Node runs files with the path's extension as they are; what compiles components (`User.vue.js` is one's script) takes TypeScript. */
export function isJavaScript(path: string): boolean {
  return /(?<!\.(?:vue|svelte|astro))\.[mc]?js$/u.test(path);
}

/** The stem without a final `/index`, so that a folder and its index are equal. */
export function folderOfIndex(stem: string): string {
  return stem.replace(/[\\/]index$/, "");
}

/** Whether the stem belongs to an index file. */
export function isIndexStem(stem: string): boolean {
  return /(?:^|[\\/])index$/.test(stem);
}

/** The last segment of a path or specifier. */
export function lastSegment(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The path with `/`, as specifiers are written. */
export function slashed(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

/** Whether `path` is `directory` or is inside it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** The package name and subpath of a bare specifier; a JavaScript extension is not part of the identity. */
export function splitPackage(specifier: string): { readonly name: string; readonly subpath: string } {
  const parts = specifier.split("/");
  const length = specifier.startsWith("@") ? 2 : 1;
  const subpath = posix.normalize(parts.slice(length).join("/")).replace(/^\.$|\/$/g, "");
  return { name: parts.slice(0, length).join("/"), subpath: subpath.replace(/\.[mc]?js$/, "") };
}

/** The path of what a folder has, put together by hand: `join` would look through all of it, for each of many folders. */
export function below(folder: string, name: string): string {
  return folder.endsWith(sep) ? folder + name : folder + sep + name;
}
