import { explainPlace, readPlace } from "../explain/explain-target.js";
import { explainRules } from "../explain/explain-rule.js";
import { requireProject } from "../project.js";
import { renderPlace, renderRules } from "../reporters/explain.js";
import { printableJson } from "../reporters/printable.js";
import { type CommandPlace, progressOn } from "../terminal.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { explainCommand } from "../tables/begin.js";

type ExplainOptions = OptionsOf<typeof explainCommand>;

/** Explains a rule, a contract, or a place in a file; returns the exit code. */
export function runExplain({ cwd, terminal }: CommandPlace, what: string, options: ExplainOptions): number {
  const project = requireProject(cwd);
  const place = readPlace(what, cwd);
  if (place) {
    const explained = explainPlace(project, place, cwd);
    terminal.out(options.format === "json" ? printableJson(explained) : renderPlace(explained, terminal.hasColour));
    return 0;
  }
  const progress = progressOn(terminal, "counting");
  const rules = explainRules(project, what, progress.step);
  progress.clear();
  terminal.out(options.format === "json" ? printableJson({ version: 1, rules }) : renderRules(rules, terminal.hasColour));
  return 0;
}
