import type { Finding } from "./finding.js";
import type { WaveState } from "./judge-state.js";
import type { OriginalPlace } from "./program-view.js";

/** Begins a suspect that is all of what is changed in a file. */
const ALL_OF = "all of ";

/**
 * What a state changes, the likeliest to bring an error first. An error of a file that came with an import is one of all that needs this
 * import: it stays while any of these is there, so that what is changed in a file is looked at as one.
 */
export function suspectsOf(state: WaveState, finding: Finding): readonly string[] {
  const { retyped, wraps } = state;
  if (!finding.isBrought) {
    const named = [...retyped.values()].filter(({ type }) => finding.message.includes(type)).map(({ key }) => key);
    return [...new Set([...likelyGroups(state, finding).flat(), ...named, ...retyped.keys(), ...wraps.keys()])];
  }
  const files = [
    ...[...retyped.values()].flatMap(({ parts }) => parts.map(({ file }) => file)),
    ...[...wraps.values()].map(({ file }) => file),
  ];
  return [...new Set(files)].map((file) => ALL_OF + file);
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
