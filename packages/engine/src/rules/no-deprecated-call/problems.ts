import type { DeprecatedCallOptions } from "./options.js";
import { analyze } from "@typescript-eslint/scope-manager";
import { join } from "node:path";
import { FileView } from "../../semantics/file-view.js";
import { contains, type Range } from "../../syntax/ranges.js";
import { findMatches } from "../../patterns/find-matches.js";
import { TemplateSyntaxError, type Template } from "../../patterns/template.js";
import type { OptionProblem } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";

interface Pair {
  readonly match: Template;
  readonly with: Template | undefined;
}

/** Finds replacements that loop forever, that are never used, or that need a second run. */
export function* callProblems({ replace }: DeprecatedCallOptions, setting: RuleSetting): Generator<OptionProblem> {
  const pairs = replace.map((entry) => readPair(entry, setting));
  for (const [index, pair] of pairs.entries()) {
    const option = replace[index];
    if (!pair || !option) continue;
    const path = ["replace", index];
    if (option.with === undefined && option.fix !== undefined)
      yield problem(
        [...path, "fix"],
        "contradiction",
        "fix says how `with` is written, and there is none. Write `with`, or leave fix out.",
      );
    const earlier = pairs.findIndex((other, at) => at < index && !!other && fitsWhole(other.match, pair.match, setting));
    const first = replace[earlier];
    if (first && first.with === option.with && first.fix === option.fix)
      yield warning([...path, "match"], "repeated", `${first.match} fits the same and writes the same. Leave one out.`);
    else if (first)
      yield warning(
        [...path, "match"],
        "unreachable",
        `${first.match} stands before it and fits all that it fits. Write the narrower pattern first.`,
      );
    yield* endlessness(pairs, index, setting);
  }
}

function* endlessness(pairs: readonly (Pair | undefined)[], index: number, setting: RuleSetting): Generator<OptionProblem> {
  const start = pairs[index]?.with;
  if (!start) return;
  const next = (written: Template) => pairs.flatMap((pair, at) => (pair && fitsInside(pair.match, written, setting) ? [at] : []));
  const seen = new Set<number>();
  for (const queue = next(start); queue.length > 0;) {
    const at = queue.pop() as number;
    if (seen.has(at)) continue;
    seen.add(at);
    const written = pairs[at]?.with;
    if (written) queue.push(...next(written));
  }
  const path = ["replace", index, "with"];
  const [first] = seen;
  if (seen.has(index))
    yield problem(
      path,
      "never-ends",
      `What it writes is matched again, so it never ends. Write a pattern that does not fit ${start.text}.`,
    );
  else if (first !== undefined)
    yield warning(path, "two-steps", `${pairs[first]?.match.text} matches what it writes. Write what that one becomes.`);
}

function problem(path: readonly (string | number)[], code: string, message: string): OptionProblem {
  return { path, code, severity: "error", message };
}

function warning(path: readonly (string | number)[], code: string, message: string): OptionProblem {
  return { path, code, severity: "warning", message };
}

/** Both templates, parsed; undefined if one does not parse, which is reported elsewhere. */
function readPair(entry: DeprecatedCallOptions["replace"][number], setting: RuleSetting): Pair | undefined {
  try {
    return {
      match: setting.template(entry.match),
      with: entry.with === undefined ? undefined : setting.template(entry.with),
    };
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return undefined;
  }
}

/** Whether a pattern matches something in a template's code. */
function fitsInside(pattern: Template, written: Template, setting: RuleSetting): boolean {
  const view = viewOf(written, setting);
  return findMatches(view.file, [{ match: pattern }], () => undefined).some(({ match }) =>
    contains(view.range, match.node.range),
  );
}

/** Whether a pattern matches everything that another one matches. */
function fitsWhole(pattern: Template, other: Template, setting: RuleSetting): boolean {
  const view = viewOf(other, setting);
  return findMatches(view.file, [{ match: pattern }], () => undefined).some(
    ({ match }) => match.node.range[0] === view.range[0] && match.node.range[1] === view.range[1],
  );
}

const HEAD = "async () => (\n";

/** A template as a file, in which a list hole becomes a spread because it may be any number of nodes. */
function viewOf(template: Template, setting: RuleSetting): { readonly file: FileView; readonly range: Range } {
  const text = `${HEAD}${withSpreads(template)}\n)`;
  const { program } = setting.host.parse("template.tsx", text);
  const source = {
    path: join(setting.context.root ?? "/", "template.tsx"),
    text,
    program,
    comments: () => [],
    scopes: () => analyze(program, { sourceType: "module", lib: [] }),
  };
  const file = new FileView(source, setting.modules);
  const [statement] = program.body;
  const arrow = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  return { file, range: arrow?.type === "ArrowFunctionExpression" ? arrow.body.range : [0, text.length] };
}

function withSpreads({ text, holes }: Template): string {
  let result = "";
  let at = 0;
  for (const { range, isList, node } of [...holes].sort((a, b) => a.range[0] - b.range[0])) {
    const own = text.slice(...range);
    if (!isList || own.startsWith(".") || own.startsWith("{")) continue;
    const isArgument = node.type === "Identifier";
    if (!isArgument && node.type !== "JSXAttribute") continue;
    result += text.slice(at, range[0]) + (isArgument ? `...${own}` : `{...${own}}`);
    at = range[1];
  }
  return result + text.slice(at);
}
