import { findIdFault, formatImportTarget } from "@godwit/core/contracts";
import { listExports, WRITTEN_RULES, type SourceFile } from "@godwit/core/engine";
import type { Project } from "../../index.js";
import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf } from "../typescript/comments.js";
import type { Span } from "../document.js";

/** A contract that is to be written, from an expression that a person has selected. */
export interface NewContract {
  readonly id: string;
  readonly text: string;
  /** The line, from 1, where the replacement is to be written. */
  readonly line: number;
}

/** A selection in a source file. */
export interface Selection {
  readonly project: Project;
  readonly source: SourceFile;
  readonly span: Span;
  /** Whether a contract has an id already. */
  isTaken(id: string): boolean;
}

/** Longer code is no pattern that a person would want. */
const LONGEST = 300;
const EXPRESSIONS: readonly string[] = [
  "CallExpression",
  "NewExpression",
  "MemberExpression",
  "TaggedTemplateExpression",
  "AwaitExpression",
  "JSXElement",
];

/** The contract for the selected expression: its pattern with holes for arguments, the replacement to fill in, and an example. */
export function draftContract(selection: Selection): NewContract | undefined {
  const { project, source, span } = selection;
  const { text, program, path } = source;
  const [start, end] = trimmed(text, span);
  const node = end - start > LONGEST || end === start ? undefined : findNode(program, [start, end]);
  const file = project.engine.modules.relative(path);
  if (!node || file === undefined) return undefined;
  const used = importsOf(selection, text.slice(start, end));
  const pattern = patternOf(node, text, new Set(used.map(({ name }) => name)));
  const name = /[A-Za-z_$][\w$]*/.exec(pattern.replace(/^(?:await|new)\s+/, ""))?.[0] ?? "code";
  const id = freeId(`replace-${kebab(name)}`, selection);
  if (id === undefined) return undefined;
  const needed = used.filter((each) => words(pattern).includes(each.name));
  const lines = [
    "---",
    `title: ${JSON.stringify(`Replace ${shortened(pattern)}`)}`,
    'why: "Say in one sentence why this has to go."',
    "status: planned # planned: counted only; active: reported",
    ...(needed.length === 0 ? [] : ["imports:", ...needed.map((each) => `  ${each.name}: ${JSON.stringify(each.target)}`)]),
    "rules:",
    `  ${WRITTEN_RULES.replacements}:`,
    "    replace:",
    `      - match: ${JSON.stringify(pattern)}`,
    '        with: "replacement()"',
    "---",
    "",
    "Write above what replaces it, and declare its names in `imports`. Then write the fixed code behind the example, in a fence with the word `after`.",
    "",
    `\`\`\`${/[^.]+$/.exec(file)![0]} before=${exampleFile(file)}`,
    ...new Set(used.map((each) => each.statement)),
    ...(used.length === 0 ? [] : [""]),
    `export const example = ${text.slice(start, end)};`,
    "```",
    "",
  ];
  return { id, text: lines.join("\n"), line: lines.indexOf('        with: "replacement()"') + 1 };
}

interface UsedImport {
  readonly name: string;
  /** As `imports` of a contract spells it. */
  readonly target: string;
  readonly statement: string;
}

/** The imported and exported names of the file that a text has. */
function importsOf({ project, source }: Selection, code: string): UsedImport[] {
  const { program, path, text } = source;
  const wanted = new Set(words(code));
  const imported = program.body.flatMap((statement): UsedImport[] => {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") return [];
    const module = moduleOf(project, path, statement.source.value);
    const own = module === undefined ? [] : statement.specifiers.filter(({ local }) => wanted.has(local.name));
    return own.map((specifier) => ({
      name: specifier.local.name,
      target: formatImportTarget({ name: specifier.local.name, module: module!, exported: exportedBy(specifier) }),
      statement: text.slice(...statement.range),
    }));
  });
  const known = new Set(imported.map(({ name }) => name));
  const local = project.engine.modules.relative(path) ?? "";
  const specifier = `./${local.replace(/^.*\//, "").replace(/\.([cm]?)tsx?$/, ".$1js")}`;
  const declared = listExports(program).filter((name) => wanted.has(name) && !known.has(name) && name !== "default");
  return [
    ...imported,
    ...declared.map((name) => ({ name, target: `./${local}`, statement: `import { ${name} } from "${specifier}";` })),
  ];
}

function exportedBy(specifier: TSESTree.ImportClause): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  return specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value;
}

/** A module as a contract spells it; undefined for one that is not there. */
function moduleOf({ engine: { modules } }: Project, from: string, specifier: string): string | undefined {
  const module = modules.resolve(from, specifier);
  if (module.kind === "package") return [module.name, module.subpath].filter((part) => part !== "").join("/");
  const local = module.kind === "file" ? modules.relative(module.path) : undefined;
  return local === undefined ? undefined : `./${local}`;
}

/** The expression with a hole for each argument, unless the argument is made of imported names only. */
function patternOf(node: TSESTree.Node, text: string, imported: ReadonlySet<string>): string {
  const [start, end] = node.range;
  const call = node.type === "AwaitExpression" ? node.argument : node;
  const given = call.type === "CallExpression" || call.type === "NewExpression" ? call.arguments : [];
  let pattern = text.slice(start, end);
  for (const [index, argument] of [...given.entries()].reverse()) {
    const own = words(text.slice(...argument.range));
    if (own.length > 0 && own.every((word) => imported.has(word))) continue;
    const hole = argument.type === "SpreadElement" ? "$$$rest" : `$${holeName(argument, index)}`;
    pattern = pattern.slice(0, argument.range[0] - start) + hole + pattern.slice(argument.range[1] - start);
  }
  return pattern.replaceAll(/\s+/g, " ");
}

/** Holes that have a meaning of their own, and words that can't be names. */
const MEANT = new Set(["value", "name", "entity"]);

function holeName(argument: TSESTree.Node, index: number): string {
  const plain = argument.type === "Identifier" && /^[a-z]\w*$/.test(argument.name) && !MEANT.has(argument.name);
  return plain ? argument.name : `argument${index + 1}`;
}

/** A file beside the selected one, which the example is not. */
function exampleFile(file: string): string {
  return file.replace(/([^/]*)\.([^.]+)$/, "$1-example.$2");
}

/** The expression that has exactly a span. */
function findNode(root: TSESTree.Node, [start, end]: Span): TSESTree.Node | undefined {
  let node: TSESTree.Node | undefined = root;
  while (node) {
    if (node.range[0] === start && node.range[1] === end && EXPRESSIONS.includes(node.type)) return node;
    node = childrenOf(node).find(({ range }) => range[0] <= start && end <= range[1]);
  }
  return undefined;
}

function trimmed(text: string, [start, end]: Span): Span {
  const selected = text.slice(start, end);
  const code = selected.trim().replace(/;$/, "");
  const at = start + selected.length - selected.trimStart().length;
  return [at, at + code.length];
}

function words(code: string): string[] {
  return code.match(/(?<![\w$.])[A-Za-z_$][\w$]*/g) ?? [];
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z\d]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
}

function freeId(wanted: string, { isTaken }: Selection): string | undefined {
  if (findIdFault(wanted)) return undefined;
  for (let count = 1; ; count++) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    if (!isTaken(id)) return id;
  }
}

function shortened(pattern: string): string {
  return pattern.length > 60 ? `${pattern.slice(0, 59)}…` : pattern;
}
