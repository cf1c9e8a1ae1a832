import path from "node:path";
import { LineIndex } from "@godwit/core/contracts";
import { findText } from "@godwit/core/disk";
import type { TraceTarget } from "@godwit/core/engine";
import { listedExports, possibleNames, type ModuleIdentity, type Modules, type PassageQuery } from "@godwit/core/modules";

/** Files whose code other tools take out and compile: they load modules, and no rule looks at them. */
const OTHER_CODE = /\.(?:vue|svelte|astro|mdx|html?)$/i;
/** A specifier may be any text without spaces. */
const QUOTED = /(["'])([^"'`\s<>]{1,300})\1/g;

/** A file of another kind that loads a target, or a module that passes it on. */
export interface OtherCodeUse {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly line: number;
}

/** Components and pages, of which only the strings and words are known. */
export class OtherCode {
  readonly #modules: Modules;
  readonly #files: readonly string[];
  readonly #texts = new Map<string, string>();

  /** `files` are those of a root, of any kind. */
  constructor(modules: Modules, files: readonly string[]) {
    this.#modules = modules;
    this.#files = files.filter((file) => OTHER_CODE.test(file));
  }

  /** The first line of each file that uses the target, or may. */
  usersOf({ module: target, exported }: TraceTarget): readonly OtherCodeUse[] {
    const isTarget = (module: ModuleIdentity): boolean => this.#modules.isSameModule(module, target);
    const query = { isTarget, names: listedExports(exported === undefined ? [] : [exported]), exported };
    return this.#files.flatMap((file): OtherCodeUse[] => {
      const text = this.#textOf(file);
      const words = new Set(["default", ...possibleNames(text)]);
      const given = [...words].find((word) => {
        const found = this.#modules.autoImports(path.join(this.#modules.root, file)).get(word)?.();
        return found && isTarget(found.module) && (exported === undefined || found.name === exported);
      });
      const at =
        this.#loadedIn(file, text).find(({ module }) => this.#gives(module, { query, words }))?.at ??
        (given === undefined ? undefined : text.indexOf(given));
      return at === undefined ? [] : [{ file, line: new LineIndex(text).positionAt(at).line }];
    });
  }

  /** The first line of each file that has a word. */
  mentionsOf(word: string): readonly OtherCodeUse[] {
    return this.#files.flatMap((file): OtherCodeUse[] => {
      const text = this.#textOf(file);
      if (!possibleNames(text).includes(word)) return [];
      return [{ file, line: new LineIndex(text).positionAt(text.indexOf(word)).line }];
    });
  }

  #textOf(file: string): string {
    const known = this.#texts.get(file) ?? findText(path.join(this.#modules.root, file), "scanned") ?? "";
    this.#texts.set(file, known);
    return known;
  }

  #loadedIn(file: string, text: string): { readonly module: ModuleIdentity; readonly at: number }[] {
    const absolute = path.join(this.#modules.root, file);
    return [...text.matchAll(QUOTED)].map(({ index, 2: specifier }) => ({
      // A page names what it loads from the root that it is served from.
      module: specifier!.startsWith("/")
        ? this.#modules.resolveContractModule(`.${specifier!}`)
        : this.#modules.resolve(absolute, specifier!),
      at: index,
    }));
  }

  /** Whether a module that a file loads is the target, or passes it on by a name that the file has. */
  #gives(module: ModuleIdentity, { query, words }: Search): boolean {
    const { exported } = query;
    const isMeant = (name: string): boolean =>
      exported === undefined || name === exported || (name === "*" && words.has(exported));
    if (query.isTarget(module)) return isMeant("*");
    return (
      this.#modules.mayPassOn(module, query) &&
      [...words].some((word) =>
        this.#modules.exportWay(module, word).some((step) => query.isTarget(step.module) && isMeant(step.name)),
      )
    );
  }
}

/** What is looked for in one file. */
interface Search {
  readonly query: PassageQuery & Pick<TraceTarget, "exported">;
  readonly words: ReadonlySet<string>;
}
