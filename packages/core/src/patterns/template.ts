import { analyze } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { EngineHost } from "../syntax/source-file.js";
import { type Node, childrenOf, memberName, stringValue, unwrap } from "../syntax/nodes.js";
import { type Callee, findExportedCallee } from "../semantics/callees.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { notOverloaded } from "../semantics/types/type-members.js";
import type { Range } from "../syntax/ranges.js";
import { SourceSyntaxError } from "../modules/index.js";
import { holeAt, holeOf, type HolePlace } from "./template-holes.js";

/** A parsed `match` or `with`: a TypeScript expression with holes. */
export interface Template {
  readonly text: string;
  readonly root: TSESTree.Expression;
  /** The holes in the order of the text. */
  readonly holes: readonly TemplateHole[];
  /** References to names that the template itself does not declare. */
  readonly names: readonly TemplateName[];
  readonly strings: readonly TSESTree.StringLiteral[];
  readonly hasAwait: boolean;
  /** Offset of the template's text in the text that was parsed: subtract it from node ranges. */
  readonly offset: number;
}

/** The template's own text of one of its nodes. */
export function textIn({ text, offset }: Template, { range: [start, end] }: Node): string {
  return text.slice(start - offset, end - offset);
}

/** A hole of a template; `name` is without dollars, `range` is in the template's own text. */
export type TemplateHole = HolePlace;

/** A name that a template refers to; `range` is in the template's own text. */
export interface TemplateName {
  readonly name: string;
  readonly range: Range;
  readonly node: TSESTree.Identifier | TSESTree.JSXIdentifier;
}

/** The error of a template that is not an expression; the offset is in its text. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const PREFIX = "async () => (\n";

const parsedBy = new WeakMap<EngineHost, Map<string, Template>>();

/** Parses a template, once for each host: validation and every rule ask for the same ones. Throws `TemplateSyntaxError`. */
export function parseTemplate(text: string, host: EngineHost): Template {
  const parsed = parsedBy.get(host) ?? new Map<string, Template>();
  parsedBy.set(host, parsed);
  const template = parsed.get(text) ?? parseText(text, host);
  parsed.set(text, template);
  return template;
}

function parseText(text: string, host: EngineHost): Template {
  const program = parseExpression(text, host);
  const statement = program.body[0];
  const arrow = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  if (program.body.length !== 1 || arrow?.type !== "ArrowFunctionExpression" || arrow.body.type === "BlockStatement") {
    throw new TemplateSyntaxError("a template is one expression", 0);
  }
  const nodes = linkParents(program);
  const isInTemplate = (node: Node) => node !== program && node !== statement && node !== arrow;
  const own = nodes.filter(isInTemplate);
  return {
    text,
    root: arrow.body,
    offset: PREFIX.length,
    holes: own.flatMap(holesOfNode),
    names: freeNames(program),
    strings: own.filter((node): node is TSESTree.StringLiteral => node.type === "Literal" && stringValue(node) !== undefined),
    hasAwait: own.some((node) => node.type === "AwaitExpression" && isOwnAwait(node, arrow)),
  };
}

function parseExpression(text: string, host: EngineHost): TSESTree.Program {
  try {
    const parsed = host.parse("template.tsx", `${PREFIX}${text}\n)`);
    const end = PREFIX.length + text.trimEnd().length;
    const last = text.includes("//") ? parsed.comments.find(({ type, range }) => type === "Line" && range[1] >= end) : undefined;
    if (last) throw new TemplateSyntaxError("a comment at its end would hide the code behind it", last.range[0] - PREFIX.length);
    return parsed.program;
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    // Line 1 is the prefix.
    const lines = text.split("\n");
    const before = lines.slice(0, Math.max(0, error.line - 2)).reduce((sum, line) => sum + line.length + 1, 0);
    throw new TemplateSyntaxError(error.message, Math.min(text.length, Math.max(0, before + error.column - 1)));
  }
}

function linkParents(program: TSESTree.Program): Node[] {
  const nodes: Node[] = [];
  const visit = (node: Node) => {
    nodes.push(node);
    for (const child of childrenOf(node)) {
      (child as { parent: Node }).parent = node;
      visit(child);
    }
  };
  visit(program);
  return nodes;
}

/** A template as a reader sees it: its holes by their names, a list as `…`. */
export function withoutHoles({ text, holes }: Template): string {
  const pieces = holes.map(({ name, isList, range }, index) => {
    const before = text.slice(index === 0 ? 0 : holes[index - 1]!.range[1], range[0]);
    return before + (isList || name === "_" ? "…" : name);
  });
  return pieces.join("") + text.slice(holes.at(-1)?.range[1] ?? 0);
}

function holesOfNode(node: Node): TemplateHole[] {
  const hole = holeAt(node);
  return hole ? [{ ...hole, range: [hole.range[0] - PREFIX.length, hole.range[1] - PREFIX.length] }] : [];
}

function freeNames(program: TSESTree.Program): TemplateName[] {
  const manager = analyze(program, { sourceType: "module", lib: [] });
  return (manager.globalScope?.through ?? [])
    .map((reference) => reference.identifier)
    .filter((node) => !holeOf(node.name))
    .flatMap((node) => [node, ...closingNameOf(node)])
    .map((node) => ({ name: node.name, node, range: [node.range[0] - PREFIX.length, node.range[1] - PREFIX.length] as const }));
}

/** The name in `</X>`, `</x.Y>`: scopes know only that of the opening tag. */
function closingNameOf(node: Node): TSESTree.JSXIdentifier[] {
  let outer = node;
  while (outer.parent?.type === "JSXMemberExpression") outer = outer.parent;
  const { parent } = outer;
  if (parent?.type !== "JSXOpeningElement" || parent.name !== outer) return [];
  let name = parent.parent.closingElement?.name;
  while (name?.type === "JSXMemberExpression") name = name.object;
  return name?.type === "JSXIdentifier" ? [name] : [];
}

function isOwnAwait(node: Node, arrow: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at === arrow) return true;
    if (at.type === "ArrowFunctionExpression" || at.type === "FunctionExpression") return false;
  }
  return false;
}

/** The names of `log.child.info`; undefined for any other expression. */
export function pathOf(callee: Node): readonly string[] | undefined {
  const node = unwrap(callee);
  if (node.type === "Identifier") return [node.name];
  const path = node.type === "MemberExpression" ? pathOf(node.object) : undefined;
  return path && [...path, memberName(node as TSESTree.MemberExpression) ?? ""];
}

/** The function that a template calls by a path of names. */
export function calleeOfTemplate(
  file: FileView,
  [name, ...path]: readonly string[],
  findExport: FindExport,
  isNew = false,
): Callee | undefined {
  const target = name === undefined ? undefined : findExport(name);
  if (!target) return undefined;
  const [exported = "", ...rest] = target.exported === "*" ? path : [target.exported, ...path];
  return notOverloaded(file, findExportedCallee(file, { module: target.module, exported }, rest, isNew));
}

/** A step from an exported name to the value that a template means. */
export type Step =
  { readonly kind: "member"; readonly name: string } | { readonly kind: "call" | "new" | "await"; readonly text: string };

/** The way to the value that a template means, from the name at its head. */
export interface TemplatePath {
  readonly head: string;
  readonly steps: readonly Step[];
}

/** The steps of a template; undefined where it begins with no name. */
export function stepsOf(template: Template): TemplatePath | undefined {
  const steps: Step[] = [];
  const textOf = (nodes: readonly Node[]) => nodes.map((node) => textIn(template, node)).join();
  let at: Node = unwrap(template.root);
  for (;;) {
    if (at.type === "AwaitExpression") {
      steps.unshift({ kind: "await", text: "" });
      at = unwrap(at.argument);
    } else if (at.type === "CallExpression" || at.type === "NewExpression") {
      steps.unshift({ kind: at.type === "CallExpression" ? "call" : "new", text: textOf(at.arguments) });
      at = unwrap(at.callee);
    } else if (at.type === "MemberExpression") {
      const name = memberName(at);
      if (name === undefined) return undefined;
      steps.unshift({ kind: "member", name });
      at = unwrap(at.object);
    } else return at.type === "Identifier" ? { head: at.name, steps } : undefined;
  }
}
