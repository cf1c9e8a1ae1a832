import { digestOf } from "@godwit/core/disk";
import type { Contract, KeptParse, KeptParses, Problem } from "@godwit/core/contracts";
import { noteKeptFacts, noteTrace, Recorder } from "@godwit/core/modules";
import { AnswerCache } from "./answer-cache.js";
import { cacheFolder } from "./cache-folder.js";

/** Where what is known of contracts is kept. */
export interface KeptContractsOptions {
  /** Absolute path. */
  readonly root: string;
  /** A digest of godwit's own code: another version finds something else. */
  readonly build: string;
  /** Default: beside other tools' caches. */
  readonly folder?: string;
  /** When the process began to read, in milliseconds; default: now. */
  readonly startedAt?: number;
  /** Who records what the run is made of besides contracts; what is taken from an earlier process is noted for it. */
  readonly recorder?: Recorder | undefined;
}

/**
 * What an earlier process found out about the contracts of a root: what their texts say, that validating them found no error, and that what
 * they write is not replaced again and again. The last two are taken only if every module and setting that was asked for is as it was. For one load; then it is saved.
 */
export class KeptContracts {
  /** The parsed texts. */
  readonly parses: KeptParses;
  readonly #recorder: Recorder;
  readonly #answers: AnswerCache;
  readonly #asked = new Set<string>();
  readonly #taken: string[] = [];

  constructor({
    root,
    build,
    folder = cacheFolder(root),
    startedAt = Date.now(),
    recorder = new Recorder(),
  }: KeptContractsOptions) {
    this.#recorder = recorder;
    const key = digestOf(JSON.stringify(["contracts", build]));
    this.#answers = AnswerCache.open({ root, folder, key, startedAt });
    this.parses = {
      find: ({ id, file }, text) => this.#find<KeptParse>(`parsed/${file}`, digestOf(`${id}\0${text}`)),
      keep: ({ id, file }, text, answer) =>
        this.#answers.keepNamed(`parsed/${file}`, digestOf(`${id}\0${text}`), { answer, trace: NOTHING }),
    };
  }

  /** The problems of a contract; it is validated only if that is not known. */
  validated(contract: Contract, validate: (contract: Contract) => readonly Problem[]): readonly Problem[] {
    return this.#examined(`valid/${contract.file}`, contract.hash, () => validate(contract));
  }

  /** The problems of what a contract writes where the rules of others are in force beside it; looked for only if that is not known. */
  foundEndless(contract: Contract, beside: readonly Contract[], find: () => readonly Problem[]): readonly Problem[] {
    const all = [contract, ...beside].flatMap(({ id, hash }) => [id, hash]);
    return this.#examined(`ends/${contract.file}`, digestOf(all.join("\0")), find);
  }

  #examined(name: string, digest: string, examine: () => readonly Problem[]): readonly Problem[] {
    const known = this.#find<readonly Problem[]>(name, digest);
    if (known) {
      this.#taken.push(name);
      return known;
    }
    const { value, trace } = this.#recorder.forFile(name, examine);
    noteTrace(trace);
    // An error is looked at again in each run.
    if (value.every(({ severity }) => severity !== "error")) this.#answers.keepNamed(name, digest, { answer: value, trace });
    return value;
  }

  /** Compiles contracts: what that asks for is answered again while others are validated, so it counts for all of them. */
  compiling<T>(run: () => T): T {
    return this.#recorder.forAll(run);
  }

  /** Keeps what is known for the next process, which works without it where nothing can be written. */
  save(): void {
    noteKeptFacts(this.#answers.factsBehind(this.#taken));
    if (this.#asked.size > 0) this.#answers.save(this.#recorder, (name) => this.#asked.has(name));
  }

  #find<A>(name: string, digest: string): A | undefined {
    this.#asked.add(name);
    return this.#answers.findNamed<A>(name, digest)?.answer;
  }
}

const NOTHING = { facts: [], parts: [] };
