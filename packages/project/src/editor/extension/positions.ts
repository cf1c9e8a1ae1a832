import { LineIndex } from "@godwit/core/contracts";
import { type ProtocolPosition, type ProtocolRange } from "./protocol.js";

/** Turns offsets of a text into lines and characters as editors count them: from 0, and U+2028 ends no line. */
export function createPositions(text: string): (span: readonly [number, number]) => ProtocolRange {
  const lines = new LineIndex(text, "plain");
  const positionOf = (offset: number): ProtocolPosition => {
    const { line, column } = lines.positionAt(offset);
    return { line: line - 1, character: column - 1 };
  };
  return ([start, end]) => ({ start: positionOf(start), end: positionOf(end) });
}

/** The span of a range as editors count it; what is behind the end of a line or of the text is at that end. */
export function spanOf(text: string, { start, end }: ProtocolRange): readonly [number, number] {
  const starts = [0, ...[...text.matchAll(/\r\n|[\r\n]/g)].map(({ 0: newline, index }) => index + newline.length)];
  const offsetOf = ({ line, character }: ProtocolPosition): number => {
    const from = starts[line] ?? text.length;
    const next = starts[line + 1] ?? text.length + 1;
    return Math.min(from + character, next - 1, text.length);
  };
  return [offsetOf(start), offsetOf(end)];
}
