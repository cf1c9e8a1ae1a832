import { type Contract, type Problem, type RuleContext, parseRuleOption, toRuleContext } from "../contracts/index.js";
import { analyseFile } from "./analyse.js";
import { contractFacts } from "./contract-facts.js";
import { createRuleSetting } from "./create-rule-setting.js";
import { findEndless } from "./find-endless.js";
import { searchUnmatched } from "./search-unmatched.js";
import type { CompiledContract, CompiledRule, Engine, EngineOptions, EngineRule, HeldEntry } from "./engine.js";
import { FileView } from "../semantics/file-view.js";
import type { ExportRef } from "../semantics/module-view.js";
import { TemplateSyntaxError } from "../patterns/template.js";
import { type ModuleIdentity, type Modules, createModules } from "../modules/index.js";
import type { NearDuplicate, PreparedRule } from "../rules/define-rule.js";
import { type Content, ContentScan } from "../scan/content-scan.js";
import { classesAskedFor } from "./export-changes.js";
import { bringsManyFiles, doublesMethod, readMockingFile } from "./mocked-modules.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { ruleDocs, ruleNamed, ruleNames } from "../rules/index.js";
import type { SourceFile } from "../syntax/source-file.js";
import { validateContract } from "./validate-contract.js";

/** An option that a rule can't work with. */
export class RuleOptionError extends Error {
  override readonly name = "RuleOptionError";
}

/** Creates the engine of one root. */
export function createEngine(options: EngineOptions): Engine {
  const { root, host, tree } = options;
  const modules =
    options.modules ?? createModules({ root, tree, parse: (path, text) => host.parse(path, text), withParsed: host.withParsed });
  // Near duplicates are seldom asked for, and more files may hold them.
  const scans = { own: new ContentScan(), near: new ContentScan() };
  const settings = new WeakMap<RuleContext, RuleSetting>();
  const settingOf = (context: RuleContext): RuleSetting => {
    const known = settings.get(context) ?? createRuleSetting(context, host, modules);
    settings.set(context, known);
    return known;
  };
  const engine: Engine = {
    root,
    modules,
    compile: (rule, option, context) => compileRule(rule, option, settingOf(context), scans),
    compileContract: (contract, order, validate = engine.validate) => compileContract({ ...engine, validate }, contract, order),
    componentRules(contract) {
      const setting = settingOf(toRuleContext(contract, root, 0));
      return ruleNames.filter((name) => ruleDocs(name).checksComponents).map((name) => compileRule(name, {}, setting, scans));
    },
    analyse: (source, rules, claiming = []) => {
      const all: readonly CompiledRule[] = claiming.length === 0 ? rules : [...rules, ...claiming];
      return analyseFile(source, all as readonly EngineRule[], { modules, host, claiming: new Set(claiming) });
    },
    readPlaces: (rules) => (rules as readonly EngineRule[]).every(({ prepared }) => prepared.readsPlaces),
    // The import of a type loads nothing.
    bringsManyFiles: (contract) =>
      engine
        .factsOf(contract)
        .written.some(
          (each) => modules.exportOrigin(each.module, each.exported)?.kind !== "type" && bringsManyFiles(each.module, modules),
        ),
    readMocks: (source, setUp) => readMockingFile(source, modules, setUp),
    classesAskedFor: (source) => classesAskedFor(new FileView(source, modules)),
    doublesMethod: (source, method) => doublesMethod(new FileView(source, modules), method),
    mayHoldNearDuplicates: (path, content, rules) =>
      (rules as readonly EngineRule[]).some((rule) => rule.mayHoldNear(content) && !rule.isExempt(path)),
    nearDuplicates: (source, rules) => findNear(source, rules as readonly EngineRule[], modules),
    validate: (contract) => validateContract(contract, root, host, modules),
    findEndless: (contract, rules) => findEndless(contract, toRuleContext(contract, root, 0), { engine, host, rules }),
    searchUnmatched: (contracts, files, wasNever) => searchUnmatched(contracts, { root, host, modules, files, wasNever }),
    factsOf: (contract) => contractFacts(contract, createRuleSetting(toRuleContext(contract, root, 0), host, modules)),
  };
  return engine;
}

function findNear(source: SourceFile, rules: readonly EngineRule[], modules: Modules): NearDuplicate[] {
  const concerned = rules.filter((rule) => rule.mayHoldNear(source.text) && !rule.isExempt(source.path));
  if (concerned.length === 0) return [];
  const file = new FileView(source, modules);
  return concerned.flatMap(({ prepared, contract }) =>
    [...prepared.findNear(file)].map((near) => ({ ...near, contract: contract.id ?? "" })),
  );
}

interface Scans {
  readonly own: ContentScan;
  readonly near: ContentScan;
}

function compileRule(rule: string, option: unknown, setting: RuleSetting, scans: Scans): CompiledRule {
  const { modules } = setting;
  const prepared = prepareRule(rule, option, setting);
  const [mayHold, mayHoldNear] = [scans.own.prepare(prepared.needs), scans.near.prepare(prepared.nearNeeds)];
  let exempt: readonly ModuleIdentity[] | undefined;
  let held: readonly HeldInModules[] | undefined;
  const receives = (path: string, content: Content): boolean =>
    prepared.passages().some((query) => modules.mayReceive(path, scans.own.textOf(content), query));
  const compiled: EngineRule = {
    rule,
    contract: setting.context,
    setting,
    prepared,
    listsNearDuplicates: prepared.listsNear,
    mayWrite: prepared.mayWrite,
    isExempt: (path) =>
      (exempt ??= exemptModules(prepared, setting, modules)).some((module) =>
        modules.isSameModule(module, { kind: "file", path }),
      ),
    heldIn: (path) =>
      (held ??= prepared.replacementsByEntry.flatMap((names, entry) => heldInModules(names, entry, setting))).filter((each) =>
        each.modules.some((module) => modules.isSameModule(module, { kind: "file", path })),
      ),
    mayHoldNear,
    passages: () => prepared.passages(),
    namesWhatItFinds: (path, content) => mayHold(content) || prepared.cannotPrefilter(path),
    mayConcern: (path, content, isNamed = compiled.namesWhatItFinds(path, content)) =>
      (isNamed || receives(path, content)) && !compiled.isExempt(path),
  };
  return compiled;
}

function prepareRule(name: string, option: unknown, setting: RuleSetting): PreparedRule {
  const rule = ruleNamed(name);
  const { value, problems } = parseRuleOption(rule, option);
  const [problem] = problems;
  if (value === undefined)
    throw new RuleOptionError(`The option of ${name} can't be used: ${problem?.message ?? "it is not an object"}`);
  try {
    return rule.prepare(value, setting);
  } catch (error) {
    if (error instanceof TemplateSyntaxError)
      throw new RuleOptionError(`A template of ${name} can't be parsed: ${error.message}`);
    throw error;
  }
}

/** The modules that hold an export; if one is a barrel, the declaring one does too. */
function homesOf({ module, exported }: Omit<ExportRef, "name">, modules: Modules): ModuleIdentity[] {
  return [module, modules.exportOrigin(module, exported)?.module ?? module].filter(({ kind }) => kind !== "package");
}

interface HeldInModules extends HeldEntry {
  readonly modules: readonly ModuleIdentity[];
}

function heldInModules(names: readonly string[], entry: number, { modules, findExport }: RuleSetting): HeldInModules[] {
  return names.flatMap((name) => {
    const ref = findExport(name);
    if (!ref) return [];
    const origin = modules.exportOrigin(ref.module, ref.exported);
    const replacement = origin ? { ...ref, module: origin.module, exported: origin.name } : ref;
    return [{ entry, replacement, modules: homesOf(ref, modules) }];
  });
}

/** The modules that declare replacements, and the contract's bridges. */
function exemptModules(prepared: PreparedRule, setting: RuleSetting, modules: Modules): ModuleIdentity[] {
  const held = prepared.replacements.flatMap((text) => {
    const ref = setting.findExport(text);
    if (ref) return homesOf(ref, modules);
    const [name, exported] = text.split("#");
    const module = modules.resolveContractModule(name!);
    return exported === undefined || module.kind === "package" ? [module] : homesOf({ module, exported }, modules);
  });
  const bridges = (setting.context.bridges ?? []).map((bridge) => modules.resolveContractModule(bridge.replace(/#.*$/u, "")));
  return [...held, ...bridges].filter((module) => module.kind !== "package");
}

/** Validates a contract and compiles its rules; a rule that can't work becomes a problem, and the others are still compiled. */
function compileContract(
  engine: Pick<Engine, "root" | "validate" | "compile">,
  contract: Contract,
  order: number,
): CompiledContract {
  const problems: Problem[] = [...engine.validate(contract)];
  if (problems.some(({ severity }) => severity === "error")) return { rules: undefined, problems };
  const context = toRuleContext(contract, engine.root, order);
  const rules = Object.entries(contract.rules).map(([rule, option]) => {
    try {
      return engine.compile(rule, option, context);
    } catch (error) {
      const { file, line, column } = contract.locate(["rules", rule]);
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ file, line, column, code: "rule-option", severity: "error", message });
      return undefined;
    }
  });
  const works = rules.filter((rule) => rule !== undefined);
  return { rules: works.length === rules.length ? works : undefined, problems };
}
