import { atMost, type Edit, hint } from "../../edits/edit.js";
import { findMatches } from "../../patterns/find-matches.js";
import type { Match } from "../../patterns/match.js";
import type { FileView } from "../../semantics/file-view.js";
import { isMockHandle } from "../../semantics/mocks/module-mocks.js";
import { openModule } from "../../semantics/module-view.js";
import { type FunctionNode, isFunction, type Node } from "../../syntax/nodes.js";
import { defineRule, type Finding } from "../define-rule.js";
import { expectFile, expectTargets, expectWord } from "../expectation.js";
import { patternTemplate } from "../option-templates.js";
import { replacementWords, type WordsReplacement } from "../replacement.js";
import { type CalledBy, lackInCode, lackOf } from "./checks.js";
import { meantFunctions, namesContext, needsOfContexts } from "./functions.js";
import { type DistantHandler, findHandlers, type Handler } from "./handlers.js";
import { findingsOfState } from "./module-state.js";
import {
  type ContextSetting,
  declarationText,
  isMeantFile,
  readContextOptions,
  requireContextOption,
  type RequireContextOptions,
  typeNames,
} from "./options.js";
import { problemsOfContext } from "./problems.js";
import { passContext, type Taking, takingOf } from "./taking.js";
import { passesContext } from "./values.js";
import { because } from "../../reasons/reasons.js";

/** Finds functions that take no context, calls that pass none, and places that store one in shared state. */
export const requireContext = defineRule<readonly RequireContextOptions[], readonly ContextSetting[]>({
  name: "require-context",
  docs: { description: "require functions to take the context and to pass it on", isRecommended: false, best: "suggestion" },
  option: requireContextOption,
  hasEntries: true,

  compile: (option, setting) => option.map((entry) => readContextOptions(entry, setting)),

  problems: (option, setting) => problemsOfContext(option, setting),

  needs: (contexts) => needsOfContexts(contexts),

  cannotPrefilter: (contexts, path) => contexts.some((context) => context.files !== undefined && isMeantFile(context, path)),

  replacements: (contexts) => contexts.flatMap(({ types }) => types.map(({ name }) => name)),

  templates: (option) =>
    option.flatMap(({ handlers = [], calls = [] }, entry) => [
      ...handlers.map((text, index) => patternTemplate(text, [entry, "handlers", index])),
      ...calls.map((text, index) => patternTemplate(text, [entry, "calls", index])),
    ]),

  usedNames: (option) => option.flatMap(typeNames),

  written: (option) => option.flatMap((entry) => typeNames(entry).slice(0, 1)),

  expectations: (option) =>
    option.flatMap(({ files = [], names, decorators = [] }, entry) => [
      ...files.flatMap((glob, index) => expectFile([entry, "files", index], glob)),
      ...expectTargets([entry, "names"], names),
      ...decorators.flatMap((text, index) =>
        (text.match(/[\w$]+/gu) ?? []).flatMap((word) => expectWord([entry, "decorators", index], word)),
      ),
    ]),

  *find(file, contexts) {
    // What two entries say of one place, for one parameter, is one report: that of the first.
    const seen = new Set<string>();
    for (const context of contexts) {
      for (const finding of findingsOf(file, context)) {
        const key = [context.parameter, ...finding.range].join();
        if (!seen.has(key)) yield finding;
        seen.add(key);
      }
    }
  },
});

function* findingsOf(file: FileView, context: ContextSetting): Generator<Finding> {
  yield* findingsOfFunctions(file, context);
  yield* findingsOfCalls(file, context);
  if (namesContext(context, file.text)) yield* findingsOfState(file, context);
}

/** Finds calls that match the option's patterns and pass no context. */
function* findingsOfCalls(file: FileView, context: ContextSetting): Generator<Finding> {
  const patterns = context.calls.map((match) => ({ match }));
  for (const { match } of findMatches(file, patterns, (name) => context.setting.findExport(name))) {
    const { node } = match;
    if (node.type !== "CallExpression" && node.type !== "NewExpression") continue;
    if (isMockHandle(file, node) || isPassed(file, context, match)) continue;
    yield {
      range: node.range,
      found: file.textOf(node),
      problem: `passes no ${context.parameter} on`,
      replacement: replacementOf(file, context, node),
      edit: atMost(passContext(file, context, node), context.fix),
      action: { kind: "pass", what: context.parameter },
    };
  }
}

/** If the pattern has a hole for the context, as in `run($context, $$$_)`, that place counts; otherwise any argument does. */
function isPassed(file: FileView, context: ContextSetting, { node, bindings }: Match): boolean {
  const place = bindings.get(context.parameter);
  const values: readonly Node[] = place
    ? "node" in place
      ? [place.node]
      : place.list
    : "arguments" in node
      ? node.arguments
      : [];
  return values.some((value) => passesContext(file, context, value));
}

function replacementOf(file: FileView, { parameter }: ContextSetting, node: Node): WordsReplacement {
  const callee = node.type === "CallExpression" || node.type === "NewExpression" ? file.textOf(node.callee) : "";
  return replacementWords(`${node.type === "NewExpression" ? "new " : ""}${callee}(${parameter}, …)`);
}

/** Finds functions without a context: those that the option selects, and the handlers of a framework. */
function* findingsOfFunctions(file: FileView, context: ContextSetting): Generator<Finding> {
  const { here, distant } = findHandlers(file, context);
  const seen = new Set<FunctionNode>();
  for (const handler of here) {
    seen.add(handler.owner);
    const lack = lackOf(file, context, handler.owner, "framework");
    if (lack) yield findingForFunction(file, context, handler, { lack, by: "framework" });
  }
  for (const named of meantFunctions(file, context)) {
    if (seen.has(named.owner)) continue;
    seen.add(named.owner);
    const by: CalledBy = named.isDecorated ? "framework" : "code";
    const lack = lackOf(file, context, named.owner, by);
    if (lack) yield findingForFunction(file, context, named, { lack, by });
  }
  for (const handler of distant) {
    const finding = findingForDistantHandler(file, context, handler);
    if (finding) yield finding;
  }
}

function findingForFunction(
  file: FileView,
  context: ContextSetting,
  { name, range }: Handler,
  { lack, by }: { readonly lack: Taking | "missing"; readonly by: CalledBy },
): Finding {
  const { parameter } = context;
  const declaration = declarationText(context);
  const common = { replacement: replacementWords(declaration), action: { kind: "take", what: declaration } } as const;
  if (lack !== "missing") {
    const found = file.textOf(lack.node);
    const problem = lack.kind === "wrong" ? `is no ${context.type ?? parameter}` : `lets callers leave the ${parameter} out`;
    const edit = hint(
      lack.kind === "wrong"
        ? because("callersPassOther", "its callers pass something else")
        : "callers that leave it out have to pass one",
    );
    return { ...common, range: lack.node.range, found, problem, edit: atMost(edit, context.fix) };
  }
  const isEndpoint = by === "framework";
  return {
    ...common,
    range,
    found: name === undefined || name === "default" ? file.text.slice(...range) : name,
    problem: isEndpoint ? `has no ${parameter}` : `takes no ${parameter}`,
    edit: atMost(isEndpoint ? hint(because("fromRequest", "take it from its request")) : callersHaveToPass(context), context.fix),
  };
}

/** What only the callers can give, which may be in other files: `migrate` looks at them together. */
function callersHaveToPass({ parameter, scope, typeRef }: ContextSetting): Edit {
  return hint(because("callersPass", `its callers have to pass ${parameter}`), [
    { name: parameter, from: scope.from, type: typeRef, isTaken: true },
  ]);
}

/** A handler from another module is reported where it is registered, if it has no context in its own module. */
function findingForDistantHandler(
  file: FileView,
  context: ContextSetting,
  { node, callee }: DistantHandler,
): Finding | undefined {
  const taking = takingOf(context, callee.module, callee.node, { isStrict: true });
  if (taking?.kind === "required" || taking?.kind === "unknown" || !isFunction(callee.node)) return undefined;
  const view = openModule(file.modules, callee.module);
  if (!lackInCode(view, context, callee.node, "framework")) return undefined;
  const path = context.setting.modules.relative(callee.module.path) ?? callee.module.path;
  return {
    range: node.range,
    found: file.textOf(node),
    problem: `has no ${context.parameter}`,
    replacement: replacementWords(declarationText(context)),
    edit: hint(because("declaredElsewhere", `it is declared in ${path}`)),
  };
}
