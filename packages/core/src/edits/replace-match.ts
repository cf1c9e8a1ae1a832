import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { isNarrowed, mayBeNothingHere, mayGiveNothing } from "../semantics/presence.js";
import {
  type Node,
  callIn,
  childrenOf,
  enclosingClass,
  enclosingFunction,
  finalName,
  isFunction,
  isCast,
  memberName,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { hasWord } from "../syntax/identifiers.js";
import { contains } from "../syntax/ranges.js";
import { isWritten, isWrittenInto } from "../syntax/references.js";
import { callsOf, headHoleOf, linksOf, partsAtHead } from "../patterns/logical-chains.js";
import { inferEntity } from "../naming/entities.js";
import { secretReason } from "../naming/secrets.js";
import { MATCHED_BY_NAME, type Match } from "../patterns/match.js";
import { isDoubled, isHandedTo } from "../semantics/mocks/module-mocks.js";
import { fieldAliasOf, hasMember } from "../semantics/field-aliases.js";
import { overriderOf, whatLacks } from "../semantics/callees.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import { originOf, usesOf } from "../semantics/origins.js";
import { ownModule } from "../semantics/module-view.js";
import { mayLackMember } from "../semantics/types/type-members.js";
import { annotationOfName } from "../semantics/types/type-parts.js";
import { statedTypesOf } from "../semantics/types/value-types.js";
import { dependenciesOf } from "../patterns/moved-words.js";
import { keepPlaces, keyLeftBy, withKey } from "../patterns/keep-places.js";
import { renderTemplate } from "../patterns/render.js";
import { fillingFor, type Rendered } from "../patterns/filling.js";
import { findTarget } from "../naming/targets.js";
import { pathOf, textIn, type Template, type TemplateHole } from "../patterns/template.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "./edit.js";
import { doubtsAboutCalls, doubtsAboutElements } from "./argument-doubts.js";
import { calledBy, passedOnBy } from "./passed-on.js";
import { doubtOfResult, doubtsOfWiderResult, givesTyped, mayLackResult } from "./result-doubts.js";
import { doubtsAboutAliases, isMadeWith, isNamedAt, namesLeftBehind } from "./alias-drops.js";
import { callInWorklet, heldHook, hookElsewhere, lacksDependency } from "./hooks.js";
import { replaceExpression } from "./replace-expression.js";
import { because, runsOtherwise, type Why } from "../reasons/reasons.js";

/** What `$engine.run($x)` calls on an object whose class or type, in sight, has no `run`, or has an `oldRun` of its own that would be passed by. */
function* doubtsAboutReceivers(file: FileView, { template: pattern, bindings }: Match, { holes }: Template): Generator<Why> {
  const readBy = ({ node: { parent }, node }: TemplateHole): string | undefined =>
    parent?.type === "MemberExpression" && parent.object === node ? memberName(parent) : undefined;
  for (const hole of holes) {
    const binding = bindings.get(hole.name);
    const [old, fresh] = [pattern?.holes.find(({ name }) => name === hole.name), hole].map((each) => each && readBy(each));
    if (old === undefined || fresh === undefined || old === fresh || !binding || !("node" in binding)) continue;
    const lacking = whatLacks(file, binding.node, { has: old, lacks: fresh });
    if (lacking !== undefined) yield `${lacking} has no ${fresh}`;
    else if (isStatedWithout(file, binding.node, fresh)) yield `its type has no ${fresh}`;
    const overrider = overriderOf(file, binding.node, old);
    if (overrider !== undefined) yield runsOtherwise(`${overrider} has a ${old} of its own`);
  }
}

/** Whether what an expression is stated or cast to be lacks a member, or may do. */
function isStatedWithout(file: FileView, value: Node, name: string): boolean {
  const written = isCast(value) ? value.typeAnnotation : annotationOfName(file, unwrap(value));
  const stated = written ? [{ module: ownModule(file), type: written }] : statedTypesOf(file, unwrap(value));
  return stated.some((each) => "type" in each && mayLackMember(file, each, name));
}

/** Fills a replacement's template for a match. What it begins with as the pattern does is not made again where a name holds it. */
export function renderMatch(file: FileView, match: Match, template: Template, setting: RuleSetting): Rendered {
  const held = heldHead(file, match);
  const text = (part: Node): string => textIn(match.template ?? template, part);
  const same = held && partsAtHead(template.root).find((part) => textIn(template, part) === text(held.part));
  if (held && same) {
    const [start, end] = same.range.map((at) => at - template.offset);
    const through = setting.template(`${template.text.slice(0, start)}$${HELD}${template.text.slice(end)}`);
    return { ...renderWhole(file, withHolder(match, held.node), through, setting), holder: held.node };
  }
  const rendered = renderWhole(file, match, template, setting);
  const hook = heldHook(file, match, rendered, setting.findExport);
  if (hook) {
    const [start, end] = hook.part.range.map((at) => at - template.offset);
    const named = setting.template(`${template.text.slice(0, start)}${hook.name}${template.text.slice(end)}`);
    // TypeScript knows as much of a constant as it knew of the old one.
    const doubts = rendered.doubts?.filter((doubt) => doubt !== NARROWED) ?? [];
    const { parts, uses } = renderWhole(file, match, named, setting);
    return { ...rendered, template: named, parts, uses, doubts, hook };
  }
  const again =
    held &&
    callsOf(held.part)
      .map(text)
      .find((call) => template.text.includes(call));
  return again === undefined
    ? rendered
    : { ...rendered, doubts: [...(rendered.doubts ?? []), runsOtherwise(`${again} would be called again here`)] };
}

const HELD = "__held";

/** The match with the name in it as something that a hole took. */
function withHolder(match: Match, held: Node): Match {
  const bindings = new Map(match.bindings).set(HELD, { node: held });
  return { ...match, bindings, bound: [held, ...match.bound], aliases: new Set() };
}

/** The name at the head of a match for what a call gave, `client` in `client.send(x)`, and the part of the pattern that it stands for. */
function heldHead(file: FileView, { template, aliases, node }: Match): { readonly node: Node; readonly part: Node } | undefined {
  if (!template || aliases.size === 0) return undefined;
  const parts = partsAtHead(template.root);
  const at = partsAtHead(node).findIndex((each) => {
    const holder = each.type === "Identifier" ? file.variableOf(each) : fieldAliasOf(file, each)?.field;
    return holder && aliases.has(holder);
  });
  const [held, part] = [partsAtHead(node)[at], parts[at]];
  return held && part && callsOf(part).length > 0 ? { node: held, part } : undefined;
}

function renderWhole(file: FileView, found: Match, written: Template, setting: RuleSetting): Rendered {
  const { match, template } = withKey(found, written, setting);
  const target = findTarget(file, match.node);
  const entity = inferEntity(file, { target, style: "snake" });
  const own = fillingFor(setting, { bindings: match.bindings, value: match.node, name: target?.name, entity });
  const types = typesTaken(file, match, template, own.findExport);
  const filling = { ...own, typeArguments: types?.node };
  const rendered = keepPlaces(file, match, renderTemplate(file, template, filling, match.node));
  const narrower = doubtOfResult(file, match, template, filling.findExport);
  const doubts: Why[] = [
    ...doubtsAboutCalls(file, match, template, filling.findExport),
    ...doubtsAboutElements(file, match, template, filling.findExport),
    ...doubtsAboutMembers(file, match, template, filling.findExport),
    ...doubtsAboutReceivers(file, match, template),
    ...[narrower, keyLeftBy(match) && runsOtherwise("its key would be lost")].flatMap((doubt) => doubt ?? []),
    ...doubtsOfWiderResult(file, match, template, filling.findExport),
  ];
  // What a pattern has too, the contract replaces by what it writes.
  const matched = match.template && callIn(match.template.root)?.typeArguments ? callIn(match.node) : undefined;
  const typed = [...fixedParts(match.node, match)].filter(
    (node) => TYPED.has(node.type) && "typeArguments" in node && !!node.typeArguments && node.typeArguments !== types?.node,
  );
  const apart = callInWorklet(file, match, template, filling.findExport);
  for (const doubt of [types?.doubt, apart]) if (doubt !== undefined) doubts.push(doubt);
  if (typed.some((node) => node !== matched && (node !== match.node || !givesTyped(file, node, template, filling.findExport))))
    doubts.push(because("typesLost", "its type arguments would be lost"));
  if (mayLackResult(file, template, filling.findExport) && isNarrowed(file, match.node, true)) doubts.push(NARROWED);
  const { bindings, template: pattern } = match;
  return { ...rendered, doubts, passedOn: passedOnBy(file, { match: pattern, with: template, bindings }, filling.findExport) };
}

/** The type arguments of a call that the call in its place takes too, and why that may not be; undefined where it surely takes others. */
function typesTaken(
  file: FileView,
  { node, template: pattern }: Match,
  template: Template,
  findExport: FindExport,
): { readonly node: TSESTree.TSTypeParameterInstantiation; readonly doubt?: string } | undefined {
  const [old, fresh, known] = [node, template.root, pattern?.root].map((each) => each && callIn(each));
  if (!old?.typeArguments || !pattern || !known || known.typeArguments || !fresh) return undefined;
  // The same function, called with other arguments.
  if (textIn(template, fresh.callee) === textIn(pattern, known.callee) && !fresh.typeArguments)
    return { node: old.typeArguments };
  const argumentsOf = (each: Template, { callee }: { callee: Node }): string =>
    each.text.slice(callee.range[1] - each.offset, callee.parent!.range[1] - each.offset);
  const given = argumentsOf(template, fresh);
  // The same type arguments only make sense for the same arguments, and a contract's own ones stay.
  if (!given.endsWith(")") || given.includes("<") || given !== argumentsOf(pattern, known)) return undefined;
  const callee = calledBy(file, template, findExport)?.node;
  if (!callee) return { node: old.typeArguments, doubt: `${finalName(fresh.callee) ?? "it"} may not take its type arguments` };
  const taken = callee.typeParameters?.params ?? [];
  const count = old.typeArguments.params.length;
  const isTaken = count <= taken.length && taken.slice(count).every((each) => each.default);
  return isTaken ? { node: old.typeArguments } : undefined;
}

/** The members that the contract's values may lack: what `env.$name` reads, where the text that declares `env` has no such word. */
function* doubtsAboutMembers(file: FileView, match: Match, { holes }: Template, findExport: FindExport): Generator<string> {
  for (const { name, node } of holes) {
    const { parent } = node;
    const binding = match.bindings.get(name);
    const read = binding && "node" in binding && binding.node.type === "Identifier" ? binding.node.name : undefined;
    if (read === undefined || parent?.type !== "MemberExpression" || parent.property !== node || parent.computed) continue;
    const target = findExport(pathOf(parent.object)?.[0] ?? "");
    const home = target && file.modules.declarations.findExported(target.module, target.exported)?.module;
    if (home && !hasWord(home.text, read)) yield `${target.name} may have no ${read}`;
  }
}

/** Replaces a match by its rendered replacement, and removes `const` names for parts of it with their last use. */
export function replaceMatch(file: FileView, found: Match, rendered: Rendered): Edit {
  const match = rendered.holder
    ? withHolder(found, rendered.holder)
    : rendered.hook
      ? { ...found, aliases: new Set<AliasHolder>(), bound: found.bound.filter(({ range }) => contains(found.node.range, range)) }
      : found;
  const hook = rendered.hook ? undefined : hookElsewhere(file, match, rendered.template);
  const refusal = refusalOf(file, match) ?? (/\.[jt]sx$/u.test(file.path) ? hook : undefined);
  if (refusal !== undefined) return hint(refusal);
  const names = [...found.aliases, ...namesLeftBehind(file, match.bound, rendered)];
  const drops = [...names.map((holder) => ({ kind: "alias" as const, holder })), ...(rendered.hook ? [rendered.hook] : [])];
  let edit = allOf(
    replaceExpression(file, match.node, rendered, { bound: match.bound, pattern: match.template }),
    fix([], drops),
  );
  const unread = unreadReason(file, match, rendered, names);
  for (const reason of [
    ...doubtsAbout(file, match, rendered),
    ...(rendered.doubts ?? []),
    ...[hook, unread].flatMap((each) => each ?? []),
  ])
    edit = atMostSuggestion(edit, reason);
  return edit;
}

/** Why the compiler would refuse a name of which the replacements of such calls take the last read away. */
function unreadReason(
  file: FileView,
  { node: matched }: Match,
  { uses }: Rendered,
  dropped: readonly AliasHolder[],
): Why | undefined {
  const { modules, path } = file;
  const [locals, parameters] = [modules.hasOption(path, "noUnusedLocals"), modules.hasOption(path, "noUnusedParameters")];
  const isChecked = !/\.[cm]?jsx?$/u.test(path) || modules.hasOption(path, "checkJs");
  if (!isChecked || (!locals && !parameters)) return undefined;
  const text = (name: string): string => `nothing would read ${name} any more, which the tsconfig forbids`;
  const calleeOf = (node: Node): string | undefined =>
    node.type === "JSXElement" ? file.textOf(node.openingElement.name) : finalName(callIn(node)?.callee ?? node);
  // What other calls of the same read goes with them.
  const staysRead = (read: Node): boolean => {
    for (let at: Node | undefined = read; at; at = at.parent) {
      if (uses.some(({ node }) => node === at)) return true;
      if (at === matched || (at.type === matched.type && calleeOf(at) === calleeOf(matched))) return false;
    }
    return true;
  };
  for (const node of file.nodesWithin([matched.range])) {
    if (staysRead(node)) continue;
    if (node.type === "Identifier") {
      const variable = file.variableOf(node);
      const definition = variable?.defs[0];
      if (!variable || !definition || file.importedName(variable)) continue;
      if (dropped.includes(variable) || usesOf(file, variable).some(staysRead)) continue;
      const isParameter = (definition.type as string) === "Parameter" && definition.name.parent?.type !== "TSParameterProperty";
      const isExported = definition.node.type === "VariableDeclarator" && definition.node.parent.parent.type.startsWith("Export");
      const isLocal = (definition.type as string) === "Variable" && !isExported;
      if ((isParameter && parameters && !node.name.startsWith("_")) || (isLocal && locals)) return text(node.name);
    } else if (locals && node.type === "MemberExpression" && node.object.type === "ThisExpression") {
      const name = memberName(node) ?? "";
      const isHidden = name.startsWith("#") || hasMember(enclosingClass(node)?.body, name, ["private"]);
      const reads = isHidden ? file.nodes("MemberExpression", [name.replace("#", "")]) : [];
      if (isHidden && !reads.some((each) => memberName(each) === name && !isWritten(each) && staysRead(each))) return text(name);
    }
  }
  return undefined;
}

function refusalOf(file: FileView, { node, bound }: Match): Why | undefined {
  if (isWritten(node)) return because("written", "it is set here");
  return isMadeWith(file, { node, bound }, (each) => !isNamedAt(file, each, node))
    ? because("onlyOnce", "what its name holds was made before, and would be something else here")
    : undefined;
}

const NARROWED = "TypeScript knows more of it by a condition here, and would not of what a call gives";

/** `mocked(x)`, `createMock()`: no other code calls what makes a test its doubles. */
const MAKES_DOUBLE = /mock|stub|spy|fake/iu;

const DOUBLED = because("mockHandle", "a test doubles what it gives, and what replaces it may give something else");

function* doubtsAbout(file: FileView, match: Match, rendered: Rendered): Generator<Why> {
  const { template, passedOn } = rendered;
  const { root, holes } = template;
  const secret = holes.some(({ name }) => name === "entity") ? secretReason(file, findTarget(file, match.node)) : undefined;
  if (secret) yield secret;
  const isMade = !!callIn(template.root);
  const old = match.template && callIn(match.template.root);
  const isDoubleOfTest = !!old && MAKES_DOUBLE.test(finalName(old.callee) ?? "");
  const isSame = passedOn?.givesMatch === true || isDoubleOfTest;
  if (isDoubleOfTest && takesItsType(match.node)) yield "code takes its type from the double, and this one may have another";
  if (isMade && isNarrowed(file, match.node, false)) yield NARROWED;
  if (!isSame && isDoubled(file, match.node)) yield DOUBLED;
  if (isMade && !isSame && isDependency(match.node))
    yield runsOtherwise("it is a dependency of a hook, which would get a new result each time");
  if (lacksDependency(file, match, rendered))
    yield runsOtherwise("it is in a hook, and its list of dependencies lacks what it would read");
  if (isMade && !isSame && isWrittenInto(match.node))
    yield runsOtherwise("it would set a member of what a call gives, which nobody else may see");
  if (readsOfNothing(file, match, holes)) yield "it may be undefined, and a member of it would be read";
  if (match.isGuess) yield MATCHED_BY_NAME;
  yield* doubtsAboutAliases(file, match, partsAtHead(match.node));
  if (leavesChain(match, root) || cutsChain(match)) yield "it is called only where something is there";
  yield* doubtsAboutUndeclared(file, match, holes);
  const fixed = [...fixedParts(match.node, match)];
  const loads = fixed.flatMap((node) => {
    const reference = node.type === "Identifier" ? originOf(file, node)?.reference : file.moduleReferenceAt(node);
    return reference ? [reference] : [];
  });
  if (loads.some(({ kind }) => kind === "dynamic-import"))
    yield runsOtherwise("`await import()` would no longer load the module");
  if (loads.some(({ kind, node }) => kind === "require" && enclosingFunction(node)))
    yield runsOtherwise("`require()` would no longer load a module only when it is called");
  if (fixed.some((node) => node !== match.node && isCast(node))) yield "a cast inside it would be lost";
}

/** `const double = mocked(x)`, `mocked(x).rules = {}`, `mocked(x).mockImplementation((id: string) => …)`. */
function takesItsType(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type !== "MemberExpression") return parent?.type !== "ExpressionStatement" && !isHandedTo(outer, "expect");
  const call = parent.parent;
  const isStated = (each: Node): boolean => "typeAnnotation" in each && !!each.typeAnnotation;
  const takes = call.type === "CallExpression" && call.arguments.some((each) => isFunction(each) && each.params.some(isStated));
  return takes || isWrittenInto(node);
}

/** `[logger]` of `useEffect(() => …, [logger])`. */
function isDependency(node: Node): boolean {
  const list = rewrap(node).parent;
  return list?.parent?.type === "CallExpression" && dependenciesOf(list.parent) === list;
}

/** Whether a replacement reads a member of what is bound and may be nothing: `$list.filter(Boolean)` of `a?.b`. */
function readsOfNothing(file: FileView, { bindings, template }: Match, holes: Template["holes"]): boolean {
  const isRead = ({ node: { parent }, node }: TemplateHole): boolean =>
    parent?.type === "MemberExpression" && parent.object === node && !parent.optional;
  return holes.some((hole) => {
    const binding = bindings.get(hole.name);
    const wasRead = template?.holes.some((old) => old.name === hole.name && isRead(old)) ?? true;
    const given = isRead(hole) && !wasRead && binding && "node" in binding ? binding.node : undefined;
    return !!given && (mayGiveNothing(given) || mayBeNothingHere(file, given));
  });
}

/** Whether the new text drops a `?.`: `a?.b.old(x)` is not called without `a`, unless the new text starts with the same `a?.b`. */
function leavesChain({ node, bindings, bound }: Match, root: Node): boolean {
  const head = headHoleOf(root);
  const binding = head === undefined ? undefined : bindings.get(head);
  // A `!` says that all of the chain is there.
  const kept = binding && "node" in binding && node.type !== "TSNonNullExpression" ? binding.node : undefined;
  return linksOf(node).some((link) => {
    const isOptional = "optional" in link && link.optional && bound.some((each) => contains(each.range, link.range));
    return isOptional && !(kept && contains(kept.range, link.range));
  });
}

/** Whether a hole took the beginning of a chain that ends at its `?.`, and the rest is no part of the match's end: `a?.b.length === 0`. */
function cutsChain({ node, bound }: Match): boolean {
  const ends = linksOf(node);
  return bound.some((each) => {
    const { parent } = each;
    const goesOn =
      parent?.type === "MemberExpression" ? parent.object === each : parent?.type === "CallExpression" && parent.callee === each;
    return goesOn && !ends.includes(parent as Node) && linksOf(each).some((link) => "optional" in link && link.optional);
  });
}

/** Only `typeof` may be given a name that nothing declares: anywhere else that is an error where the name is not there. */
function* doubtsAboutUndeclared(file: FileView, { bindings, template }: Match, holes: Template["holes"]): Generator<string> {
  const isAsked = ({ node: { parent } }: TemplateHole): boolean =>
    parent?.type === "UnaryExpression" && parent.operator === "typeof";
  for (const { name } of template?.holes.filter(isAsked) ?? []) {
    const taken = bindings.get(name);
    const asked = taken && "node" in taken ? unwrap(taken.node) : undefined;
    if (asked?.type !== "Identifier" || file.variableOf(asked)?.defs.length) continue;
    if (holes.some((hole) => hole.name === name && !isAsked(hole)))
      yield `${asked.name} may not be declared, which only typeof allows`;
  }
}

const TYPED = new Set(["CallExpression", "NewExpression", "JSXOpeningElement", "TaggedTemplateExpression"]);

/** The nodes of a match that are not bound to a hole. */
function* fixedParts(node: Node, match: Match): Generator<Node> {
  if (match.bound.includes(node)) return;
  yield node;
  for (const child of childrenOf(node)) yield* fixedParts(child, match);
}
