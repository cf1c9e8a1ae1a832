import { analyze } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { SourceSyntaxError } from "../modules/index.js";
import { join } from "node:path";
import { FileView } from "../semantics/file-view.js";
import type { Range } from "../syntax/ranges.js";
import type { RuleSetting } from "./rule-setting.js";
import type { Template } from "./template.js";

const HEAD = "async () => (\n";

/** A template as a file of its own, and where its code is in it. */
export interface TemplateView {
  readonly file: FileView;
  readonly range: Range;
}

const views = new WeakMap<Template, TemplateView>();

/** A template as a file; the same one for the same template, since patterns are tried on it again and again. */
export function viewTemplate(template: Template, setting: RuleSetting): TemplateView {
  const view = views.get(template) ?? makeView(template, setting);
  views.set(template, view);
  return view;
}

/** A template as a file, in which a list hole becomes a spread because it may be any number of nodes. */
function makeView(template: Template, setting: RuleSetting): TemplateView {
  const { text, program } = parseAs(withSpreads(template), setting) ?? parseAs(template.text, setting)!;
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

/** Undefined if it does not parse: a spread can't be everywhere where a name can. */
function parseAs(code: string, { host }: RuleSetting): { text: string; program: TSESTree.Program } | undefined {
  const text = `${HEAD}${code}\n)`;
  try {
    return { text, program: host.parse("template.tsx", text).program };
  } catch (error) {
    if (error instanceof SourceSyntaxError) return undefined;
    throw error;
  }
}

/** The text of a template in which list holes are spreads, since they may be any number of nodes. */
export function withSpreads({ text, holes }: Template): string {
  let result = "";
  let at = 0;
  for (const { range, isList, node } of [...holes].sort((a, b) => a.range[0] - b.range[0])) {
    const own = text.slice(...range);
    if (!isList || own.startsWith(".") || own.startsWith("{")) continue;
    const isArgument = node.type === "Identifier";
    if (node.type === "TemplateLiteral") continue;
    result += text.slice(at, range[0]) + (isArgument ? `...${own}` : `{...${own}}`);
    at = range[1];
  }
  return result + text.slice(at);
}
