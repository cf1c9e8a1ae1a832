import path from "node:path";
import { exists, findText } from "@godwit/core/disk";
import type ts from "typescript";
import { isUsedByTemplate } from "../callers/public-entries.js";
import { readManifest } from "../native/source-manifest.js";
import type { ProgramToRead } from "../project-state.js";
import type { ProgramView } from "./program-view.js";

/** Packages that compile one file at a time, and write what decorators see of types as they are named there. */
const TOOL = /^(?:@swc\/|swc-|unplugin-swc$|babel-plugin-(?:transform-typescript|parameter)-metadata$)/u;
const DEPENDENCIES = ["dependencies", "devDependencies"];
/** Where bundlers and test runners say how they compile, and that they do it one file at a time. */
const SCRIPTS = ["webpack", "jest"].flatMap((name) => ["js", "cjs", "mjs", "ts"].map((ending) => `${name}.config.${ending}`));
const CONFIGS = ["package.json", "nest-cli.json", ...SCRIPTS];
const BY_FILE = /\b(?:transpileOnly|isolatedModules|webpack)["']?\s*:\s*true\b|\bNxAppWebpackPlugin\b/u;
const ANY_TOOL = "a tool that sees one file";

const known = new WeakMap<ProgramToRead, string | undefined>();

/**
 * Why a declaration keeps its written type: a template gives it values, or decorators get the type as a value. The type checker writes `String`
 * for a text with a brand, but a tool that sees one file writes what the brand's name is there. Undefined if nothing is in the way.
 */
export function findUnseenTypeUse(view: ProgramView, declaration: ts.Node): string | undefined {
  const { type } = declaration as Partial<ts.PropertyDeclaration>;
  if (!view.ts.isFunctionLike(declaration) && isUsedByTemplate(view, declaration)) return "a template gives it values";
  if (!type || !isSerialized(view, type) || !isDecorated(view, declaration)) return undefined;
  const writer = writerOf(view);
  return writer && `its type is a value at run time (emitDecoratorMetadata), and ${writer} writes another one`;
}

/** Whether what is written of the type depends on the text's type: `string | null`, but no `string[]`, which is an `Array`. */
function isSerialized(view: ProgramView, type: ts.TypeNode): boolean {
  const { ts } = view;
  if (ts.isUnionTypeNode(type)) return type.types.some((part) => isSerialized(view, part));
  if (ts.isParenthesizedTypeNode(type)) return isSerialized(view, type.type);
  return type.kind === ts.SyntaxKind.StringKeyword || (ts.isTypeReferenceNode(type) && !type.typeArguments);
}

/**
 * Whether decorators are there to look at a type: those of its member or parameter, or of the class for what its constructor takes. What a
 * decorated method takes beside that says nothing to a decorator which makes or checks values.
 */
function isDecorated({ ts }: ProgramView, declaration: ts.Node): boolean {
  const has = (node: ts.Node): boolean => ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0;
  if (has(declaration)) return true;
  const { parent } = declaration;
  if (!ts.isParameter(declaration) || !ts.isConstructorDeclaration(parent)) return false;
  return has(parent.parent) || parent.parameters.some(has);
}

/** What compiles the files of a program one at a time, where types are there at run time. */
function writerOf({ program }: ProgramView): string | undefined {
  if (!known.has(program)) known.set(program, findWriter(program.getCompilerOptions()));
  return known.get(program);
}

function findWriter({ emitDecoratorMetadata, isolatedModules, configFilePath }: ts.CompilerOptions): string | undefined {
  if (!emitDecoratorMetadata) return undefined;
  if (isolatedModules) return ANY_TOOL;
  let folder = path.dirname(String(configFilePath));
  for (;;) {
    const tool = toolOf(folder);
    const parent = path.dirname(folder);
    if (tool !== undefined || exists(path.join(folder, ".git")) || parent === folder) return tool;
    folder = parent;
  }
}

function toolOf(folder: string): string | undefined {
  const manifest = readManifest(folder);
  const tool = DEPENDENCIES.flatMap((key) => Object.keys(manifest?.[key] ?? {})).find((name) => TOOL.test(name));
  const isByFile = (name: string): boolean => BY_FILE.test(findText(path.join(folder, name), "source") ?? "");
  return tool ?? (CONFIGS.some(isByFile) ? ANY_TOOL : undefined);
}
