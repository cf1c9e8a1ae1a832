import path from "node:path";
import type { Project } from "@godwit/project";
import { findContractRoot, loadProject } from "../compiled-rules.js";

interface OpenProject {
  readonly project: Project;
  readonly readAt: number;
}

/** How long what was read of the contracts is believed: oxlint's language server runs for days. */
const FRESH_FOR_MS = 1_000;
const opened = new Map<string, OpenProject>();

/** The contracts of the root that a file belongs to; undefined if there is none. `directory` is their folder if it is not the root's own. */
export function projectOf(file: string, directory: string | undefined): Project | undefined {
  const at = findContractRoot(path.dirname(file));
  if (!at) return undefined;
  const key = `${at.root}\0${directory ?? ""}`;
  const known = opened.get(key);
  const now = Date.now();
  if (known && now - known.readAt < FRESH_FOR_MS) return known.project;
  const project = loadProject(at, directory);
  opened.set(key, { project, readAt: now });
  return project;
}
