import path from "node:path";
import { findBan, hoverAt, hoverOfBan, type EditorHover, type HoverSetting } from "@godwit/project/editor";
import { nameAt } from "./named-exports.js";
import type { Session } from "./session.js";

/** What contracts say of a place: of a violation, or of any name that one bans. */
export function contractAt(session: Session, fileName: string, position: number, setting: HoverSetting): EditorHover | undefined {
  const project = session.projectOf(fileName);
  if (!project) return undefined;
  const findings = session.findings(fileName);
  const hover = findings && hoverAt(findings, position, setting);
  if (hover) return hover;
  const sourceFile = session.sourceFile(fileName);
  const named = sourceFile && nameAt(session, project, sourceFile, position);
  if (!named) return undefined;
  const ban = named.exports.map((each) => findBan(project, each)).find((each) => each !== undefined);
  const { start, length } = named.span;
  return (
    ban && { span: [start, start + length], markdown: hoverOfBan(project, ban, { file: path.resolve(fileName), ...setting }) }
  );
}
