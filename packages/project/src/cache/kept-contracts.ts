import { digestOf } from "@godwit/core/disk";
import {
  adaptationKey,
  type Contract,
  type ContractSource,
  type KeptParse,
  type KeptParses,
  type Problem,
} from "@godwit/core/contracts";
import type { Looks } from "@godwit/core/modules";
import { parsePart, readCache, toPart, writeCache, cacheFolder, type CacheOptions } from "./cache-file.js";
import { footprintOf, isAsSeen, joinFootprints, type Footprint } from "./footprint.js";

/** Where what is known of contracts is kept. */
export interface KeptContractsOptions extends CacheOptions {
  /** Absolute path. */
  readonly root: string;
}

/** An answer that holds for contents with this digest. */
type Answer<A> = readonly [digest: string, answer: A];

interface Stored {
  readonly parsed: Readonly<Record<string, Answer<KeptParse>>>;
  readonly examined: Readonly<Record<string, Answer<readonly Problem[]>>>;
}

/**
 * What an earlier process found out about the contracts of a root: what their texts say, that validating them found no error, and that what
 * they write is not replaced again and again. The last two are taken only if all of the disk that was looked at is as it was. For one load; then it is saved.
 */
export class KeptContracts {
  /** The parsed texts. */
  readonly parses: KeptParses;
  readonly #options: Required<KeptContractsOptions>;
  readonly #key: string;
  readonly #stored: Stored | undefined;
  readonly #footprint: Footprint | undefined;
  readonly #parsed: Record<string, Answer<KeptParse>> = {};
  readonly #examined: Record<string, Answer<readonly Problem[]>> = {};
  #isAsSeen: boolean | undefined;
  #isNew = false;

  constructor({ root, build, folder = cacheFolder(root), startedAt = Date.now() }: KeptContractsOptions) {
    this.#options = { root, build, folder, startedAt };
    this.#key = digestOf(JSON.stringify(["contracts", build]));
    const parts = readCache(folder, this.#key);
    this.#footprint = parts && parsePart<Footprint>(parts.basis);
    this.#stored = parts && parsePart<Stored>(parts.answers);
    this.parses = {
      find: (source, text) => {
        const known = this.#stored?.parsed[source.file];
        if (known?.[0] !== digestOfSource(source, text)) return undefined;
        this.#parsed[source.file] = known;
        return known[1];
      },
      keep: (source, text, answer) => {
        this.#isNew = true;
        this.#parsed[source.file] = [digestOfSource(source, text), answer];
      },
    };
  }

  /** The problems of a contract; it is validated only if that is not known. */
  validated(contract: Contract, validate: (contract: Contract) => readonly Problem[]): readonly Problem[] {
    return this.#examine(`valid ${contract.file}`, contract.hash, () => validate(contract));
  }

  /** The problems of what a contract writes where the rules of others are in force beside it; looked for only if that is not known. */
  foundEndless(contract: Contract, beside: readonly Contract[], find: () => readonly Problem[]): readonly Problem[] {
    const all = [contract, ...beside].flatMap(({ id, hash }) => [id, hash]);
    return this.#examine(`ends ${contract.file}`, digestOf(all.join("\0")), find);
  }

  #examine(name: string, digest: string, examine: () => readonly Problem[]): readonly Problem[] {
    const known = this.#stored?.examined[name];
    if (known?.[0] === digest && this.#holds()) {
      this.#examined[name] = known;
      return known[1];
    }
    const found = examine();
    // An error is looked at again in each run.
    if (found.every(({ severity }) => severity !== "error")) {
      this.#isNew = true;
      this.#examined[name] = [digest, found];
    }
    return found;
  }

  #holds(): boolean {
    return (this.#isAsSeen ??= this.#footprint !== undefined && isAsSeen(this.#footprint, this.#options.root));
  }

  /** What the taken answers depend on besides what this process looked at. */
  get footprint(): Footprint | undefined {
    return this.#isAsSeen ? this.#footprint : undefined;
  }

  /** Keeps what is known for the next process, which works without it where nothing can be written; `looks` are those of this one so far. */
  save(looks: Looks): void {
    if (!this.#isNew) return;
    const seen = footprintOf(looks, this.#options);
    const footprint = seen && joinFootprints(seen, this.footprint);
    const { folder } = this.#options;
    // A parse depends on its text alone.
    const answers: Stored = { parsed: this.#parsed, examined: footprint ? this.#examined : {} };
    writeCache(folder, this.#key, { basis: toPart(footprint ?? NOTHING), answers: toPart(answers) });
  }
}

const NOTHING: Footprint = { directories: [], files: [], links: [] };

function digestOfSource(source: ContractSource, text: string): string {
  return digestOf(`${source.id}\0${adaptationKey(source.id, source)}\0${text}`);
}
