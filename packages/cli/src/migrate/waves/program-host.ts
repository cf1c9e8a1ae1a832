import path from "node:path";
import type { ProgramHost, OpenDeclaration, WaveProgress } from "@godwit/program";
import { isTestCode, listAllFiles } from "@godwit/project";
import { childAt, findRepositoryUses, type KnownFiles, type Node, type RepositoryUses } from "@godwit/core/engine";
import { embedsScript } from "@godwit/core/contracts";
import { escapePattern, possibleNames } from "@godwit/core/modules";
import type { WaveSetting } from "./wave-sites.js";
import { counted } from "../../terminal.js";
import { tryOpen } from "../../host/source-file.js";

/** Answers what every wave asks of the repository, and why a file may not be edited at all; `doing` is what a run says of the wave. */
export function programHost(
  setting: WaveSetting,
  doing: string,
): ProgramHost & { editRefusal(file: string): string | undefined } {
  const { session, spared, read } = setting;
  const { interrupt, listener } = session.host;
  const known = new Set(session.files.map((file) => file.path));
  return {
    read,
    isTest: (file) => isTestCode(file),
    usersBeside: (seen, asked) => findUsersBeside(setting, new Set(seen), asked),
    async breathe() {
      await interrupt.breathe();
      return interrupt.exitCode === undefined;
    },
    tell: (progress) => listener.progress(0, 0, `${doing}: ${describeProgress(progress)}`),
    editRefusal(file) {
      if (!known.has(file)) return "its file is not one of the repository's sources";
      return spared.get(file);
    },
  };
}

/** What a run says of how far a wave is. */
export function describeProgress({ round, ...step }: WaveProgress): string {
  return `round ${round}, ${describeStep(step)}`;
}

function describeStep({ errors, files, isSearch, projects }: Omit<WaveProgress, "round">): string {
  if (errors === 0) return `checking all that it reaches, ${counted(projects, "project")} left`;
  const what = isSearch
    ? `looking for what ${counted(errors, "error comes", "errors come")} from`
    : `mending ${counted(errors, "error")}`;
  return `${what} in ${counted(files, "file")}`;
}

/** Code that may use exports of the program, also where TypeScript does not read it. */
const CODE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|mdx|html)$/u;
const SCRIPT = /\.(?:[cm]?[jt]s|[jt]sx)$/u;
/** Who uses what another file declares, loads that file. */
const LOADS = /\b(?:import|require)\b|\bfrom\s*["']/u;
/** What a text loads that no parser here reads: `from "./report.js"`. */
const LOADED = /\b(?:from|import|require)\s*\(?\s*(["'])([^"'\s]+)\1/gu;
/** Code that a page of MDX shows. */
const SHOWN = /^(```|~~~)[^]*?^\1/gmu;
/** A path in a text that loads nothing: `files: ["src/report.ts"]`. */
const PATH = /(?<!\b(?:from|import|require)\s*\(?\s*)(["'])[\w@.*~-]*\/[\w@.*~/-]*\1/gu;

/** Finds for each declaration the first file, of those that no program has, that may use it. */
function findUsersBeside(
  setting: WaveSetting,
  seen: ReadonlySet<string>,
  asked: readonly OpenDeclaration[],
): readonly (string | undefined)[] {
  if (asked.length === 0) return [];
  const all = listAllFiles(setting.session.project.root);
  const users = readUsers(setting, all, seen);
  return asked.map((each) => users.find(({ mayUse }) => mayUse(each))?.file);
}

/**
 * Finds a component that may give a value to what is declared at a place of another file: it names the outermost declaration, or writes the
 * member. Compilers of components check that, and none is asked here.
 */
export function findComponentUsers(setting: WaveSetting): (program: Node, offset: number) => string | undefined {
  const all = listAllFiles(setting.session.project.root);
  let users: readonly FileUser[] | undefined;
  return (program, offset) => {
    const { name, member } = exposedAt(program, offset);
    if (name === undefined) return undefined;
    users ??= readUsers(setting, all, new Set(all.filter((file) => !embedsScript(file))));
    const word = member === undefined ? undefined : escapePattern(member);
    const writes = word === undefined ? undefined : new RegExp(`(?<![.\\w$])${word}\\s*[:,}]|\\.${word}\\s*=(?!=)`, "u");
    const isUser = ({ file, mayUse }: FileUser): boolean =>
      mayUse({ files: [], name, reach: "holders" }) || writes?.test(setting.read(file) ?? "") === true;
    return users.find(isUser)?.file;
  };
}

/** The outermost declaration around an offset, and the member of a type that is written there; none for what is in a function's body. */
function exposedAt(program: Node, offset: number): { readonly name?: string; readonly member?: string } {
  let found: { readonly name?: string; readonly member?: string } = {};
  for (let at: Node | undefined = program; at; at = childAt(at, offset)) {
    if (at.type === "BlockStatement") return {};
    if ("id" in at && at.id?.type === "Identifier") found = { name: at.id.name, ...found };
    if (at.type === "TSPropertySignature" && at.key.type === "Identifier") found = { ...found, member: at.key.name };
  }
  return found;
}

/** A file that uses others of the repository. */
interface FileUser {
  readonly file: string;
  mayUse(declaration: OpenDeclaration): boolean;
}

function readUsers(
  { session: { project }, read }: WaveSetting,
  all: readonly string[],
  seen: ReadonlySet<string>,
): readonly FileUser[] {
  const { modules } = project.engine;
  const packages = new Set(all.filter((file) => path.posix.basename(file) === "package.json").map((file) => nameOf(read(file))));
  const known: KnownFiles = {
    isSource: (absolute) => seen.has(modules.relative(absolute) ?? ""),
    isOwnPackage: (name) => packages.has(name),
  };
  return all.flatMap((file) => {
    const text = CODE.test(file) && !seen.has(file) ? read(file) : undefined;
    if (text === undefined || !LOADS.test(text)) return [];
    const absolute = path.join(project.root, file);
    const uses = SCRIPT.test(file) ? usesOf(absolute, text) : "unread";
    if (uses === undefined || (uses === "unread" && !loadsOwn(absolute, text))) return [];
    return [{ file, mayUse: uses === "unread" ? byWords(text) : byUses(uses, (each) => modules.relative(each)) }];
  });

  /** Whether a text loads one of the repository's modules: a page that only has its words calls nothing. */
  function loadsOwn(absolute: string, text: string): boolean {
    const code = absolute.endsWith(".mdx") ? text.replace(SHOWN, "") : text;
    return [...code.matchAll(LOADED)].some(([, , specifier]) => {
      const module = modules.resolve(absolute, specifier!);
      // A picture that a page shows leads to no code.
      return (module.kind === "file" && CODE.test(module.path)) || (module.kind === "package" && packages.has(module.name));
    });
  }

  function usesOf(absolute: string, text: string): RepositoryUses | "unread" | undefined {
    const source = tryOpen(absolute, text);
    // What does not parse here may be read by another parser.
    return source ? findRepositoryUses(source, modules, known) : "unread";
  }
}

/** The name that a package.json gives its package. */
function nameOf(manifest: string | undefined): unknown {
  try {
    return (JSON.parse(manifest ?? "{}") as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}

/** By the names that occur anywhere in a text. */
function byWords(text: string): (declaration: OpenDeclaration) => boolean {
  const words = new Set(possibleNames(text.replace(PATH, "")));
  return ({ name }) => words.has(name);
}

/** By what a file imports, and by the members that it names. */
function byUses(
  { exports, takesWhole, names }: RepositoryUses,
  relative: (absolute: string) => string | undefined,
): (declaration: OpenDeclaration) => boolean {
  const taken = new Set(exports.map(({ path: absolute, name }) => `${relative(absolute)}\0${name}`));
  return ({ files, name, reach }) =>
    files.some((file) => taken.has(`${file}\0${name}`)) || ((reach === "holders" || takesWhole) && names.has(name));
}
