import { LineIndex } from "@godwit/contracts";
import type { ProtocolPosition, ProtocolRange } from "./protocol.js";

/** Turns offsets of a text into lines and characters as editors count them: from 0, and U+2028 ends no line. */
export function createPositions(text: string): (span: readonly [number, number]) => ProtocolRange {
  const lines = new LineIndex(text, "plain");
  const positionOf = (offset: number): ProtocolPosition => {
    const { line, column } = lines.positionAt(offset);
    return { line: line - 1, character: column - 1 };
  };
  return ([start, end]) => ({ start: positionOf(start), end: positionOf(end) });
}
