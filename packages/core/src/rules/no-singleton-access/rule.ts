import { pathOf, type Template, withoutHoles } from "../../patterns/template.js";
import { asList, asObject } from "../../contracts/index.js";
import { atMost, atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import { SET_HERE } from "../../edits/replace-expression.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, keyName, memberName, rewrap, unwrap } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { isWrittenInto } from "../../syntax/references.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { topLevelDeclaration } from "../../semantics/own-exports.js";
import { type FoundMatch, findMatches } from "../../patterns/find-matches.js";
import { linksOf } from "../../patterns/logical-chains.js";
import { isGivenOn, isStillSpied, passedOnBy } from "../../edits/passed-on.js";
import { banExport, banMembers } from "../option-facts.js";
import { type Finding, defineRule } from "../define-rule.js";
import { type DestructuredMember, findDestructured, moveDestructured } from "../destructured.js";
import { expectNames, expectTargets } from "../expectation.js";
import { type CompiledEntry, newNames, templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { type CodeReplacement, optionalCode } from "../replacement.js";
import { type SingletonAccess, findAccesses, isLeftToFactories } from "./accesses.js";
import { findDeclarations } from "./declarations.js";
import { Coverage } from "../../edits/alias-drops.js";
import {
  ACCESSORS,
  type SingletonOptions,
  type SingletonSetting,
  findSingletonFaults,
  isOneOf,
  readSingletonOptions,
  singletonOption,
  singletonProblems,
  needsOfSingletons,
} from "./options.js";
import { passagesOf } from "../template-needs.js";
import { type BannedKey, findingsForKeys, followHandle, keysOfPatterns, needsOneInstance } from "../mocked-keys.js";
import { isKeptOriginal } from "../../semantics/mocks/global-stubs.js";
import { isHandedTo, isMockHandle, MOCK_REASON, type MockKey, moduleMocksOf } from "../../semantics/mocks/module-mocks.js";
import { MOCK_BY_HAND, isKeyOf, nameOfReplacement } from "../../edits/mocks/key-plans.js";
import { because, type Why } from "../../reasons/reasons.js";

/** Finds access to process-wide instances, and gets an instance from a factory instead. */
export const noSingletonAccess = defineRule<SingletonOptions, SingletonSetting>({
  name: "no-singleton-access",
  docs: { description: "disallow access to, and creation of, process-wide instances", isRecommended: true },
  option: singletonOption,
  findFaults: findSingletonFaults,
  declaredNames: (option) => asList(asObject(option)?.["objects"]).map((name, index) => ({ path: ["objects", index], name })),

  compile: (option, setting) => readSingletonOptions(option, setting),

  needs: (options) => needsOfSingletons(options),

  mayWrite: ({ replace }) => replace !== undefined,

  readsPlaces: () => true,

  passages: ({ classes, objects, functions, entries, setting }) =>
    passagesOf(setting, [
      ...(classes ?? []),
      ...objects,
      ...functions,
      ...entries.flatMap(({ match }) => match.names.map(({ name }) => name)),
    ]),

  replacementsByEntry: ({ entries }) => entries.map(newNames),

  templates: ({ replace }) => templatesOfReplace(replace, ["replace"]),

  written: ({ replace }) => writtenByReplace(replace),

  problems: (option, setting) => singletonProblems(option, setting),

  bans({ functions = [], objects = [], classes = [], accessors = ACCESSORS, replace }, { findExport, modules }) {
    const [replacement] = writtenByReplace(replace);
    const exports = [...functions, ...objects].flatMap((name) => {
      const target = findExport(name);
      return target ? [banExport(target.module, target.exported, replacement, modules)] : [];
    });
    const members = [
      ...(replace ?? []).flatMap((entry) => {
        const [, name, member] = /^\s*([\w$]+)\.([\w$]+)/.exec(entry.match) ?? [];
        return name !== undefined && member !== undefined ? [{ name, names: [member], written: entry.with }] : [];
      }),
      ...classes.map((name) => ({ name, names: accessors, written: replacement })),
    ].flatMap(({ name, names, written }) => {
      const target = findExport(name);
      return target ? [banMembers(target.module, { of: target.exported, names }, written, modules)] : [];
    });
    return [...exports, ...members];
  },

  *expectations(option, { findExport }) {
    const isDeclared = (name: string): boolean => findExport(name) !== undefined;
    for (const key of ["classes", "accessors", "objects", "functions"] as const)
      yield* expectNames([key], option[key] ?? [], isDeclared);
    yield* expectTargets(["factories"], option.factories);
    if (Object.values(option).every((each) => Array.isArray(each) && each.length === 0))
      yield {
        path: [],
        code: "means-everything",
        message:
          "Without a name it means getInstance() and the like of every class: list the classes, objects or functions that are meant.",
      };
  },

  *find(file, options) {
    const all = findMatches(file, options.entries, (name) => options.setting.findExport(name)).filter(
      ({ pattern, match: { node } }) =>
        !isOwnUse(file, options, pattern, node) &&
        !isLeftToFactories(file, node, options) &&
        !("callee" in node && isKeptOriginal(file, node)),
    );
    const coverage = new Coverage(
      file,
      all.map(({ match }) => match),
    );
    const keys = mockedKeys(file, options);
    for (const { pattern, match } of all)
      localNamesOf(file).expect(pattern.with?.names ?? [], match.node, options.setting.findExport);
    const uses = all
      .filter(({ match }) => !coverage.onlyFeedsMatches(match.node))
      .map((found) => ({ ...found, finding: findingForMatch(file, options, found, keys) }));
    const taken = findDestructured(file, options.entries, options.setting).filter(
      ({ pattern, property }) => !isOwnUse(file, options, pattern, property),
    );
    for (const each of taken.filter(({ property }) => !coverage.onlyFeedsMatches(property))) {
      const moved = moveDestructured(file, options.setting.findExport, each, taken);
      uses.push({ ...each, finding: findingForMatch(file, options, { ...each, moved }, keys) });
    }
    const accesses = [...findAccesses(file, options)].filter(
      (access) => !coverage.isCovered(access.node) && !isTakenApart(access.node, taken) && !staysRight(file, options, access),
    );
    const set = namesSet(file, options, uses, accesses);
    for (const { pattern, finding } of uses) {
      const isSet = finding.edit.level === "fix" && pattern.match.names.some(({ name }) => set.has(name));
      yield isSet ? { ...finding, edit: atMostSuggestion(finding.edit, SET_HERE) } : finding;
    }
    for (const access of accesses) yield findingForAccess(file, options, access, keys);
    yield* findingsForKeys(file, options.setting, keys, "is a process-wide instance");
    if (!options.declarations) return;
    for (const { node, found, owner } of findDeclarations(file, options)) {
      const entries = entriesFor(file, options, owner);
      const why = isWrapped(file, entries, options)
        ? because("replacementUsesIt", "what replaces it uses it: `declarations: false` in the contract lets it stay")
        : because("usesFirst", "a declaration goes when nothing uses it any more");
      const replacement = replacementOf(entries);
      yield { range: node.range, found, problem: "is a process-wide instance", replacement, edit: hint(why) };
    }
  },
});

/** The names of instances of which the file sets members where no fix goes along: what it reads of them is to be the same as what it sets. */
function namesSet(
  file: FileView,
  options: SingletonSetting,
  uses: readonly (FoundMatch<CompiledEntry> & { readonly finding: Finding })[],
  accesses: readonly SingletonAccess[],
): ReadonlySet<string> {
  const staying = uses.filter(({ match, finding }) => finding.edit.level !== "fix" && setsMember(file, match.node));
  const others = accesses.filter(({ node }) => setsMember(file, node));
  const touched = others.flatMap(({ node, owner }) =>
    entriesFor(file, options, owner).filter(({ match }) => node !== owner || mayRead(match, node)),
  );
  const entries = [...staying.map(({ pattern }) => pattern), ...touched];
  return new Set(entries.flatMap(({ match }) => match.names.map(({ name }) => name)));
}

/** Whether a pattern reads the member of an instance that code sets: what sets `db.schema` changes no `db.knex`. */
function mayRead({ root }: Template, instance: Node): boolean {
  const { parent } = rewrap(instance);
  const [, read] = pathOf(root) ?? [];
  return read === undefined || parent?.type !== "MemberExpression" || memberName(parent) === read;
}

/** `registry.level = 1`, also by a name for it: `const own = registry`. */
function setsMember(file: FileView, node: Node): boolean {
  if (isWrittenInto(node)) return true;
  const { parent } = rewrap(node);
  const holder =
    parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? file.variableOf(parent.id) : undefined;
  return holder?.references.some(({ identifier }) => isWrittenInto(identifier)) ?? false;
}

const NO_REPLACEMENT = because("noReplacement", "the contract names nothing that replaces it");

/** The finding for a match; `moved`: how a name that is destructured gets a declaration of its own. */
function findingForMatch(
  file: FileView,
  options: SingletonSetting,
  { pattern, match, moved }: FoundMatch<CompiledEntry> & { readonly moved?: Edit },
  keys: readonly BannedKey[],
): Finding {
  const { with: written, fix } = pattern;
  const rendered = written && renderMatch(file, match, written, options.setting);
  const refusal = written && refusalOf(file, match.node, written, keys);
  const edit =
    rendered && refusal === undefined
      ? (moved ?? atMost(replaceMatch(file, { ...match, isAccess: true }, rendered), fix))
      : hint(refusal ?? NO_REPLACEMENT);
  return {
    range: match.node.range,
    found: file.textOf(match.node),
    problem: "uses a process-wide instance",
    entry: options.entries.indexOf(pattern),
    replacement: optionalCode(rendered?.display),
    passedOn: rendered?.passedOn,
    edit,
  };
}

/** Whether a node is what some names are taken out of, or such a name, and each of them is found by a pattern. */
function isTakenApart(node: Node, taken: readonly DestructuredMember[]): boolean {
  const { parent } = rewrap(node);
  const holder =
    parent?.type === "VariableDeclarator" ? parent.id : parent?.type === "AssignmentPattern" ? parent.left : undefined;
  const parts = holder?.type === "ObjectPattern" ? holder.properties : [node];
  return parts.every((part) => taken.some(({ property }) => property === part));
}

/** Why a test's use of an instance is not replaced. */
function refusalOf(file: FileView, node: Node, written: Template, keys: readonly BannedKey[]): Why | undefined {
  const isMocked = keys.some(({ plan }) => "target" in plan && written.names.some(({ name }) => name === plan.target.name));
  if (!isMocked && isAsserted(file, node)) return because("testExpects", "a test asks what it gives");
  return needsOneInstance(file, keys, written, node) ? MOCK_REASON : undefined;
}

/** Whether a test doubles what each replacement calls, as the old code did, or keeps the original of what it doubles. */
function staysRight(file: FileView, options: SingletonSetting, { node, owner, refusal }: SingletonAccess): boolean {
  if (refusal !== MOCK_REASON) return isKeptOriginal(file, node);
  const entries = entriesFor(file, options, owner);
  const passed = entries.map((entry) => passedOnBy(file, entry, (name) => options.setting.findExport(name)));
  return passed.length > 0 && passed.every((each) => each?.givesMatch && isStillSpied(file, each));
}

function findingForAccess(
  file: FileView,
  options: SingletonSetting,
  { node, range, owner, refusal }: SingletonAccess,
  keys: readonly BannedKey[],
): Finding {
  const entries = entriesFor(file, options, owner);
  const isMockHandle = refusal === MOCK_REASON;
  return {
    range,
    found: file.text.slice(...range),
    problem: node.type === "NewExpression" ? "makes a process-wide instance" : "is a process-wide instance",
    replacement: replacementOf(entries),
    edit: (isMockHandle ? followHandle(file, options.setting, keys, node) : undefined) ?? hint(refusal ?? misfit(node, entries)),
    isMockHandle,
  };
}

/** The entries that replace the class or instance that an access names, the simplest first. */
function entriesFor(file: FileView, { entries, setting }: SingletonSetting, owner: Node | string): CompiledEntry[] {
  const isNamed = (name: string) =>
    typeof owner === "string" ? name === owner : isOneOf(file, owner, { names: [name], setting });
  return entries
    .filter(({ match, with: written }) => written && match.names.some(({ name }) => isNamed(name)))
    .sort((a, b) => a.match.text.length - b.match.text.length);
}

/** Whether a replacement is in a module that uses what the declaration's module exports. */
function isWrapped({ modules, path }: FileView, entries: readonly CompiledEntry[], { setting }: SingletonSetting): boolean {
  const exported = new Set(modules.exportedNames({ kind: "file", path }));
  return entries
    .flatMap((entry) => entry.with?.names ?? [])
    .some(({ name }) => {
      const module = setting.findExport(name)?.module;
      return !!module && modules.mentionsExports(module, path, exported).length > 0;
    });
}

/** What the contract would write in the simplest case; nothing where none of many fits, or where it is for one argument: `getService(Store)`. */
function replacementOf(entries: readonly CompiledEntry[]): CodeReplacement | null {
  const [plainest] = entries;
  if (plainest && hasFixedArgument(plainest.match)) return null;
  if (new Set(entries.map(({ with: written }) => written && withoutHoles(written))).size > 2) return null;
  return optionalCode(plainest?.with && withoutHoles(plainest.with));
}

function hasFixedArgument({ root, holes, offset }: Template): boolean {
  if (root.type !== "CallExpression") return false;
  return root.arguments.some(({ range: [start, end] }) =>
    holes.every(({ range }) => !contains([start - offset, end - offset], range)),
  );
}

function misfit(node: Node, entries: readonly CompiledEntry[]): Why {
  const isOptional = linksOf(node).some((link) => "optional" in link && link.optional);
  if (isOptional && entries.length > 0) return "it is called only where something is there";
  if (entries.length === 0) return because("noReplacement", "the contract names no replacement for it");
  const patterns = [...new Set(entries.map(({ match }) => withoutHoles(match)))];
  const [first, second, ...others] = patterns;
  if (others.length > 0) return `the contract replaces only ${first}, ${second} and ${others.length} more`;
  return `the contract replaces only ${patterns.join(" and ")}`;
}

/**
 * Whether a match is in what the pattern names: a class may use its own members; code outside of it, in the same file too, may not. The
 * module of an instance or a function may use it.
 */
function isOwnUse(file: FileView, options: SingletonSetting, entry: CompiledEntry, node: Node): boolean {
  return entry.match.names.some(({ name }) => {
    const ref = options.setting.findExport(name);
    if (ref?.module.kind !== "file" || ref.module.path !== file.path) return false;
    const declaration = topLevelDeclaration(file, ref);
    return declaration?.type !== "ClassDeclaration" || contains(declaration.range, node.range);
  });
}

/** Whether what an access gives, or that it throws, is what an assertion is about: `expect(X.get())`, `expect(() => X.get())`. */
function isAsserted(file: FileView, node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (isMockHandle(file, node)) return false;
  if (isHandedTo(outer, "expect")) return true;
  // The other side of `expect(X.get()).toBe(X.get())`.
  if (parent?.type === "CallExpression" && file.textOf(parent.callee).startsWith(`expect(${file.textOf(outer)}).`)) return true;
  if (parent?.type === "ArrowFunctionExpression" && parent.body === outer) return isHandedTo(rewrap(parent), "expect");
  if (parent?.type !== "VariableDeclarator" || parent.init !== outer || parent.id.type !== "Identifier") return false;
  const references = file.variableOf(parent.id)?.references ?? [];
  return references.some(({ identifier }) => isHandedTo(rewrap(identifier), "expect"));
}

/** Finds the keys of mocks that give an instance: those that patterns replace, and those that the option only lists. */
function mockedKeys(file: FileView, options: SingletonSetting): BannedKey[] {
  const { entries, setting, objects, functions, classes = [] } = options;
  const known = entries.length === 0 ? [] : keysOfPatterns(file, entries, setting);
  if (objects.length + functions.length + classes.length === 0) return known;
  const listed = moduleMocksOf(file).flatMap((mock) =>
    (mock.keys ?? []).flatMap((key): BannedKey[] => {
      if (known.some((each) => each.key === key)) return [];
      if (entries.some((entry) => isGivenOn(file, mock.module, entry, setting.findExport))) return [];
      const names = [...objects, ...functions, ...(givesInstance(key, options) ? classes : [])];
      const listed = names.find((name) => {
        const ref = setting.findExport(name);
        return !!ref && isKeyOf(file, mock, key, ref);
      });
      if (listed === undefined) return [];
      const [written] = entriesFor(file, options, listed).flatMap((entry) => entry.with ?? []);
      const refused = entries.length === 0 ? because("noReplacement", "the contract names no replacement for it") : MOCK_BY_HAND;
      return [{ mock, key, plan: { refused }, replacement: written && nameOfReplacement(written), fix: undefined }];
    }),
  );
  return [...known, ...listed];
}

/** `Registry: { getInstance: … }`. */
function givesInstance({ property }: MockKey, { accessors }: SingletonSetting): boolean {
  const value = unwrap(property.value);
  return (
    value.type === "ObjectExpression" &&
    value.properties.some((each) => each.type === "Property" && accessors.has(keyName(each) ?? ""))
  );
}
