import type { TSESTree } from "@typescript-eslint/types";
import { type Contract, didYouMean, type PathStep, type Problem, toRuleContext } from "../contracts/index.js";
import type { Edit } from "../edits/edit.js";
import { SAME_CODE } from "../edits/replace-expression.js";
import type { Declared, Modules } from "../modules/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { findMisplaced, findMisplacedList } from "../patterns/template-faults.js";
import { findTwoListHoles } from "../patterns/template-holes.js";
import { viewTemplate } from "../patterns/template-view.js";
import { parseTemplate, type Template, TemplateSyntaxError } from "../patterns/template.js";
import type { AnyRule } from "../rules/define-rule.js";
import { rulesOf } from "../rules/index.js";
import type { Destination, OptionTemplate } from "../rules/option-facts.js";
import type { EngineHost } from "../syntax/source-file.js";
import { childrenOf, isFunction, keyName, memberName, type Node, unwrap } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { createRuleSetting, GLOBALS } from "./create-rule-setting.js";
import { TEST_GLOBALS } from "../syntax/identifiers.js";

type Path = readonly PathStep[];

/** Finds the problems of a contract that need a parser and a resolver: in templates, holes, names, modules and exports. */
export function validateContract(contract: Contract, root: string, host: EngineHost, modules: Modules): Problem[] {
  return new Validation(contract, root, host, modules).run();
}

/** What was meant where a hole is written as in other tools: `{{entity}}`. */
function meantHoles(text: string): string | undefined {
  const holes = [...text.matchAll(/\{\{\s*([\w$]+)\s*\}\}/gu)].map(([, name]) => `$${name!.replace(/^\$/u, "")}`);
  return holes.length > 0 ? `A hole is written ${[...new Set(holes)].join(", ")}.` : undefined;
}

const BUILT_IN_HOLES = new Set(["value", "name", "entity"]);

class Validation {
  readonly #problems: Problem[] = [];
  readonly #used = new Set<string>();
  /** Those that a replacement uses as values. */
  readonly #values = new Set<string>();

  constructor(
    readonly contract: Contract,
    readonly root: string,
    readonly host: EngineHost,
    readonly modules: Modules,
  ) {}

  run(): Problem[] {
    const rules = rulesOf(this.contract);
    for (const { rule, option } of rules)
      for (const template of rule.templates(option)) this.#template(below(rule.name, template));
    for (const { rule, option } of rules) for (const name of rule.usedNames(option)) this.#used.add(name);
    for (const entry of Object.values(this.contract.scope)) if (entry.type !== undefined) this.#used.add(entry.type);
    for (const { rule, option } of rules)
      for (const destination of rule.destinations(option)) this.#destination(below(rule.name, destination));
    this.#options();
    for (const name of this.#used) this.#export(name);
    this.#members();
    return this.#problems;
  }

  #add(path: Path, code: string, severity: Problem["severity"], message: string): void {
    const { file, line, column } = this.contract.locate(path);
    // A template may have the same fault twice.
    const isKnown = this.#problems.some((each) => each.message === message && each.line === line && each.column === column);
    if (!isKnown) this.#problems.push({ file, line, column, code, severity, message });
  }

  #template(placed: OptionTemplate): void {
    const template = this.#parse(placed);
    if (!template || this.#hasMisplaced(placed, template)) return;
    if (placed.kind === "match") return this.#match(placed, template);
    for (const hole of template.holes) this.#hole(placed, hole.name);
    for (const { name, node } of template.names) {
      this.#name(placed, name);
      if (!node.parent?.type.startsWith("TS")) this.#values.add(name);
    }
  }

  /** Adds the problem of code that parses as a template and could not be written, or matched, where it is. */
  #hasMisplaced(placed: OptionTemplate, template: Template): boolean {
    const fault = findMisplaced(template, placed, placed.kind === "with" ? this.#patternOf(placed) : undefined);
    if (fault) this.#add(placed.path, fault.code, "error", fault.message);
    return fault !== undefined;
  }

  /** The pattern that a replacement is for; undefined if there is none, or none that parses, which is reported for itself. */
  #patternOf({ match }: OptionTemplate): Template | undefined {
    try {
      return match === undefined ? undefined : parseTemplate(match, this.host);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      return undefined;
    }
  }

  #match(placed: OptionTemplate, template: Template): void {
    const twice = findTwoListHoles(template.root);
    if (twice)
      this.#add(
        placed.path,
        "two-list-holes",
        "error",
        `${JSON.stringify(placed.text)} has two holes for any number in one list, $$$${twice[0]} and $$$${twice[1]}: nothing says where the one ends. Leave one of them.`,
      );
    if (hasFixedPart(placed.text)) return;
    const why = "names nothing, so every such expression would match. Write the name of what is replaced.";
    this.#add(placed.path, "matches-everything", "error", `${JSON.stringify(placed.text)} ${why}`);
  }

  /** Adds the problems that each rule finds in its own option. */
  #options(): void {
    const setting = createRuleSetting(toRuleContext(this.contract, this.root, 0), this.host, this.modules);
    for (const { rule, option } of rulesOf(this.contract)) {
      this.#guarded(rule.name, () => {
        for (const { path, isOfContract, code, severity, message } of rule.problems(option, setting))
          // What a contract with errors seems to lack may be what was refused.
          if (severity === "error" || !this.contract.unreadImports)
            this.#add(isOfContract ? path : ["rules", rule.name, ...path], code, severity, message);
        if (!this.#problems.some(({ severity }) => severity === "error"))
          for (const { path, text } of neverEnding(rule, option, setting)) this.#neverEnds(["rules", rule.name, ...path], text);
      });
    }
  }

  /** One option that makes godwit fail must not cost the other contracts. */
  #guarded(rule: string, validate: () => void): void {
    try {
      validate();
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.#add(
        ["rules", rule],
        "internal",
        "error",
        `godwit failed on this option; please report it with the contract: ${cause}`,
      );
    }
  }

  #neverEnds(path: Path, text: string): void {
    const message = `${JSON.stringify(text)} is reported again itself, so it never ends. Write what takes the place of the old code.`;
    this.#add(path, "never-ends", "error", message);
  }

  #parse(placed: OptionTemplate): Template | undefined {
    try {
      return parseTemplate(placed.text, this.host);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      const near = placed.text.slice(error.offset, error.offset + 20);
      this.#add(
        placed.path,
        "template-syntax",
        "error",
        `${JSON.stringify(placed.text)} is not a TypeScript expression: ${error.message}${near ? ` (at ${JSON.stringify(near)})` : ""}. ${meantHoles(placed.text) ?? "Write one expression."}`,
      );
      return undefined;
    }
  }

  #hole(placed: OptionTemplate, hole: string): void {
    if (this.#isBound(placed, hole)) return;
    if (hole === "_")
      return this.#add(placed.path, "unbound-hole", "error", "$_ stands for anything in `match`; in `with` write a named hole.");
    this.#add(
      placed.path,
      "unbound-hole",
      "warning",
      `Nothing binds $${hole}: it will be looked up by its own name and make a suggestion only.${this.#meantHole(placed, hole)}`,
    );
  }

  #isBound({ bound }: OptionTemplate, hole: string): boolean {
    return bound.has(hole) || BUILT_IN_HOLES.has(hole) || Object.hasOwn(this.contract.scope, hole);
  }

  #meantHole(placed: OptionTemplate, hole: string): string {
    const known = [...placed.bound, ...BUILT_IN_HOLES, ...Object.keys(this.contract.scope)];
    return didYouMean(hole, known) || ` Add ${hole} to scope to say where it comes from.`;
  }

  /** `arguments` is no global: `findMisplacedWord` says where it may be. */
  #name(placed: OptionTemplate, name: string): void {
    const isGlobal = GLOBALS.has(name) && !(TEST_GLOBALS.has(name) && this.#isBound(placed, name));
    if (Object.hasOwn(this.contract.imports, name)) this.#used.add(name);
    else if (!isGlobal && name !== "arguments" && !this.contract.unreadImports?.includes(name)) {
      const hint = didYouMean(name, Object.keys(this.contract.imports));
      const advice = this.#isBound(placed, name)
        ? `Did you mean $${name}?`
        : `${hint.trimStart()} Add it to imports: \`${name}: ./path/of/its/module.ts\`.`.trimStart();
      this.#add(placed.path, "unknown-name", "error", `${name} is neither declared in imports nor a global. ${advice}`);
    }
  }

  /** Replacements whose members are not there would be written all the same. */
  #members(): void {
    if (this.#problems.some(({ severity }) => severity === "error")) return;
    const setting = createRuleSetting(toRuleContext(this.contract, this.root, 0), this.host, this.modules);
    for (const { rule, option } of rulesOf(this.contract))
      for (const { kind, path, text } of rule.templates(option))
        for (const { name, member, known } of kind === "with" ? missingMembers(setting.template(text), setting) : []) {
          const message = `${name} has no member ${member}.${didYouMean(member, known)} Write one that it has.`;
          this.#add(["rules", rule.name, ...path], "missing-member", "error", message);
        }
  }

  /** Checks that the replacement of an import exists, if it is a file of the repository. */
  #destination({ path, module, isPattern, names }: Destination): void {
    if (isPattern) return;
    if (this.modules.resolveContractModule(module).kind === "missing") this.#missing(path, module);
    else for (const name of names) this.#exportOf(path, module, name);
  }

  #missing(path: Path, module: string): void {
    const advice =
      this.#bindAdvice(path) ?? this.#meantFile(module) ?? "Write the path of a file of the repository, from its root.";
    this.#add(path, "missing-module", "error", `${module} is not there. ${advice}`);
  }

  /** The file of that name with another extension, or the index of a folder of that name. */
  #meantFile(module: string): string | undefined {
    const found = this.modules.resolveContractModule(module.replace(/\.[cm]?[jt]sx?$/u, ""));
    const file = found.kind === "file" ? this.modules.relative(found.path) : undefined;
    return file && `Did you mean ./${file}?`;
  }

  /** What a repository can do about a name of a contract that comes from a package. */
  #bindAdvice([key, name]: Path): string | undefined {
    const { id, package: from } = this.contract;
    if (!from || key !== "imports") return undefined;
    return `Say where this repository has it for ${id} of ${from.name}: "godwit": { "imports": { ${JSON.stringify(name)}: "./path/of/its/module.ts" } } in package.json.`;
  }

  #export(name: string): void {
    const target = this.contract.imports[name];
    if (!target) return;
    const module = this.modules.resolveContractModule(target.module);
    const path = ["imports", name];
    if (module.kind === "missing") this.#missing(path, target.module);
    else this.#exportOf(path, target.module, target.exported);
    if (this.#values.has(name) && this.modules.exportOrigin(module, target.exported)?.kind === "type")
      this.#add(
        path,
        "missing-export",
        "error",
        `${target.module} exports no value ${target.exported}, which the replacement needs. Write the name of one.`,
      );
  }

  #exportOf(path: Path, module: string, name: string): void {
    const identity = this.modules.resolveContractModule(module);
    if (identity.kind !== "file" || name === "*" || this.modules.exportOrigin(identity, name)) return;
    const exported = this.modules.exportedNames(identity);
    const near = didYouMean(name, exported).trim() || "Write the name of one of its exports.";
    const onlyDefault = exported.join() === "default" ? `It has only a default export: write ${module}#default.` : undefined;
    const advice = this.#bindAdvice(path) ?? onlyDefault ?? near;
    this.#add(path, "missing-export", "error", `${module} has no export ${name}. ${advice}`);
  }
}

/** The fact with its path from the front matter's top. */
function below<T extends { readonly path: Path }>(rule: string, found: T): T {
  return { ...found, path: ["rules", rule, ...found.path] };
}

/** Whether a pattern has any fixed part besides its shape: a name, a property, a string, a number. */
function hasFixedPart(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\$(?:\$\$)?[A-Za-z_]\w*|\b(?:new|await|async|typeof|void|this|as)\b/gu, ""));
}

/** The replacements of an option that the same rule would report and replace again, however often it runs. */
function* neverEnding(rule: AnyRule, option: unknown, setting: RuleSetting): Generator<OptionTemplate> {
  const written = rule.templates(option).filter(({ kind }) => kind === "with");
  if (written.length === 0) return;
  const prepared = rule.prepare(option, setting);
  for (const placed of written) {
    const template = setting.template(placed.text);
    if (findMisplacedList(template)) continue;
    const { file, range } = viewTemplate(template, setting);
    const isReported = [...prepared.find(file)].some(({ range: site, edit }) => contains(range, site) && isReplaced(edit));
    if (isReported) yield placed;
  }
}

function isReplaced(edit: Edit): boolean {
  return edit.level === "fix" || edit.reason?.text === SAME_CODE;
}

/** Members that every object has. */
const INHERITED = new Set([...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Function.prototype)]);

/** A member in a replacement, such as `responses.badRequest`, that the export it names plainly does not have. */
interface MissingMember {
  readonly name: string;
  readonly member: string;
  /** Those that it has. */
  readonly known: readonly string[];
}

/** Finds the members that a replacement names and that are not there. */
function missingMembers(template: Template, setting: RuleSetting): MissingMember[] {
  const names = new Set<Node>(template.names.map(({ node }) => node));
  return membersIn(template.root)
    .filter(({ object }) => names.has(object))
    .flatMap(({ object, member }) => {
      const name = (object as Node & { name: string }).name;
      const ref = setting.findExport(name);
      const known = ref && membersOf(setting.modules.declarations.findExported(ref.module, ref.exported));
      return !known || known.has(member) || INHERITED.has(member) ? [] : [{ name, member, known: [...known] }];
    });
}

interface Member {
  readonly object: Node;
  readonly member: string;
}

function membersIn(node: Node): Member[] {
  const below = childrenOf(node).flatMap(membersIn);
  const member = node.type === "MemberExpression" ? memberName(node) : undefined;
  return node.type === "MemberExpression" && member !== undefined ? [{ object: unwrap(node.object), member }, ...below] : below;
}

/** All members that an object literal, an enum or a class has in its text; undefined where there may be more. */
function membersOf(declared: Declared | undefined): ReadonlySet<string> | undefined {
  if (!declared) return undefined;
  const { module, name } = declared;
  const value = module.values.get(name);
  // The namespace `*` is no declaration.
  if (!value) return undefined;
  // `name.x = …` and `namespace name { … }` add members elsewhere; an annotation says more than the value.
  const isAddedTo = new RegExp(
    String.raw`(?<![\w$])(?:${escape(name)}(?:\.[\w$]+|\[[^\]]*\])\s*=(?!=)|(?:namespace|module)\s+${escape(name)}(?![\w$])|${escape(name)}\s*:|assign\(\s*${escape(name)}(?![\w$]))`,
    "u",
  ).test(module.text);
  return isAddedTo ? undefined : membersOfValue(unwrap(value));
}

function membersOfValue(value: Node): ReadonlySet<string> | undefined {
  if (isFunction(value)) return new Set();
  if (value.type === "CallExpression") return membersOfFrozen(value);
  if (value.type === "ObjectExpression")
    return allNames(value.properties.map((each) => (each.type === "Property" && !each.computed ? keyName(each) : undefined)));
  if (value.type === "TSEnumDeclaration") return allNames(value.body.members.map((each) => nameOfKey(each.id)));
  if (value.type !== "ClassDeclaration" || value.superClass || value.decorators.length > 0) return undefined;
  const statics = value.body.body.filter((each) => each.type !== "StaticBlock" && "static" in each && each.static);
  return allNames(
    statics.map((each) => ("key" in each && !("computed" in each && each.computed) ? nameOfKey(each.key) : undefined)),
  );
}

/** `Object.freeze({ … })` */
function membersOfFrozen({ callee, arguments: given }: TSESTree.CallExpression): ReadonlySet<string> | undefined {
  const [only, ...others] = given;
  const isFrozen = callee.type === "MemberExpression" && memberName(callee) === "freeze";
  return isFrozen && only && others.length === 0 ? membersOfValue(unwrap(only)) : undefined;
}

function nameOfKey(key: Node): string | undefined {
  if (key.type === "Identifier" || key.type === "PrivateIdentifier") return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}

function allNames(names: readonly (string | undefined)[]): ReadonlySet<string> | undefined {
  return names.includes(undefined) ? undefined : new Set(names as readonly string[]);
}

function escape(name: string): string {
  return name.replaceAll("$", String.raw`\$`);
}
