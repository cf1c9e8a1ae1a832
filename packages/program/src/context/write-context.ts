import { editsIn, type AsyncChange } from "../async/write-async.js";
import { EditedText } from "../typed/plain-edits.js";
import type { Callable, ListPlace, NeedPlace, ParameterPlace } from "./call-graph.js";
import type { CallerHost, PlannedEdits } from "../callers/caller-host.js";
import type { CallerSite } from "../callers/caller-site.js";
import type { Insertion, WantedType } from "./wanted.js";
import { textOfExpression } from "./expressions.js";
import type { GraphBuilder } from "./graph-builder.js";
import type { Solution } from "../callers/solve.js";

/** One value with the functions that take it. */
export interface ValueSolution {
  readonly graph: GraphBuilder;
  readonly solution: Solution<NeedPlace>;
}

/** A function that takes a value, or a call that passes it, in what a wave writes. */
export interface WrittenPlace {
  readonly kind: "take" | "pass";
  readonly file: string;
  readonly at: number;
  /** The key of the function. */
  readonly callable: string;
  readonly text: string;
  /** The type that a container has to provide to a class. */
  readonly provided?: string | undefined;
  /** Whether a test passes the expression that the sites have. */
  readonly isRepeated?: boolean;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
}

/** The texts with everything that a wave would write, and what it could not do in them. */
export interface WrittenWave {
  readonly texts: ReadonlyMap<string, string>;
  /** The texts before the fixes of the sites, in which places can be found. */
  readonly inserted: ReadonlyMap<string, EditedText>;
  /** What is written where, each for a function. */
  readonly written: readonly { readonly callable: string; readonly file: string; readonly at: number }[];
  /** Functions whose code can't be written, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Sites that can't be fixed all the same, and why. */
  readonly unfixed: ReadonlyMap<CallerSite, string>;
  /** The sites that are done in the texts. */
  readonly done: readonly CallerSite[];
  /** What takes and passes values. */
  readonly passes: readonly WrittenPlace[];
  /** What becomes async, and waits. */
  readonly async: AsyncChange;
}

interface Item {
  /** The name of the value: a list may take several that are written alike. */
  readonly value: string;
  readonly place: ListPlace & Pick<ParameterPlace, "extra">;
  readonly parts: Insertion["parts"];
  readonly written: WrittenPlace;
}

/** Writes parameters, arguments and the fixes of sites; a file's edits are asked for once for each list of them. */
export class ContextWriter {
  readonly #host: CallerHost;
  readonly #plans = new Map<string, PlannedEdits>();

  constructor(host: CallerHost) {
    this.#host = host;
  }

  /** The texts in which some sites have all their values, and are fixed. */
  write(values: readonly ValueSolution[], sites: readonly CallerSite[], change: AsyncChange): Omit<WrittenWave, "done"> {
    const items = values.flatMap((value) => itemsOf(value, sites));
    const refused = new Map<string, string>();
    const inserted = new Map<string, EditedText>();
    const files = new Set([...items.map(({ place }) => place), ...sites, ...change.writes].map(({ file }) => file));
    for (const file of files) {
      const text = this.#host.read(file) ?? "";
      const { insertions, owners } = insertionsOf(items.filter(({ place }) => place.file === file));
      const plan = this.#plan("insert", file, insertions, () => this.#host.insert(file, text, insertions));
      for (const { index, reason } of plan.refused) for (const owner of owners[index]!) refused.set(owner, reason);
      inserted.set(file, new EditedText(text, editsIn(file, change.writes, plan.edits)));
    }
    const unfixed = new Map<CallerSite, string>();
    const texts = new Map<string, string>();
    for (const [file, edited] of inserted) {
      const own = sites.filter((site) => site.file === file && !site.isTaken);
      const asked = own.map((site) => ({
        ...{ start: edited.toNew(site.start), rule: site.rule },
        held: values.flatMap((value) => heldAt(value, site) ?? []),
      }));
      const { text } = edited;
      const plan = this.#plan("fix", file, [text, asked], () => this.#host.fix(file, text, asked));
      for (const { index, reason } of plan.refused) unfixed.set(own[index]!, reason);
      texts.set(file, new EditedText(text, plan.edits).text);
    }
    const passes = items.map(({ written }) => written);
    return { texts, inserted, written: [...passes, ...change.written], passes, async: change, refused, unfixed };
  }

  #plan(kind: string, file: string, asked: unknown, make: () => PlannedEdits): PlannedEdits {
    if (Array.isArray(asked) && asked.length === 0) return { edits: [], refused: [] };
    const key = `${kind}\0${file}\0${JSON.stringify(asked)}`;
    let plan = this.#plans.get(key);
    if (!plan) this.#plans.set(key, (plan = make()));
    return plan;
  }
}

function itemsOf({ graph, solution }: ValueSolution, sites: readonly CallerSite[]): readonly Item[] {
  const places = sites.flatMap((site) => graph.sites.get(site) ?? []);
  const takers = solution.takersFor(places);
  const callables = [...takers].map((key) => graph.callables.get(key)!);
  const needing: readonly NeedPlace[] = [...places, ...callables.flatMap(({ calls }) => [...calls.values()])];
  const holders = needing.flatMap((place) => solution.holderOf(place) ?? []);
  const inside = new Set(holders.map((holder) => holder.inside));
  const members = new Set(holders.flatMap(({ callable, member }) => (member === undefined ? [] : [callable])));
  const shared = new Set(callables.flatMap(({ key, ancestors }) => (members.has(key) ? ancestors : [])));
  /** Whether a class has the member from a class above it. */
  const inherits = ({ ancestors }: Callable): boolean => ancestors.some((key) => members.has(key));
  return callables.flatMap((callable) => [
    ...[...callable.signatures.values()]
      .filter(({ isOptional, declaration }) => !isOptional || inside.has(declaration))
      .map((signature) =>
        takeItem(graph, callable, {
          signature,
          isMember: members.has(callable.key) && !inherits(callable),
          isShared: shared.has(callable.key),
        }),
      ),
    ...[...callable.calls.values()].map((call): Item => {
      const held = call.candidate ?? textOfHolder(graph, solution, call);
      const { repeats } = call;
      const parts = held === undefined ? [{ value: repeats!.root }, repeats!.rest] : [held];
      const text = held ?? textOfExpression(repeats!);
      const { file, line, column } = call.at;
      const isRepeated = held === undefined;
      const written = {
        kind: "pass" as const,
        file: call.write.file,
        at: call.write.at,
        callable: callable.key,
        text,
        isRepeated,
      };
      return { value: graph.value.name, place: call.write, parts, written: { ...written, place: { file, line, column } } };
    }),
  ]);
}

/** What holds a value at a site and may be declared in another file: a path that is there, or a member. */
function heldAt({ graph, solution }: ValueSolution, site: CallerSite): string | undefined {
  const place = graph.sites.get(site);
  if (!place || place.candidate !== undefined) return place?.candidate;
  const text = textOfHolder(graph, solution, place);
  return text?.startsWith("this.") ? text : undefined;
}

function textOfHolder(graph: GraphBuilder, solution: Solution<NeedPlace>, place: NeedPlace): string | undefined {
  const holder = solution.holderOf(place);
  if (!holder) return undefined;
  return holder.member === undefined ? graph.callables.get(holder.callable)!.parameter : `this.${holder.member}`;
}

/** How a list of parameters takes a value. */
interface Taken {
  readonly signature: ParameterPlace;
  readonly isMember: boolean;
  /** Whether a class below uses the member. */
  readonly isShared: boolean;
}

function takeItem(
  { value }: GraphBuilder,
  { key, parameter, modifiers: words, at, injected }: Callable,
  { signature, isMember, isShared }: Taken,
): Item {
  const { file, line, column } = at;
  const own = isShared ? words.replace(/^private\b/u, "protected") : words;
  const modifiers = isMember && signature.isMember ? `${own} ` : "";
  const isTyped = signature.isTyped && value.type !== undefined;
  const typed = isTyped ? [`${modifiers}${parameter}: `, { type: value.type.name }] : [`${modifiers}${parameter}`];
  const parts = injected !== undefined && signature.isMember ? partsOfInjected(injected, value.type) : typed;
  const written = {
    ...{ kind: "take" as const, file: signature.file, at: signature.at, callable: key },
    ...{ text: parameter, provided: injected?.split(/\s*:\s*/u)[1] },
  };
  return { value: value.name, place: signature, parts, written: { ...written, place: { file, line, column } } };
}

/** The contract's own text, with its type as the file names it: imported as a value, since the container reads it at run time. */
function partsOfInjected(injected: string, type: WantedType | undefined): Insertion["parts"] {
  const [before, written] = injected.split(/\s*:\s*/u) as [string, string];
  return [`${before}: `, type && written === type.name ? { value: type } : written];
}

/** One insertion for each place, as two values may go into one list. */
function insertionsOf(items: readonly Item[]): {
  readonly insertions: readonly Insertion[];
  readonly owners: readonly ReadonlySet<string>[];
} {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const { at, before, after } = item.place;
    const key = JSON.stringify([at, before, after]);
    const group = groups.get(key);
    // Signatures that several declarations share are written once.
    const isSame = (other: Item): boolean =>
      other.value === item.value && JSON.stringify(other.parts) === JSON.stringify(item.parts);
    if (group?.some(isSame)) continue;
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const found = [...groups.values()].flatMap((group) => {
    const { place } = group[0]!;
    const owners = new Set(group.map(({ written }) => written.callable));
    const between = group.flatMap(({ parts }, index) => (index === 0 ? parts : [separatorOf(place), ...parts]));
    const parts = [place.before, ...between, place.after];
    const main = { insertion: { at: place.at, parts }, owners };
    return place.extra ? [main, { insertion: { at: place.extra.at, parts: [place.extra.text] }, owners }] : [main];
  });
  return { insertions: found.map(({ insertion }) => insertion), owners: found.map(({ owners }) => owners) };
}

function separatorOf({ before, after }: ListPlace): string {
  const joined = after + before;
  if (/^,\s+$/u.test(joined)) return joined;
  return ", ";
}
