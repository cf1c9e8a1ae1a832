import type ts from "typescript";
import type { QuietProjects } from "../quiet-projects.js";
import type { TypeChecker } from "../type-checker.js";
import type { ExaminedProject, Near, Which } from "../examined-project.js";
import { findingAtSite, findingOf, findingOfFlow, type Finding } from "./finding.js";
import { EditedText } from "./plain-edits.js";
import { findMixedChoice, findOwnCheck } from "./mixed-choices.js";
import { findUnseenTypeUse } from "./types-at-run-time.js";
import { declarationOfType, placeOf, type ValuePlace } from "./places.js";
import { ProgramView, type OriginalPlace } from "./program-view.js";
import { WantedTypes, type Held } from "./wanted-types.js";
import type { WaveHost, WaveRequest, WaveResult } from "./wave-host.js";
import { byPlace } from "../callers/caller-host.js";

/** Errors about imports that nothing uses. */
const UNUSED: ReadonlySet<number> = new Set([6133, 6192, 6196]);

/** A place at which a declaration takes a type. */
export interface RetypedPart extends OriginalPlace {
  /** Whether nothing of the declaration stays in its file. */
  readonly isRemoved?: boolean;
  /** Whether it is there for another part: an import of what that declares. */
  readonly isFollowing?: boolean;
}

/** A declaration that takes a type. */
export interface Retyped {
  readonly key: string;
  readonly type: string;
  readonly parts: readonly RetypedPart[];
  readonly isSite: boolean;
  /** Whether its key is that of its declaration; a site's is found when a program is seen for the first time. */
  readonly isNamed: boolean;
  readonly name: string;
  /** Whether the type replaces the declaration, rather than being written in it. */
  readonly declares?: boolean;
}

/** A value that is wrapped. */
export interface Wrapped extends OriginalPlace {
  readonly held: Held;
  readonly type: string;
  /** The key of the declaration that it goes to. */
  readonly to: string | undefined;
}

/** What a wave would change so far. */
export interface WaveState {
  readonly retyped: Map<string, Retyped>;
  readonly wraps: Map<string, Wrapped>;
  /** Why values at places can't be wrapped. */
  readonly refusedWraps: Map<string, string>;
  /** Declarations that keep their type, and why. */
  readonly banned: Map<string, string>;
  /** The sites among them. */
  readonly takenBack: Map<Retyped, string>;
  /** What files became when they were planned last: most are asked for the same edits round after round. */
  readonly plans: Map<string, readonly Plan[]>;
}

/** What was asked for a file, and what came of it. */
interface Plan {
  readonly text: string;
  readonly asked: string;
  readonly planned: PlannedEdits;
}

/** The state that is looked at, the whole that it is a part of, and the one before. */
const MOST_PLANS = 3;

/** The edits of one file. */
interface PlannedEdits {
  readonly edited: EditedText | undefined;
  /** By their place in the list of requests. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** What all projects are asked about a state. */
export interface Question {
  readonly which: Which;
  /** What projects said of the wave's states before. */
  readonly quiet: QuietProjects;
}

/** Asks the type checker for what a state would add; names the sites' declarations on the way. */
export function judgeState(
  checker: TypeChecker,
  state: WaveState,
  host: WaveHost,
  { which, quiet }: Question,
): { readonly findings: readonly Finding[]; readonly unseen: ReadonlySet<string> } {
  const texts = editedTexts(state, host);
  const findings = new Map<string, Finding>();
  const visit = (project: ExaminedProject): void => collect(findings, { state, texts, project, known: [] });
  const unseen = checker.examine(plainTexts(texts), visit, which, quiet);
  return { findings: [...findings.values()], unseen: new Set(unseen) };
}

/** A few files of a state. */
interface Glance {
  readonly near: Near;
  /** What the state is a part of. Its imports stay: a program whose files import the same is made at once. */
  readonly whole: WaveState;
  /** What is known of the whole: to find out what an error comes from takes as long as to find it. */
  readonly known?: readonly Finding[];
}

/** Asks the type checker for what a state would add in a few files only. */
export function glanceAt(
  checker: TypeChecker,
  state: WaveState,
  host: WaveHost,
  { near, whole, known = [] }: Glance,
): readonly Finding[] {
  const texts = new Map(editedTexts(state, host));
  for (const [file, text] of editedTexts(whole, host))
    texts.set(file, texts.get(file)?.withImportsOf(text) ?? text.onlyImports());
  const findings = new Map<string, Finding>();
  checker.glance(plainTexts(texts), near, (project) => {
    const added = project.added.filter(({ code }) => !UNUSED.has(code));
    collect(findings, { state, texts, project: { ...project, added }, known });
  });
  return [...findings.values()];
}

/** A state that can be tried without an effect on the first one. */
export function copyOf({ retyped, wraps, refusedWraps, banned, takenBack, plans }: WaveState): WaveState {
  return {
    ...{ retyped: new Map(retyped), wraps: new Map(wraps), refusedWraps: new Map(refusedWraps) },
    ...{ banned: new Map(banned), takenBack: new Map(takenBack), plans },
  };
}

/** Takes declarations out of a state, with the wraps of what flows into them, and wraps by their places. */
export function takeOut({ retyped, wraps }: WaveState, keys: ReadonlySet<string>): void {
  for (const key of keys) retyped.delete(key);
  for (const [place, { to }] of wraps) if (keys.has(place) || (to !== undefined && keys.has(to))) wraps.delete(place);
}

interface Seen {
  readonly state: WaveState;
  readonly texts: ReadonlyMap<string, EditedText>;
  readonly project: ExaminedProject;
  readonly known: readonly Finding[];
}

/** Adds what a project's new errors come from, each error once. */
function collect(findings: Map<string, Finding>, { state, texts, project, known }: Seen): void {
  const view = new ProgramView(project, texts);
  const { names, kept, made } = nameSites(view, state, project);
  const types = new WantedTypes(view, names);
  const mixed = made.flatMap(([type, node]) => mixedAtSite(view, types, { type, node, config: project.config }));
  for (const finding of [...kept, ...mixed]) findings.set(finding.statement, finding);
  for (const error of project.added) {
    const place = `${error.file}\0${error.start}\0${error.code}`;
    if (!findings.has(place)) findings.set(place, findingOf(view, types, { error, project, known }));
  }
}

export function plainTexts(texts: ReadonlyMap<string, EditedText>): ReadonlyMap<string, string> {
  return new Map([...texts].map(([file, { text }]) => [file, text]));
}

/** The texts with all edits of a state; what can't be edited is taken out of it. */
export function editedTexts(state: WaveState, host: WaveHost): ReadonlyMap<string, EditedText> {
  for (;;) {
    const { texts, isHalf } = editAll(state, host);
    if (!isHalf) return texts;
  }
}

interface EditedTexts {
  readonly texts: ReadonlyMap<string, EditedText>;
  /** Whether a declaration has only some of its parts edited, as one of them can't be. */
  readonly isHalf: boolean;
}

function editAll(state: WaveState, host: WaveHost): EditedTexts {
  const requests = new Map<string, { readonly request: WaveRequest; readonly key: string }[]>();
  const ask = (file: string, key: string, request: WaveRequest): void => {
    const known = requests.get(file);
    if (known) known.push({ request, key });
    else requests.set(file, [{ request, key }]);
  };
  for (const { key, parts, type } of state.retyped.values())
    for (const { file, range, isRemoved } of parts) ask(file, key, { kind: isRemoved ? "remove" : "retype", range, type });
  for (const [key, { file, range, held, type }] of state.wraps) ask(file, key, { kind: "wrap", range, held, type });
  const texts = new Map<string, EditedText>();
  let isHalf = false;
  for (const [file, asked] of requests) {
    const text = host.read(file);
    const edits = planEdits(state, host, { file, text, requests: asked.map(({ request }) => request) });
    for (const { index, reason } of edits.refused) isHalf = refuse(state, asked[index]!, reason) || isHalf;
    if (text !== undefined) texts.set(file, edits.edited ?? new EditedText(text, []));
  }
  return { texts, isHalf };
}

function planEdits(
  { plans }: WaveState,
  host: WaveHost,
  {
    file,
    text,
    requests,
  }: { readonly file: string; readonly text: string | undefined; readonly requests: readonly WaveRequest[] },
): PlannedEdits {
  if (text === undefined)
    return { edited: undefined, refused: requests.map((_, index) => ({ index, reason: "the file can't be read" })) };
  const asked = JSON.stringify(requests);
  const known = plans.get(file) ?? [];
  const last =
    known.find((plan) => plan.text === text && plan.asked === asked) ?? planAnew(host, { file, text, asked, requests });
  plans.set(file, [last, ...known.filter((plan) => plan !== last)].slice(0, MOST_PLANS));
  return last.planned;
}

function planAnew(
  host: WaveHost,
  {
    file,
    text,
    asked,
    requests,
  }: Pick<Plan, "text" | "asked"> & { readonly file: string; readonly requests: readonly WaveRequest[] },
): Plan {
  const { edits, refused } = host.edit(file, text, requests);
  return { text, asked, planned: { edited: new EditedText(text, edits), refused } };
}

/** Takes what can't be edited out of a state; whether other edits for the same declaration were planned with it. */
function refuse(
  state: WaveState,
  { request, key }: { readonly request: WaveRequest; readonly key: string },
  reason: string,
): boolean {
  if (request.kind === "wrap") {
    state.wraps.delete(key);
    state.refusedWraps.set(key, reason);
    return false;
  }
  const retyped = state.retyped.get(key);
  const part = retyped?.parts.find(({ range }) => range === request.range);
  if (!retyped || !part) return false;
  // What was asked for is not what the declaration is now: it is planned again.
  if ((part.isRemoved ?? false) !== (request.kind === "remove")) return true;
  const isAlone = retyped.parts.length === 1;
  const own = retyped.parts.filter(({ isFollowing }) => !isFollowing);
  // Where an importer can't take the type from its home, the declaration's file passes it on.
  if (own.length < retyped.parts.length) {
    state.retyped.set(key, { ...retyped, parts: own.map(({ file, range }) => ({ file, range })) });
    return true;
  }
  state.retyped.delete(key);
  state.banned.set(key, reason);
  if (retyped.isSite) state.takenBack.set(retyped, reason);
  return !isAlone;
}

/** The contract's types in a program, and the sites that have to keep what they are. */
interface NamedSites {
  readonly names: ReadonlyMap<ts.Type, string>;
  readonly kept: readonly Finding[];
  /** The types that are arguments of what is made there: `new Set<UserId>()`. */
  readonly made: readonly (readonly [string, ts.Node])[];
}

/** Finds the contract's types in a program by the places that took them, and gives sites the keys of their declarations. */
export function nameSites(view: ProgramView, state: WaveState, project: ExaminedProject): NamedSites {
  const names = new Map<ts.Type, string>();
  const known = new Set<string>();
  const kept: Finding[] = [];
  const made: [string, ts.Node][] = [];
  for (const retyped of [...state.retyped.values()]) {
    if (retyped.declares) continue;
    const [part] = retyped.parts;
    const source = part && project.sourceOf(part.file);
    const edited = part && view.editedOf(part.file);
    if (!source || !edited) continue;
    const node = view.nodeAt(
      source,
      edited.toNew(part.range[0]),
      (each) => view.ts.isTypeNode(each) && !view.ts.isArrayTypeNode(each),
    );
    if (!node) continue;
    if (!known.has(retyped.type)) {
      const type = view.checker.getTypeFromTypeNode(innermost(view, node) as ts.TypeNode);
      names.set(type, retyped.type);
      // Where an import does not lead to it, the next place may say what it is.
      if (!(type.flags & view.ts.TypeFlags.Any)) known.add(retyped.type);
    }
    if (retyped.isSite && view.ts.isNewExpression(node.parent)) made.push([retyped.type, node]);
    if (retyped.isNamed) continue;
    const place = nameSite(view, state, { retyped, node });
    const obstacle = place && (findUnseenTypeUse(view, place.declaration) ?? findOwnCheck(view, place.declaration));
    if (obstacle !== undefined) kept.push(findingAtSite(place!, { type: retyped.type, obstacle, config: project.config }));
  }
  return { names, kept, made };
}

/** What else than the type a site's value may hold, though no error says so. */
function mixedAtSite(
  view: ProgramView,
  types: WantedTypes,
  { type, node, config }: { readonly type: string; readonly node: ts.Node; readonly config: string },
): readonly Finding[] {
  const declaration = declarationOfType(view, node);
  const to = declaration && placeOf(view, declaration);
  const mixed = to && findMixedChoice(view, types, { node, type, to });
  return mixed ? [findingOfFlow(mixed.flow, { to, message: mixed.reason, config })] : [];
}

/** `UserId | undefined` starts where `UserId` does. */
function innermost({ ts }: ProgramView, node: ts.Node): ts.Node {
  let at = node;
  for (;;) {
    if (ts.isUnionTypeNode(at)) at = at.types[0]!;
    else if (ts.isArrayTypeNode(at)) at = at.elementType;
    else return at;
  }
}

function nameSite(
  view: ProgramView,
  state: WaveState,
  { retyped, node }: { readonly retyped: Retyped; readonly node: ts.Node },
): ValuePlace | undefined {
  const declaration = declarationOfType(view, node);
  const place = declaration && placeOf(view, declaration);
  state.retyped.delete(retyped.key);
  const own = place?.key ?? retyped.key;
  const known = state.retyped.get(own);
  // A declaration of two types, such as a map, has two keys.
  const key = known?.isSite && known.type !== retyped.type ? retyped.key : own;
  const parts = known?.isSite && key === own ? [...known.parts, ...retyped.parts] : retyped.parts;
  state.retyped.set(key, { ...retyped, key, parts, isNamed: true, name: place?.name ?? "" });
  return place;
}

/** Says what a wave that has converged would change. */
export function describeWave(state: WaveState, host: WaveHost, asked: Pick<WaveResult, "rounds" | "unseen">): WaveResult {
  const place = ({ file, range }: OriginalPlace): { file: string; line: number; column: number } => ({
    file,
    ...positionIn(host.read(file) ?? "", range[0]),
  });
  const texts = state.retyped.size === 0 ? new Map<string, never>() : editedTexts(state, host);
  return {
    ...asked,
    texts: new Map([...texts].map(([file, { text }]) => [file, text] as const).sort(([a], [b]) => (a < b ? -1 : 1))),
    annotations: [...state.retyped.values()]
      .flatMap(({ parts, name, type, isSite }) =>
        parts.map((part) => ({ ...place(part), start: part.range[0], name, type, isSite: isSite && !part.isFollowing })),
      )
      .sort(byPlace),
    wraps: [...state.wraps.values()]
      .map((wrap) => ({
        ...place(wrap),
        value: (host.read(wrap.file) ?? "").slice(...wrap.range),
        type: wrap.type,
        isTest: host.isTest(wrap.file),
      }))
      .sort(byPlace),
    takenBack: [...state.takenBack]
      .flatMap(([{ parts, name, type }, reason]) =>
        parts.filter(({ isFollowing }) => !isFollowing).map((part) => ({ ...place(part), name, type, reason })),
      )
      .sort(byPlace),
  };
}

/** Both start at 1. */
function positionIn(text: string, place: number): { line: number; column: number } {
  const before = text.slice(0, place);
  return { line: before.split("\n").length, column: place - before.lastIndexOf("\n") };
}
