import { byPlace } from "../callers/caller-host.js";
import { editedTexts, type WaveState } from "./judge-state.js";
import type { OriginalPlace } from "./program-view.js";
import type { WaveHost, WaveResult } from "./wave-host.js";

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
