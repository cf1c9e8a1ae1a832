import { dirname, join } from "node:path";
import { type FileTree, isRecord } from "./file-tree.js";
import { parseJsonc } from "./jsonc.js";
import { remember } from "./recording.js";

/** What Prettier looks for in a folder, in its order: https://prettier.io/docs/configuration */
const PRETTIER = [
  ...[".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml", ".prettierrc.json5"],
  ...[".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"].flatMap((ending) => [`.prettierrc${ending}`, `prettier.config${ending}`]),
  ".prettierrc.toml",
];
const BIOME = ["biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc"];
/** What both write where their settings do not say. */
const DEFAULT_WIDTH = 80;

/** The settings of a formatter that were found; `width` is undefined where another file decides. */
interface Settings {
  readonly width: number | undefined;
}

/**
 * The longest line that the formatter of a file (an absolute path) writes, in characters, as the nearest settings of Prettier or Biome say;
 * undefined where there are none, or they leave it to others.
 */
export function createLineWidths(tree: FileTree): (path: string) => number | undefined {
  const known = new Map<string, Settings | undefined>();
  const above = (directory: string): Settings | undefined =>
    remember(known, directory, () => {
      const own = prettierIn(tree, directory) ?? biomeIn(tree, directory);
      const parent = dirname(directory);
      return own ?? (parent === directory ? undefined : above(parent));
    });
  return (path) => above(dirname(path))?.width;
}

function prettierIn(tree: FileTree, directory: string): Settings | undefined {
  // Not the tree's own answer, which tells people of each that does not parse: these may lie far above the project.
  const scope = parseJsonc(textOfFirst(tree, directory, ["package.json"]) ?? "");
  const own = isRecord(scope) ? scope["prettier"] : undefined;
  if (isRecord(own)) return { width: numberOf(own["printWidth"]) ?? DEFAULT_WIDTH };
  if (own !== undefined) return { width: undefined };
  const text = textOfFirst(tree, directory, PRETTIER);
  if (text === undefined) return undefined;
  const [, width] = /\bprintWidth["']?\s*[:=]\s*(\d+)/u.exec(text) ?? [];
  if (width !== undefined) return { width: Number(width) };
  // A file that names another one may get the width from there.
  const isWhole = !/\b(?:import|require|extends)\b|^\s*["'][^"'\n]+["']\s*$/u.test(text);
  return { width: isWhole ? DEFAULT_WIDTH : undefined };
}

function biomeIn(tree: FileTree, directory: string): Settings | undefined {
  const text = textOfFirst(tree, directory, BIOME);
  const json = text === undefined ? undefined : parseJsonc(text);
  if (!isRecord(json)) return undefined;
  const language = isRecord(json["javascript"]) ? json["javascript"]["formatter"] : undefined;
  const formatters = [language, json["formatter"]].filter(isRecord);
  if (formatters.some((formatter) => formatter["enabled"] === false)) return undefined;
  const width = formatters.map((formatter) => numberOf(formatter["lineWidth"])).find((each) => each !== undefined);
  return { width: width ?? (json["extends"] === undefined ? DEFAULT_WIDTH : undefined) };
}

function textOfFirst(tree: FileTree, directory: string, names: readonly string[]): string | undefined {
  const path = names.map((name) => join(directory, name)).find((each) => tree.isFile(each));
  return path === undefined ? undefined : tree.read(path);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}
