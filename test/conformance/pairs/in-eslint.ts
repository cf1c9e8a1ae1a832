import { createRequire } from "node:module";
import path from "node:path";
import { Linter } from "eslint";
import godwit from "eslint-plugin-godwit";
import type { Pair, PairFront } from "./pairs.js";

type Config = Linter.Config;
type Options = readonly [severity: unknown, option: unknown, context: object];
/** A list of config objects that ESLint has checked: not exported, so loaded by its path. `Linter` takes one as well. */
type ConfigArray = new (
  configs: readonly Config[],
  options: { readonly basePath: string },
) => Config[] & { normalizeSync(): Config[] };

const require = createRequire(import.meta.url);
const { FlatConfigArray } = require(
  path.join(import.meta.dirname, "../../../node_modules/eslint/lib/config/flat-config-array.js"),
) as { readonly FlatConfigArray: ConfigArray };

/** What is wrong with a text that came of another, in words. */
export type FindFault = (file: string, before: string, after: string) => string | undefined;

/** Pairs of contracts through ESLint, whose `--fix` lints again until nothing changes. */
export class EslintPairs implements PairFront {
  readonly #root: string;
  readonly #findFault: FindFault;
  readonly #linter: Linter;
  readonly #configs: readonly Config[];
  readonly #ofContract = new Map<string, Config[]>();

  constructor(root: string, findFault: FindFault) {
    this.#root = root;
    this.#findFault = findFault;
    this.#linter = new Linter({ cwd: root, configType: "flat" });
    this.#configs = godwit.migrations({ root });
  }

  faultsOf(file: string, text: string, [first, second]: Pair, fixed: readonly string[]): string[] {
    const base = [
      { linterOptions: { reportUnusedDisableDirectives: "off" as const } },
      ...this.#configs.filter(({ rules }) => !rules),
    ];
    const configs = this.#checked([...base, ...this.#inOrder(first, 0), ...this.#inOrder(second, 1)]);
    const filename = path.join(this.#root, file);
    const faults: string[] = [];
    for (const { fix, suggestions = [], fatal, message } of this.#linter.verify(text, configs, { filename })) {
      if (fatal) faults.push(`ESLint can't lint it: ${message}`);
      for (const edit of [...(fix ? [fix] : []), ...suggestions.map((each) => each.fix)]) {
        const after = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
        const fault = this.#findFault(file, text, after);
        if (fault) faults.push(`ESLint's ${message} alone ${fault}:\n${after}`);
      }
    }
    // The order that counts is the contracts' own, not that of the config.
    const reversed = this.#checked([...base, ...this.#inOrder(second, 1), ...this.#inOrder(first, 0)]);
    const { output, messages } = this.#linter.verifyAndFix(text, reversed, { filename });
    // The engine alone sees one file: nothing waits for others there.
    const waits = messages.some(({ message }) => message.includes("(not fixed: in "));
    if (output !== fixed.at(-1) && !waits) faults.push(`eslint --fix gives something else:\n${output}\n---\n${fixed.at(-1)}`);
    return faults;
  }

  #checked(configs: readonly Config[]): Config[] {
    return new FlatConfigArray(configs, { basePath: this.#root }).normalizeSync();
  }

  /** The config objects of a contract as if it had another place among the contracts; the same ones each time, as ESLint has them. */
  #inOrder(contract: string, order: number): readonly Config[] {
    const key = `${order} ${contract}`;
    const known = this.#ofContract.get(key) ?? this.#configs.filter(isOf(contract)).map((config) => withOrder(config, order));
    this.#ofContract.set(key, known);
    return known;
  }
}

function isOf(contract: string): (config: Config) => boolean {
  return ({ rules, name = "" }) =>
    rules !== undefined && (name === `godwit/${contract}` || name.startsWith(`godwit/${contract}/`));
}

function withOrder(config: Config, order: number): Config {
  const rules = Object.entries(config.rules!).map(([id, setting]) => {
    const [severity, option, context] = setting as unknown as Options;
    return [id, [severity, option, { ...context, order }]];
  });
  return { ...config, rules: Object.fromEntries(rules) as NonNullable<Config["rules"]> };
}
