import { isBuiltin } from "node:module";
import { matchesContract, phaseOf, type Contract, type PathStep } from "../contracts/index.js";
import type { ModuleIdentity, Modules } from "../modules/index.js";
import { nameOf } from "../patterns/render-places.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { inOneLine } from "../reasons/reasons.js";
import { expectFile, expectImport, expectNamedImport, expectWord, type Expectation, type Near } from "../rules/expectation.js";
import { rulesOf } from "../rules/index.js";
import { fixedTexts } from "../rules/template-needs.js";
import { hasWord } from "../syntax/identifiers.js";
import { type Node, nodesIn } from "../syntax/nodes.js";
import { isDeclaredPackage, GLOBALS } from "./create-rule-setting.js";

type Path = readonly PathStep[];

/** What a contract is read with, to say what it expects. */
export interface ExpectationSetting {
  readonly setting: RuleSetting;
  /** The packages that the repository's packages declare, their own names included; empty: there is no package at all. */
  readonly packages: ReadonlySet<string>;
  /** The repository's source files, absolute. */
  readonly files: readonly string[];
  /** Whether no commit had a bridge of a contract. */
  wasNever(contract: Contract, bridge: string): boolean;
}

/** All that a contract expects to be there; its paths are those of the front matter. */
export function contractExpectations(contract: Contract, asked: ExpectationSetting): Expectation[] {
  const { setting } = asked;
  const rules = rulesOf(contract);
  const written = writtenNames(contract, setting);
  return [
    ...globExpectations(contract),
    ...phaseExpectations(contract, asked),
    ...Object.keys(contract.imports).flatMap((name) => importExpectations(contract, asked, name, written.has(name))),
    ...nameExpectations(contract),
    ...bridgeExpectations(contract, asked),
    ...rules.flatMap(({ rule, option }) => [
      ...[...rule.expectations(option, setting)].map((each) =>
        unlessAlias({ ...each, path: ["rules", rule.name, ...each.path] }, asked),
      ),
      ...rule
        .templates(option)
        .filter(({ kind }) => kind === "match")
        .flatMap(({ path, text }) => patternExpectations(text, ["rules", rule.name, ...path], asked)),
      ...rule
        .destinations(option)
        .filter(({ isPattern }) => !isPattern)
        .flatMap(({ path, module }) => destinationExpectations(["rules", rule.name, ...path], module, asked)),
    ]),
  ];
}

function globExpectations(contract: Contract): Expectation[] {
  const { files = [], ignores, phases } = contract;
  const under = (globs: readonly string[] | undefined, path: Path): Expectation[] =>
    (globs ?? []).flatMap((glob, index) => expectFile([...path, index], glob));
  // To leave out files that are never read does no harm.
  const without = (globs: readonly string[] | undefined, path: Path): Expectation[] =>
    (globs ?? []).flatMap((glob, index) =>
      expectFile([...path, index], glob)
        .slice(0, 1)
        .map(asIgnore),
    );
  return [
    ...under(files, ["files"]),
    ...without(ignores, ["ignores"]),
    ...(contract.files?.length === 0 ? [NO_FILES] : []),
    ...(ignores.length > 0 && contract.files?.length !== 0 ? [expectRest(contract)] : []),
    ...phases.flatMap((phase, index) => [
      ...under(phase.files, ["phases", index, "files"]),
      ...without(phase.ignores, ["phases", index, "ignores"]),
    ]),
  ];
}

/** Expects of each phase that names files that not all of them are in earlier ones. */
function phaseExpectations(contract: Contract, { files, setting }: ExpectationSetting): Expectation[] {
  const [first, ...later] = contract.phases;
  if (!first || later.length === 0) return [];
  const paths = files.flatMap((file) => setting.modules.relative(file) ?? []);
  return later.flatMap((phase, index): Expectation[] => {
    // Of one that comes after a phase for all that is left it is said already.
    if (contract.phases.slice(0, index + 1).some(({ files: named }) => !named)) return [];
    const own = phase.files ? paths.filter((file) => phaseOf({ ...contract, phases: [phase] }, file)) : [];
    const earlier = new Set(own.map((file) => phaseOf(contract, file)!));
    if (own.length === 0 || earlier.has(phase)) return [];
    const names = [...earlier].map(({ name }) => name).join(" and ");
    const message = `All of its files are in ${names} already, and a file is in the first phase that has it: put this one before.`;
    return [{ path: ["phases", index + 1, "files"], code: "matches-nothing", message }];
  });
}

/** Expects of the names in `imports` and `scope` that a rule has them: one may be renamed in one of two places. */
function nameExpectations({ imports, rules, scope }: Contract): Expectation[] {
  const [ofRules, ofScope] = [rules, scope].map((part) => JSON.stringify(part).replaceAll(/\\[nrt]/gu, " ")) as [string, string];
  const isUsed = (name: string): boolean => hasWord(ofRules, name) || hasWord(ofRules, `$${name}`);
  const unused = (key: string, names: readonly string[], says: (name: string) => string) =>
    names.map((name): Expectation => ({ path: [key, name], code: "matches-nothing", message: says(name) }));
  const free = Object.keys(imports).filter((name) => !isUsed(name) && !hasWord(ofScope, name));
  const holes = Object.keys(scope).filter((name) => !isUsed(name));
  return [
    ...unused("imports", free, (name) => `No rule uses ${name}.`),
    ...unused("scope", holes, (name) => `No rule has the hole $${name}.`),
    ...Object.entries(scope).flatMap(([hole, { from, inject }]) => {
      // What is injected need not be there yet.
      if (holes.includes(hole) || inject !== undefined) return [];
      const words = new Set(from.flatMap((path) => path.split(".")).filter((word) => word !== "this"));
      // Of several sources some may be there for code to come.
      return [...words].map((word) => expectWord(["scope", hole], word, { mayBeDone: from.length > 1 }));
    }),
  ];
}

/** Expects of bridges that are not there that they were. */
function bridgeExpectations(contract: Contract, { setting: { modules }, wasNever }: ExpectationSetting): Expectation[] {
  return contract.bridges.flatMap((bridge, index): Expectation[] => {
    if (!wasNever(contract, bridge)) return [];
    const message = `${bridge} is not there, and no commit had it.`;
    return [{ path: ["bridges", index], code: "matches-nothing", message, near: nearOfBridge(bridge, modules) }];
  });
}

/** The first part of a bridge that is not there. */
function nearOfBridge(bridge: string, modules: Modules): Near {
  const [file = "", names = ""] = bridge.split("#", 2);
  const [exported = "", member = ""] = names.split(".", 2);
  const module = modules.resolveContractModule(file);
  if (module.kind !== "file") return { text: file, among: "paths" };
  const exports = modules.exportedNames(module);
  return exports.includes(exported)
    ? { text: member, among: { file: modules.relative(module.path) ?? "" } }
    : { text: exported, among: exports };
}

const NO_FILES: Expectation = {
  path: ["files"],
  code: "matches-nothing",
  message: "It names no file: write a glob, or remove it to mean every JavaScript and TypeScript file.",
};

/** Expects `ignores` to leave some of the files that `files` names. */
function expectRest(contract: Contract): Expectation {
  return {
    path: ["ignores"],
    code: "matches-nothing",
    message: `No ${contract.files ? 'file that "files" names' : "source file"} is left beside what these leave out.`,
    isMetByPath: ({ path }) => matchesContract(contract, path),
  };
}

function asIgnore(expectation: Expectation): Expectation {
  return { ...expectation, message: `${expectation.message} What git ignores is left out without being named.` };
}

/** The names of `imports` that replacements and options write; the others are only looked for. */
function writtenNames(contract: Contract, setting: RuleSetting): ReadonlySet<string> {
  const texts = rulesOf(contract).flatMap(({ rule, option }) => [
    ...rule.templates(option).flatMap(({ kind, text }) => (kind === "with" ? setting.template(text).names : [])),
    ...rule.usedNames(option).map((name) => ({ name })),
  ]);
  return new Set(texts.map(({ name }) => name));
}

function importExpectations(contract: Contract, asked: ExpectationSetting, name: string, isWritten: boolean): Expectation[] {
  const target = contract.imports[name]!;
  const { modules } = asked.setting;
  const path = ["imports", name];
  const module = modules.resolveContractModule(target.module);
  const lost = builtinWithout(target.module, target.exported);
  if (lost !== undefined) return [{ path, code: "missing-export", message: lost }];
  const isPart = target.exported !== "*" && target.exported !== "default";
  const named = isPart ? [expectNamedImport(path, [name, target.module, target.exported], modules)] : [];
  if (module.kind === "package" && isWritten)
    return [...named, ...expectDeclared({ path, module: target.module, name: module.name }, asked)];
  if (module.kind !== "file")
    return [...(module.kind === "package" ? named : []), unlessAlias(expectImport(path, target.module, modules), asked)];
  if (!isPart || modules.exportOrigin(module, target.exported)) return [];
  const file = modules.relative(module.path);
  return [
    ...named,
    expectWord(path, target.exported, {
      mayBeDone: true,
      ...(file !== undefined && { near: { text: target.exported, among: { file } } }),
    }),
  ];
}

/** What to say of a module of Node that has no such export, as in `fs: node:fs`; types can't be told, so names like theirs pass. */
function builtinWithout(module: string, exported: string): string | undefined {
  if (exported === "default" || !/^[a-z]/u.test(exported) || !isBuiltin(module)) return undefined;
  // Not in Node before 20.16, where nothing is said.
  const found: unknown = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule?.(module);
  if (typeof found !== "object" || found === null || exported in found) return undefined;
  return `${module} has no export ${exported}. Write "${module}#*" for the module as a whole, as \`import * as …\` gives it.`;
}

/** The words of a pattern that no name of `imports` stands for. */
function patternExpectations(text: string, path: Path, asked: ExpectationSetting): Expectation[] {
  const { setting } = asked;
  const { names, root } = setting.template(text);
  const refs = names.map(({ name }) => ({ name, ref: setting.findExport(name) }));
  // Nothing can be said of the members of what is gone; that it is gone is said once.
  if (refs.some(({ ref }) => ref?.module.kind === "missing")) return [];
  const free = refs.flatMap(({ name, ref }) => (ref ? [] : [name]));
  // What every program has, such as `document.write`, may well be banned before anybody uses it.
  const isOfPlatform = names.length > 0 && names.every(({ name }) => GLOBALS.has(name));
  const mayBeDone = isOfPlatform || refs.some(({ ref }) => ref !== undefined && isDeclared(ref.module, asked));
  const keys = nodesIn(root, (each): each is Node => nameOf(each) !== undefined).flatMap((each) => nameOf(each)!);
  return [...new Set([...free, ...fixedTexts(root), ...keys.filter((key) => /^\w+$/u.test(key))])].map((word) =>
    // A global that nothing uses any more is no slip of the pen.
    ({
      ...expectWord(path, word, { mayBeDone, ...(GLOBALS.has(word) && { near: { text: word, among: [] } }) }),
      message: `${inOneLine(text)} matches nothing, as no code has ${word}.`,
    }),
  );
}

/** What is a file of the repository is looked at when the contract is read: without it nothing works. */
function destinationExpectations(path: Path, module: string, asked: ExpectationSetting): Expectation[] {
  const identity = asked.setting.modules.resolveContractModule(module);
  return identity.kind === "package" ? expectDeclared({ path, module, name: identity.name }, asked) : [];
}

interface PlacedPackage {
  readonly path: Path;
  readonly module: string;
  readonly name: string;
}

/** `$app/state`, `astro:content` and `virtual:icons` come from a build tool, and no package.json can name them. */
const PACKAGE_NAME = /^(?:@[\w.~-]+\/)?[\w.~-]+$/;

/** That some package.json names the package from which something is imported. */
function expectDeclared({ path, module, name }: PlacedPackage, asked: ExpectationSetting): Expectation[] {
  if (isDeclaredPackage(name, asked.packages) || !PACKAGE_NAME.test(name)) return [];
  const aliased = aliasMessage(module, asked);
  if (aliased !== undefined) return [{ path, code: "undeclared-package", message: aliased }];
  const message = `${name} is no dependency of any package.json here: add it, or the import that is written can't be found.`;
  return [{ path, code: "undeclared-package", message, near: { text: name, among: "packages" } }];
}

/** What is imported by an alias leads to a file, and counts as imported only by that. */
function unlessAlias(expectation: Expectation, asked: ExpectationSetting): Expectation {
  const { path, anyPackage, module } = expectation;
  const message = anyPackage === undefined || module === undefined ? undefined : aliasMessage(module, asked);
  return message === undefined ? expectation : { path, code: "undeclared-package", message, anyPackage: anyPackage! };
}

/** What to say of a module that is written as some files import it; undefined for any other. */
function aliasMessage(module: string, { setting, files }: ExpectationSetting): string | undefined {
  const behind = setting.modules.behindAliases(module, files);
  if (behind.length === 0) return undefined;
  const written = behind.map((file) => `./${file}`).join(" or ");
  return `${module} is an alias or below a "baseUrl", which not all files have, and a contract is for all of them: write ${written}.`;
}

function isDeclared(module: ModuleIdentity, { packages }: ExpectationSetting): boolean {
  return module.kind !== "package" || isDeclaredPackage(module.name, packages);
}
