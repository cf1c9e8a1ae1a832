import type { ModuleIdentity, Modules } from "@godwit/core/modules";
import path from "node:path";
import { type Contract, matchesGlob } from "@godwit/core/contracts";
import { isShallow } from "../baseline/history.js";
import { askGit } from "../files/git.js";

/** What a bridge of a contract names: a file, an export of it, or a member of that export. */
export interface BridgeTarget {
  /** As the contract has it: `./src/a.ts#Engine.createFromLegacy`. */
  readonly text: string;
  /** Relative to the root, without `./`. */
  readonly file: string;
  readonly exported: string | undefined;
  readonly member: string | undefined;
}

/** Reads a bridge's text. */
export function parseBridge(text: string): BridgeTarget {
  const [module = "", fragment] = text.split("#", 2);
  const [exported, ...members] = (fragment ?? "").split(".");
  return {
    ...{ text, file: module.replace(/^\.\//, "") },
    exported: exported === "" ? undefined : exported,
    member: members.length === 0 ? undefined : members.join("."),
  };
}

/** The module of a bridge. */
export function moduleOfBridge({ file }: BridgeTarget, modules: Modules): ModuleIdentity {
  return modules.resolveContractModule(`./${file}`);
}

function isBridgeThere(bridge: BridgeTarget, modules: Modules): boolean {
  const module = moduleOfBridge(bridge, modules);
  if (module.kind !== "file") return false;
  if (bridge.exported === undefined) return true;
  if (modules.exportOrigin(module, bridge.exported) === undefined) return false;
  return bridge.member === undefined || hasMember(module, bridge as BridgeTarget & { exported: string; member: string }, modules);
}

/** Whether a bridge of a contract is in the code, is gone, or is a slip of the pen: no commit ever had it. */
export function fateOfBridge(
  contract: Contract,
  bridge: BridgeTarget,
  { root, modules }: { readonly root: string; readonly modules: Modules },
): "there" | "gone" | "never" {
  if (isBridgeThere(bridge, modules)) return "there";
  // A package's contract is for many repositories, of which each has only some of its files.
  return contract.package === undefined && isUnknownToGit(root, bridge) ? "never" : "gone";
}

/** A declaration that can't be read may have any member. */
function hasMember(
  module: ModuleIdentity,
  { exported, member }: { readonly exported: string; readonly member: string },
  modules: Modules,
): boolean {
  const node = declarationOf(module, exported, modules);
  const list: readonly object[] =
    node?.type === "ClassDeclaration" || node?.type === "ClassExpression"
      ? node.body.body
      : node?.type === "ObjectExpression"
        ? node.properties
        : [{ isUnknown: true }];
  return list.some((each) => "isUnknown" in each || ("key" in each && nameOf(each.key as object) === member));
}

function declarationOf(module: ModuleIdentity, exported: string, modules: Modules) {
  const declared = modules.declarations.findExported(module, exported);
  return declared?.module.values.get(declared.name) ?? declared?.module.types.get(declared.name);
}

/** Whether a bridge is a static member of a class: code uses it by the class, not by values of any type. */
export function isStaticMember(bridge: BridgeTarget, modules: Modules): boolean {
  const { exported, member } = bridge;
  if (exported === undefined || member === undefined) return false;
  const node = declarationOf(moduleOfBridge(bridge, modules), exported, modules);
  const isClass = node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
  return (
    isClass && node.body.body.some((each) => "static" in each && each.static && "key" in each && nameOf(each.key) === member)
  );
}

function nameOf(key: object): string | undefined {
  if ("name" in key) return String(key.name);
  return "value" in key ? String(key.value) : undefined;
}

/** The commit that took away the last use of a bridge, or why it is not known. */
export type LastUse = { readonly commit: string; readonly date: string } | { readonly note: string };

const PATIENCE_MS = 30_000;
const CODE = ["*.ts", "*.tsx", "*.mts", "*.cts", "*.js", "*.jsx", "*.mjs", "*.cjs"];

/** Finds the last commit that changed how often code outside of the bridge mentions it. */
export function findLastUse(root: string, bridge: BridgeTarget): LastUse {
  const isInside = askGit(root, ["rev-parse", "--is-inside-work-tree"]);
  if (!isInside) return { note: "git can't be run" };
  if (isInside.status !== 0) return { note: "there is no git repository" };
  const args = [
    "-1",
    "--format=%H %cs",
    "--pickaxe-regex",
    `-S${patternOf(bridge)}`,
    "--",
    ...CODE,
    `:(exclude,literal)${bridge.file}`,
  ];
  const answer = askGit(root, ["log", ...args], { timeout: PATIENCE_MS, hasPatterns: true });
  const [commit, date] = answer?.status === 0 ? answer.entries.join("").trim().split(" ") : [];
  if (answer === undefined) return { note: "git did not answer in time" };
  if (answer.status !== 0) return { note: "the repository has no commit yet" };
  if (!commit || !date) return { note: "no commit of this clone ever used it" };
  return isBoundary(root, commit) ? { note: "this clone is shallow: git fetch --unshallow brings the commit" } : { commit, date };
}

/** What may pass on a name that the file itself does not have. */
const PASSES_ON = String.raw`export +(type +)?([*]|[{][^}]*[}] *from)|\bmodule[.]exports`;

/** Whether git has the whole history, and in it no commit with the bridge. */
function isUnknownToGit(root: string, { file, exported, member }: BridgeTarget): boolean {
  if (isShallow(root)) return false;
  const stem = stemOf(file);
  const files = [file, ...CODE.flatMap((glob) => [`${stem}${glob.slice(1)}`, `${stem}/index${glob.slice(1)}`])];
  const names = [exported, member].flatMap((name) => (name === undefined || name === "default" ? [] : [name]));
  const searches = [[], ...names.map((name) => ["--pickaxe-regex", `-S\\b${escape(name)}\\b|${PASSES_ON}`])];
  return searches.some((search) => {
    const question = ["log", "-1", "--full-history", "--format=%H", ...search, "--", ...files];
    const answer = askGit(root, question, { timeout: PATIENCE_MS });
    return answer?.status === 0 && answer.entries.join("") === "";
  });
}

/** How code writes the bridge: a name, or the end of a path. */
function patternOf({ file, exported, member }: BridgeTarget): string {
  const name = member ?? (exported === "default" ? undefined : exported);
  if (name !== undefined) return `\\b${escape(name)}\\b`;
  const parts = file
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/\/index$/, "")
    .split("/");
  const [folder, stem] = [parts.at(-2), parts.at(-1)!];
  return `(${folder === undefined ? "" : `${escape(folder)}/|`}["'\`]\\./)${escape(stem)}(\\.[cm]?[jt]sx?)?["'\`]`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The first commit of a shallow clone seems to have added everything. */
function isBoundary(root: string, commit: string): boolean {
  if (!isShallow(root)) return false;
  const parents = askGit(root, ["rev-list", "--parents", "-1", commit])?.entries.join("").trim().split(" ") ?? [];
  return parents.length < 2;
}

const EXTENSION = /\.(?:d\.)?[cm]?[jt]sx?$/;
/** What a path in a text can have, an extension included. */
const TOKEN = /[\w@~#$.*/\\-]+/g;

/** Says whether texts are paths of one file, as imports, configs and scripts write them. */
export class PathMentions {
  readonly #modules: Modules;
  readonly #file: string;
  readonly #stem: string;

  /** `file` is relative to the root, with `/`. */
  constructor(modules: Modules, file: string) {
    this.#modules = modules;
    this.#file = file;
    this.#stem = stemOf(file);
  }

  /** What every path of the file contains; a text that is no code may be cut at spaces. */
  get word(): string {
    return path.posix.basename(this.#stem).split(" ").at(-1)!;
  }

  /** The first path of the file in a text that is no code; its offset. */
  findIn(text: string, from: string): number | undefined {
    for (const { index, 0: token } of text.matchAll(TOKEN))
      // `${folder}/engine.ts` is a template: what it becomes is not known.
      if (text[index - 1] !== "}" && token.includes(this.word) && this.isMeant(token, from)) return index;
    return undefined;
  }

  /** Whether a text that a file (relative to the root) has is a path of the file: relative, from the root, by an alias, or of what a build makes of it. */
  isMeant(text: string, from: string): boolean {
    const token = text.replaceAll("\\", "/").replace(/^[.,;:]+(?![./])|[,;:.]+$/g, "");
    if (!token.includes(this.word) || token.includes("*")) return false;
    const plain = stemOf(token);
    const folder = path.posix.dirname(from);
    // A word alone is no path.
    if (!token.includes("/") && !EXTENSION.test(token)) return false;
    if ([folder, "."].some((base) => path.posix.normalize(path.posix.join(base, plain)) === this.#stem)) return true;
    if (this.#leadsHere(token, from)) return true;
    if (/^\.\.?\//.test(token)) return false;
    const bare = plain.replace(/^(?:[@~#]\/?|\/)/, "");
    return bare.includes("/")
      ? this.#stem.replaceAll(" ", "/").endsWith(`/${bare}`)
      : EXTENSION.test(token) && bare === this.word;
  }

  /** Whether a path with gaps (`*`) may lead to the file. */
  mayMatch(pattern: string, from: string): boolean {
    const folder = path.posix.dirname(from);
    const bare = pattern.replace(/^[@~#]\//, "");
    const globs = [path.posix.join(folder, bare), ...(/^\.\.?\//.test(bare) ? [] : [path.posix.join("**", bare)])];
    const isBroad = bare.replaceAll(/[*./]/g, "") === "";
    if (isBroad) return false;
    return globs.some((glob) =>
      [glob, glob.replace(EXTENSION, ""), `${glob}.*`].some(
        (each) =>
          matchesGlob(this.#file, each) ||
          matchesGlob(this.#stem, each) ||
          matchesGlob(this.#file, each.replaceAll(/(?<!\*)\*(?!\*)/g, "**")),
      ),
    );
  }

  #leadsHere(specifier: string, from: string): boolean {
    const module: ModuleIdentity = this.#modules.resolve(path.join(this.#modules.root, from), specifier);
    return module.kind === "file" && this.#modules.relative(module.path) === this.#file;
  }
}

function stemOf(file: string): string {
  return file.replace(EXTENSION, "").replace(/\/index$/, "");
}
