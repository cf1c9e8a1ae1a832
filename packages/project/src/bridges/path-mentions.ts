import path from "node:path";
import { matchesGlob } from "@godwit/core/contracts";
import type { ModuleIdentity, Modules } from "@godwit/core/modules";

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

  /** What every path of the file contains. */
  get word(): string {
    return path.posix.basename(this.#stem);
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
    return bare.includes("/") ? this.#stem.endsWith(`/${bare}`) : EXTENSION.test(token) && bare === this.word;
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
