import path from "node:path";
import type { Finding } from "./finding.js";
import { type WaveState, editedTexts, nameSites, plainTexts, type Wrapped } from "./judge-state.js";
import { type OriginalPlace, ProgramView } from "./program-view.js";
import type ts from "typescript";
import type { TypeChecker } from "../type-checker.js";
import { WantedTypes } from "./wanted-types.js";
import type { WaveHost } from "./wave-host.js";

/** Begins a suspect that is all of what is changed in a file. */
const ALL_OF = "all of ";

/**
 * What a state changes, the likeliest to bring an error first. An error that came with an import is one of all that needs this import: it
 * stays while any of these is there, so that what is changed in a file is looked at as one.
 */
export function suspectsOf(state: WaveState, finding: Finding): readonly string[] {
  const { retyped, wraps } = state;
  if (!finding.isByImport) {
    const { told, others } = byWords(state, finding);
    const [involved, ...there] = likelyGroups(state, finding);
    return [...new Set([...involved!, ...told, ...there.flat(), ...others, ...wraps.keys()])];
  }
  const files = [
    ...[...retyped.values()].flatMap(({ parts }) => parts.map(({ file }) => file)),
    ...[...wraps.values()].map(({ file }) => file),
  ];
  const own = files.includes(finding.file) ? [finding.file] : [];
  return [...new Set([...own, ...files])].map((file) => ALL_OF + file);
}

/** So many of a declaration's type, name and file are in an error's words where it is likely what that is about: `"actor"` and `"did"` of the table `actor.ts`. */
const ENOUGH_TOLD = 2;

/** The declarations that an error's words are about, by how much of them is told there, and the others. */
function byWords({ retyped }: WaveState, { words, file }: Finding): Readonly<Record<"told" | "others", readonly string[]>> {
  const plain = (text: string): string => text.replace(/[^a-z\d]/giu, "").toLowerCase();
  const said = new Set(words.match(/[\w$-]+/gu)?.map(plain));
  const ranked = [...retyped.values()].map(({ key, type, name, parts }) => {
    const files = parts.map((part) => part.file);
    const facts = [
      words.includes(type),
      name !== "" && said.has(plain(name)),
      files.some((each) => said.has(plain(path.basename(each).replace(/\..*$/u, "")))),
      files.includes(file),
    ];
    return { key, told: facts.filter(Boolean).length };
  });
  ranked.sort((a, b) => b.told - a.told);
  const keysOf = (isTold: boolean): string[] => ranked.flatMap(({ key, told }) => (told >= ENOUGH_TOLD === isTold ? [key] : []));
  return { told: keysOf(true), others: keysOf(false) };
}

/** The keys of what is changed, of a whole file where that is meant. */
export function keysOf(state: WaveState, suspects: Iterable<string>): ReadonlySet<string> {
  return new Set(
    [...suspects].flatMap((suspect) =>
      suspect.startsWith(ALL_OF) ? changesIn(state, suspect.slice(ALL_OF.length)).flat() : [suspect],
    ),
  );
}

/** Declarations that an error speaks of, the others of its file, the wraps there. */
export function likelyGroups(state: WaveState, { file, explanation }: Finding): readonly (readonly string[])[] {
  const involved = "flows" in explanation ? explanation.flows.flatMap(({ from, to }) => [from, to]) : explanation.involved;
  const first = new Set(involved.flatMap((place) => (place && state.retyped.has(place.key) ? [place.key] : [])));
  const [declarations, wraps] = changesIn(state, file);
  return [[...first], declarations.filter((key) => !first.has(key)), wraps];
}

/** The declarations that take a type in a file, and the wraps there. */
function changesIn({ retyped, wraps }: WaveState, file: string): readonly [readonly string[], readonly string[]] {
  const isThere = (place: OriginalPlace): boolean => place.file === file;
  return [
    [...retyped.values()].flatMap(({ key, parts }) => (parts.some(isThere) ? [key] : [])),
    [...wraps].flatMap(([place, wrap]) => (isThere(wrap) ? [place] : [])),
  ];
}

/**
 * The wraps whose value has the type by itself, or can't be found: asked for in a state with them, which is there, they cost no state of
 * their own.
 */
export function findNeedlessWraps(
  checker: TypeChecker,
  state: WaveState,
  host: WaveHost,
  configs: Iterable<string>,
): ReadonlySet<string> {
  const texts = editedTexts(state, host);
  const needless = new Set<string>();
  for (const config of configs)
    checker.glance(plainTexts(texts), { config, files: new Set() }, (project) => {
      const view = new ProgramView(project, texts);
      const types = new WantedTypes(view, nameSites(view, state, project).names);
      const isOf = (value: ts.Type, { type, held }: Wrapped): boolean => {
        const own = held.isList ? types.elementOf(value) : value;
        return own !== undefined && types.nameOf(own) === type;
      };
      for (const [key, wrap] of state.wraps) {
        const source = project.sourceOf(wrap.file);
        const value = source && wrappedIn(view, source, { wrap, text: host.read(wrap.file)?.slice(...wrap.range) });
        if (source && (!value || isOf(view.checker.getTypeAtLocation(value), wrap))) needless.add(key);
      }
    });
  return needless;
}

/** The value inside of a wrap, which is written as it was. */
function wrappedIn(
  view: ProgramView,
  source: ts.SourceFile,
  { wrap, text }: { readonly wrap: Wrapped; readonly text: string | undefined },
): ts.Node | undefined {
  const [start = 0, end = 0] = wrap.range.map((place) => view.editedOf(wrap.file)?.toNew(place));
  // A member by its name alone is written with its name before it, and what may be nothing is compared first.
  const at = text === undefined ? -1 : source.text.slice(0, end).lastIndexOf(text);
  return at < start ? undefined : view.nodeAt(source, at, (node) => view.ts.isExpression(node) && node.getText(source) === text);
}
