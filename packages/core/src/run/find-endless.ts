import { join } from "node:path";
import { analyze } from "@typescript-eslint/scope-manager";
import { type Contract, type PathStep, type Problem, type RuleContext, parseImportTarget } from "../contracts/index.js";
import { type Modules, SourceSyntaxError } from "../modules/index.js";
import { applyTextEdits } from "../edits/compose.js";
import { withSpreads } from "../patterns/template-view.js";
import { parseTemplate } from "../patterns/template.js";
import { rulesOf } from "../rules/index.js";
import type { EngineHost, SourceFile } from "../syntax/source-file.js";
import type { CompiledRule, Engine } from "./engine.js";
import { FileView } from "../semantics/file-view.js";
import { overlapAt } from "../semantics/overlaps.js";
import { innermostNode } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

/** What contracts are tried with. */
export interface EndlessSetting {
  readonly engine: Pick<Engine, "root" | "analyse">;
  readonly host: EngineHost;
  /** The rules of the contract, and of those that are in force beside it. */
  readonly rules: readonly CompiledRule[];
}

/** What a contract writes, as a text of its own. */
interface Written {
  readonly path: readonly PathStep[];
  readonly shown: string;
  readonly text: string;
}

/** No chain of contracts, each of which replaces what the one before it wrote, is this long. */
const MOST_STEPS = 20;
/** Code that grows without end grows quickly where it is copied. */
const MOST_TEXT = 20_000;

/**
 * Finds what a contract writes that its own rules, or those of others, would replace again and again: each fix is made in the replacement, in the
 * fix of that, and so on. Problems are at the replacement.
 */
export function findEndless(contract: Contract, context: RuleContext, setting: EndlessSetting): Problem[] {
  return writtenBy(contract, context, setting.host).flatMap((written) => {
    const circle = circleFrom(written.text, setting);
    if (!circle) return [];
    const others = [...circle].filter((id) => id !== contract.id);
    const by = others.length === 0 ? "" : ` by ${others.join(", ")}`;
    const message = `${written.shown} is replaced${by}, and what that writes is replaced again: it never ends. Write what stays.`;
    const { file, line, column } = contract.locate(written.path);
    return [{ file, line, column, code: "never-ends", severity: "error", message }];
  });
}

/** The contracts whose fixes follow each other without end, from a text; undefined if they end. */
function circleFrom(start: string, { engine, host, rules }: EndlessSetting): ReadonlySet<string> | undefined {
  const path = join(engine.root, "template.tsx");
  const ids = new Set<string>();
  const seen = new Set<string>();
  for (let text = start; seen.size <= MOST_STEPS && text.length < MOST_TEXT;) {
    if (seen.has(text)) return ids;
    seen.add(text);
    const concerned = rules.filter((rule) => rule.mayConcern(path, text));
    const source = concerned.length === 0 ? undefined : openText(path, text, host);
    if (!source) return undefined;
    const analysis = engine.analyse(source, concerned);
    const next = applyTextEdits(text, analysis.fixAll());
    if (next === text) return undefined;
    for (const { contract, level } of analysis.violations) if (level === "fix") ids.add(contract);
    text = next;
  }
  return ids;
}

function openText(path: string, text: string, host: EngineHost): SourceFile | undefined {
  try {
    const { program } = host.parse("template.tsx", text);
    const scopes = analyze(program, { sourceType: "module", lib: [] });
    return { path, text, program, comments: () => [], scopes: () => scopes };
  } catch (error) {
    if (error instanceof SourceSyntaxError) return undefined;
    throw error;
  }
}

/** All code that a contract writes, with the imports that its names need. */
function writtenBy(contract: Contract, context: RuleContext, host: EngineHost): Written[] {
  return rulesOf(contract).flatMap(({ rule, option }) => [
    ...rule
      .templates(option)
      .filter(({ kind }) => kind === "with")
      .map(({ text, path }) => {
        const template = parseTemplate(text, host);
        const imports = [...new Set(template.names.map(({ name }) => name))].flatMap((name) => importOf(context, name));
        return {
          path: ["rules", rule.name, ...path],
          shown: JSON.stringify(text),
          text: [...imports, `export const written = async () => (\n${withSpreads(template)}\n);\n`].join("\n"),
        };
      }),
    ...rule.destinations(option).map(({ module, names, path }) => ({
      path: ["rules", rule.name, ...path],
      shown: module,
      text: importText(module.replace(/\*+/gu, "x"), names),
    })),
  ]);
}

/** The import of a name that the contract declares; none for a global. */
function importOf({ imports = {} }: RuleContext, name: string): string[] {
  if (!Object.hasOwn(imports, name)) return [];
  const { module, exported } = parseImportTarget(name, imports[name]!);
  const what = exported === "*" ? `* as ${name}` : `{ ${exported} as ${name} }`;
  return [`import ${what} from ${JSON.stringify(module)};`];
}

function importText(module: string, names: readonly string[]): string {
  const from = JSON.stringify(module);
  if (names.length === 0) return `import * as all from ${from};\nexport const written = all;\n`;
  const locals = names.map((_, index) => `name${index}`);
  return `import { ${names.map((name, index) => `${name} as ${locals[index]!}`).join(", ")} } from ${from};\nexport const written = [${locals.join(", ")}];\n`;
}

/** Why a new `await` at a range of a file may let two calls of the function around it meet; undefined where nothing of that kind is seen. */
export function findOverlap(source: SourceFile, modules: Modules, range: Range): string | undefined {
  return overlapAt(new FileView(source, modules), innermostNode(source.program, range));
}
