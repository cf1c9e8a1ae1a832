import path from "node:path";
import { LineIndex } from "@godwit/core/contracts";
import { FileError, findText, readText } from "@godwit/core/disk";
import { findMentions, listModuleSpecifiers, type Mention, type SourceFile } from "@godwit/core/engine";
import type { ModuleIdentity } from "@godwit/core/modules";
import {
  type BridgeUser,
  daysBetween,
  ImportGraph,
  listAllFiles,
  listFiles,
  type Project,
  readSource,
  type RuntimeUse,
} from "@godwit/project";
import * as z from "zod";
import { UsageError } from "../failure.js";
import { OtherCode } from "../host/other-code.js";
import { openSource } from "../host/source-file.js";

/** The files of a root, each read and parsed at most once, for the search of all bridges. */
export class BridgeSearch {
  readonly project: Project;
  /** All source files, relative to the root. */
  readonly files: readonly string[];
  /** All files of any kind. */
  readonly allFiles: readonly string[];
  /** Components and pages, which are not parsed. */
  readonly otherCode: OtherCode;
  readonly #graph: ImportGraph;
  readonly #sources = new Map<string, SourceFile | undefined>();
  readonly #mentions = new Map<string, readonly Mention[]>();
  readonly #lines = new Map<string, LineIndex>();
  readonly #unparsed = new Map<string, { readonly text: string; readonly message: string }>();

  /** `leftOut`: files (absolute) that name bridges and use none, such as counts of their uses. */
  constructor(project: Project, leftOut: readonly string[] = []) {
    this.project = project;
    this.files = listFiles(project.root).map((file) => file.path);
    this.allFiles = listAllFiles(project.root).filter((file) => !leftOut.includes(path.join(project.root, file)));
    this.otherCode = new OtherCode(project.engine.modules, this.allFiles);
    this.#graph = new ImportGraph(project.engine.modules, this.files);
  }

  get packageFiles(): readonly string[] {
    return this.allFiles.filter((file) => path.posix.basename(file) === "package.json");
  }

  readonly open = (absolute: string): SourceFile | undefined => {
    const file = this.project.engine.modules.relative(absolute);
    return file === undefined ? undefined : this.openFile(file);
  };

  readonly importersOf = (module: ModuleIdentity): readonly string[] =>
    this.#graph.filesNaming(module).map((file) => path.join(this.project.root, file));

  /** A source file, relative to the root; undefined if it can't be read or parsed. */
  openFile(file: string): SourceFile | undefined {
    if (!this.#sources.has(file)) this.#sources.set(file, this.#read(file));
    return this.#sources.get(file);
  }

  #read(file: string): SourceFile | undefined {
    const absolute = path.join(this.project.root, file);
    const read = readSource(absolute);
    if (read.kind === "text") {
      try {
        return openSource(absolute, read.text);
      } catch (error) {
        this.#unparsed.set(file, { text: read.text, message: (error as Error).message });
      }
    } else if (read.kind === "problem") this.#unparsed.set(file, { text: read.scan ?? this.textOf(file), message: read.message });
    return undefined;
  }

  textOf(file: string): string {
    return findText(path.join(this.project.root, file), "scanned") ?? "";
  }

  /** The names and strings in a file. */
  mentions(file: string): readonly Mention[] {
    const source = this.#mentions.has(file) ? undefined : this.openFile(file);
    const known = this.#mentions.get(file) ?? (source ? findMentions(source.program) : []);
    this.#mentions.set(file, known);
    return known;
  }

  /** The strings by which a file names modules, quotes included. */
  specifiers(file: string): readonly (readonly [number, number])[] {
    const source = this.openFile(file);
    if (!source) return [];
    return listModuleSpecifiers(source, this.project.engine.modules).map(
      ({ range: [start, end] }) => [start - 1, end + 1] as const,
    );
  }

  lines(file: string): LineIndex {
    const known = this.#lines.get(file) ?? new LineIndex(this.textOf(file).replace(/^\uFEFF/u, ""));
    this.#lines.set(file, known);
    return known;
  }

  /** Source files with a word that could not be read or parsed: they may use anything. */
  unreadable(word: string): readonly BridgeUser[] {
    for (const file of this.files) if (this.textOf(file).includes(word)) this.openFile(file);
    return [...this.#unparsed].flatMap(([file, { text, message }]): BridgeUser[] =>
      text.includes(word) ? [{ file, line: 1, kind: "unreadable", what: `may use it: ${message}` }] : [],
    );
  }
}

/** Uses older than this say nothing of today. */
const DAYS = 7;

const time = z.iso.datetime({ offset: true });
const countsSchema = z.object({
  version: z.literal(1),
  since: time,
  until: time,
  bridges: z.record(z.string(), z.record(z.iso.date(), z.int().min(0))),
});

/** What counts of running programs say of bridges. */
export interface RuntimeCounts {
  useOf(bridge: string): RuntimeUse;
}

/** Reads the files that `@godwit/bridge` counted into; undefined where there are none. `today` is YYYY-MM-DD. */
export function readRuntimeCounts(files: readonly string[], cwd: string, today: string): RuntimeCounts | undefined {
  if (files.length === 0) return undefined;
  const all = files.map((file) => readOne(file, cwd));
  const since = all.map((each) => each.since.slice(0, 10)).sort()[0]!;
  const until = all
    .map((each) => each.until.slice(0, 10))
    .sort()
    .at(-1)!;
  return {
    useOf: (bridge) => {
      const days = all.flatMap(({ bridges }) => Object.entries(bridges.get(bridge) ?? {})).filter(([, count]) => count > 0);
      const recent = days.filter(([day]) => daysBetween(day, today) < DAYS);
      const sum = (list: readonly (readonly [string, number])[]): number => list.reduce((total, [, count]) => total + count, 0);
      return {
        isCounted: all.some(({ bridges }) => bridges.has(bridge)),
        ...{
          recent: sum(recent),
          days: DAYS,
          total: sum(days),
          lastUse:
            days
              .map(([day]) => day)
              .sort()
              .at(-1) ?? null,
        },
        ...{ since, until, isOld: daysBetween(until, today) >= DAYS },
      };
    },
  };
}

interface OneCount {
  readonly since: string;
  readonly until: string;
  readonly bridges: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

function readOne(file: string, cwd: string): OneCount {
  const parsed = countsSchema.safeParse(parseJson(file, cwd));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue!.path.length > 0 ? ` at ${issue!.path.join(".")}` : "";
    throw new UsageError(`${file} holds no counts of @godwit/bridge${where}: ${issue!.message}.`);
  }
  const { since, until, bridges } = parsed.data;
  return { since, until, bridges: new Map(Object.entries(bridges)) };
}

function parseJson(file: string, cwd: string): unknown {
  try {
    return JSON.parse(readText(path.resolve(cwd, file), "settings"));
  } catch (error) {
    const why = error instanceof FileError ? error.message : `it is no JSON (${(error as Error).message})`;
    throw new UsageError(`${file} can't be read: ${why}.`);
  }
}
