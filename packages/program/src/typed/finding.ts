import type { ExaminedProject } from "../examined-project.js";
import type { TypeError } from "../type-errors.js";
import { explainError, type Explanation } from "./explain.js";
import type { Flow } from "./flow.js";
import type { ValuePlace } from "./places.js";
import type { ProgramView } from "./program-view.js";
import type { WantedTypes } from "./wanted-types.js";

/** An error that the state adds, with what it comes from. */
export interface Finding {
  /** Relative to the root. */
  readonly file: string;
  readonly message: string;
  /** The same without where it is. */
  readonly words: string;
  readonly explanation: Explanation;
  /** The statement that has the error, wherever its edits move it: the same in every state. */
  readonly statement: string;
  /** The place in it, also the same; undefined in what edits have written. */
  readonly place: string | undefined;
  /** The tsconfig of the project that showed it. */
  readonly config: string;
  /** Whether it is there only because of a new import: in that itself, or in a file that is in the project through it. */
  readonly isByImport: boolean;
}

interface FoundError {
  readonly error: TypeError;
  readonly project: ExaminedProject;
  readonly known: readonly Finding[];
}

/** Finds out what an error comes from, if it is not one of those of which that is known. */
export function findingOf(view: ProgramView, types: WantedTypes, { error, project, known }: FoundError): Finding {
  const file = project.toOwn(error.file) ?? error.file;
  const [code, text] = [`TS${error.code}`, error.message.split("\n")[0]!];
  const [message, words] = [`${code} in ${file}:${error.line}:${error.column}: ${text}`, `${code}: ${text}`];
  const { isNewImport, ...at } = placesOf(view, file, error);
  const same = known.find((each) => each.statement === at.statement && each.place === at.place && each.words === words);
  const explanation = same?.explanation ?? explainError(view, types, error);
  const isByImport = isNewImport || project.isNew(error.file);
  return { file, message, words, explanation, ...at, config: project.config, isByImport };
}

/** Where an error is in the texts before. */
function placesOf(
  view: ProgramView,
  file: string,
  { file: name, start, end }: TypeError,
): Pick<Finding, "statement" | "place"> & { readonly isNewImport: boolean } {
  const { ts } = view;
  const source = view.program.getSourceFile(name);
  const node = source && view.nodeIn(source, start, end);
  const around = node && ts.findAncestor(node, (each) => (ts.isStatement(each) && !ts.isBlock(each)) || ts.isClassElement(each));
  const [statement, place] = [around, node].map((each) => each && view.originalOf(each)?.range[0]);
  const isNewImport = statement === undefined && around !== undefined && ts.isImportDeclaration(around);
  return {
    statement: `${file}\0${statement ?? "?"}`,
    place: place === undefined ? undefined : `${file}\0${place}`,
    isNewImport,
  };
}

/** What takes a site back though its type fits. */
export function findingAtSite(
  to: ValuePlace,
  { type, obstacle, config }: Readonly<Record<"type" | "obstacle" | "config", string>>,
): Finding {
  const flow = { type, to, obstacle, at: undefined, from: undefined, goesTo: [], before: [] };
  return findingOfFlow(flow, { to, message: obstacle, config });
}

/** An error that only what flows to a site tells. */
export function findingOfFlow(
  flow: Flow,
  { to, message, config }: { readonly to: ValuePlace; readonly message: string; readonly config: string },
): Finding {
  const statement = `${to.key}\0site`;
  return {
    file: to.file,
    message,
    words: message,
    explanation: { flows: [flow] },
    statement,
    place: statement,
    config,
    isByImport: false,
  };
}
