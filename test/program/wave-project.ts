import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createTypeChecker, typeCheckerHere } from "@godwit/program";
import { listenForInterrupt } from "../../packages/cli/src/migrate/interrupt.js";
import { openSession, type Session } from "../../packages/cli/src/migrate/session.js";
import type { PlannedWave } from "../../packages/cli/src/migrate/waves/try-waves.js";
import { wavesInMemory } from "../../packages/cli/src/migrate/dry-run.js";
import { workOf } from "../../packages/cli/src/migrate/units/work.js";
import type { ProcessHost } from "../../packages/cli/src/terminal.js";
import { writeTree, type TreeContent } from "../support/temporary-tree.js";

/** What every project of these tests has, if it brings nothing of the same name. */
const FILES: Readonly<Record<string, TreeContent>> = {
  "package.json": { name: "x", type: "module" },
  "tsconfig.json": {
    compilerOptions: {
      strict: true,
      module: "NodeNext",
      moduleResolution: "NodeNext",
      target: "ES2022",
      lib: ["ES2022"],
      types: [],
      noEmit: true,
      jsx: "preserve",
    },
    include: ["src"],
  },
  "src/ids.ts": ["User", "Order"]
    .map(
      (name) =>
        `export type ${name}Id = string & { readonly brand: "${name}Id" };\n` +
        `export const ${name}Id = (value: string): ${name}Id => value as ${name}Id;\n`,
    )
    .join(""),
  "migrations/ids.md":
    "---\ntitle: IDs have types\nimports:\n  UserId: ./src/ids.ts\n  OrderId: ./src/ids.ts\nrules:\n  no-string-id:\n" +
    "    - { type: UserId }\n    - { type: OrderId }\n---\n\nWhy.\n",
};

/** A project on disk through which types can be sent. */
export class WaveProject {
  readonly root: string;
  readonly #files: readonly string[];

  constructor(files: Readonly<Record<string, TreeContent>>) {
    const all = { ...FILES, ...files };
    this.root = writeTree(all);
    this.#files = Object.keys(all).filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  /** All source files with their texts. */
  sources(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#files.map((file) => [file, this.read(file)]));
  }

  /** Sends every type of the contract through the project and writes what comes of it. */
  async migrate(): Promise<readonly PlannedWave[]> {
    const session = this.#open();
    const waves: PlannedWave[] = [];
    const kept = new Map<string, string>();
    for await (const { wave, refusal } of wavesInMemory(session, workOf(session.planned, {}), kept)) {
      if (refusal) throw new Error(`${wave.unit} can't be kept: ${refusal.reason}`);
      waves.push(wave);
    }
    for (const [file, text] of kept) writeFileSync(path.join(this.root, file), text);
    return waves;
  }

  /** The type errors that the files on disk have and `before` had not: `src/a.ts TS2345`. */
  newErrors(before: Readonly<Record<string, string>>): readonly string[] {
    const now = this.sources();
    for (const [file, text] of Object.entries(before)) writeFileSync(path.join(this.root, file), text);
    const { added } = createTypeChecker(this.root, this.#files).judge(new Map(Object.entries(now)));
    for (const [file, text] of Object.entries(now)) writeFileSync(path.join(this.root, file), text);
    return added.map(({ file, code, line, message }) => `${file}:${line} TS${code} ${message}`);
  }

  #open(): Session {
    const never = (): never => {
      throw new Error("planning starts no process");
    };
    const process: ProcessHost = {
      ...{ pid: 1, env: {}, isAlive: never, killGroup: never, exit: never },
      onInterrupt: () => () => undefined,
    };
    const listener = { command: () => undefined, commandEnd: () => undefined, note: () => undefined, progress: () => undefined };
    const interrupt = listenForInterrupt(process, () => undefined);
    return openSession({ contract: "ids" }, { cwd: this.root, process, listener, interrupt, openTypeChecker: typeCheckerHere });
  }
}
