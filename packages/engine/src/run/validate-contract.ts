import { didYouMean, toRuleContext, type Contract, type Problem, type RuleName } from "@godwit/contracts";
import type { EngineHost } from "../syntax/engine-host.js";
import { parseTemplate, TemplateSyntaxError, type Template } from "../patterns/template.js";
import type { Modules } from "@godwit/modules";
import { createRuleSetting } from "./create-rule-setting.js";
import { RULES } from "../rules/index.js";

type Path = readonly (string | number)[];

/** A template of a contract, with where it stands. */
interface Placed {
  readonly text: string;
  readonly path: Path;
  /** Names of holes that the match binds. */
  readonly bound: ReadonlySet<string>;
  readonly kind: "match" | "with";
}

/** What only a parser and a resolver can see in a contract: templates, holes, names, modules and exports. */
export function validateContract(contract: Contract, root: string, host: EngineHost, modules: Modules): Problem[] {
  return new Validation(contract, root, host, modules).run();
}

const BUILT_IN_HOLES = new Set(["value", "name", "entity"]);
/** Globals of JavaScript, of Node and of browsers that replacements use. */
const GLOBALS = new Set(
  (
    "undefined NaN Infinity globalThis Array Boolean BigInt Date Error JSON Map Math Number Object Promise Reflect RegExp Set String Symbol URL URLSearchParams " +
    "WeakMap WeakSet console process Buffer crypto fetch structuredClone queueMicrotask setTimeout clearTimeout setInterval clearInterval parseInt parseFloat isNaN " +
    "encodeURIComponent decodeURIComponent encodeURI decodeURI window document self global require module Intl Uint8Array TextEncoder TextDecoder AbortController Headers Request Response"
  ).split(" "),
);

class Validation {
  readonly #problems: Problem[] = [];
  readonly #used = new Set<string>();

  constructor(
    readonly contract: Contract,
    readonly root: string,
    readonly host: EngineHost,
    readonly modules: Modules,
  ) {}

  run(): Problem[] {
    for (const placed of templatesOf(this.contract)) this.#template(placed);
    for (const name of namesOf(this.contract)) this.#used.add(name);
    for (const entry of Object.values(this.contract.scope)) if (entry.type !== undefined) this.#used.add(entry.type);
    this.#destinations();
    this.#options();
    for (const name of this.#used) this.#export(name);
    return this.#problems;
  }

  #add(path: Path, code: string, severity: Problem["severity"], message: string): void {
    const { line, column } = this.contract.locate(path);
    this.#problems.push({ file: this.contract.file, line, column, code, severity, message });
  }

  #template(placed: Placed): void {
    const template = this.#parse(placed);
    if (!template) return;
    if (placed.kind === "match") return this.#match(placed);
    for (const hole of template.holes) this.#hole(placed, hole.name);
    for (const { name } of template.names) this.#name(placed, name);
  }

  #match(placed: Placed): void {
    if (hasFixedPart(placed.text)) return;
    this.#add(
      placed.path,
      "matches-everything",
      "error",
      `${JSON.stringify(placed.text)} names nothing, so every such expression would match. Write the name of what is replaced.`,
    );
  }

  /** What each rule sees wrong in its own option. */
  #options(): void {
    const setting = createRuleSetting(toRuleContext(this.contract, this.root, 0), this.host, this.modules);
    for (const [name, option] of Object.entries(this.contract.rules) as [RuleName, unknown][]) {
      for (const { path, isOfContract, code, severity, message } of RULES[name].problems(option, setting))
        this.#add(isOfContract ? path : ["rules", name, ...path], code, severity, message);
    }
  }

  #parse(placed: Placed): Template | undefined {
    try {
      return parseTemplate(placed.text, this.host);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      const near = placed.text.slice(error.offset, error.offset + 20);
      this.#add(
        placed.path,
        "template-syntax",
        "error",
        `${JSON.stringify(placed.text)} is not a TypeScript expression: ${error.message}${near ? ` (at ${JSON.stringify(near)})` : ""}. Write one expression.`,
      );
      return undefined;
    }
  }

  #hole(placed: Placed, hole: string): void {
    if (placed.bound.has(hole) || BUILT_IN_HOLES.has(hole) || Object.hasOwn(this.contract.scope, hole)) return;
    if (hole === "_")
      return this.#add(placed.path, "unbound-hole", "error", "$_ stands for anything in `match`; in `with` write a named hole.");
    this.#add(
      placed.path,
      "unbound-hole",
      "warning",
      `Nothing binds $${hole}: it will be looked up by its own name and make a suggestion only. Add ${hole} to scope to say where it comes from.`,
    );
  }

  #name(placed: Placed, name: string): void {
    if (Object.hasOwn(this.contract.imports, name)) this.#used.add(name);
    else if (!GLOBALS.has(name)) {
      const hint = didYouMean(name, Object.keys(this.contract.imports));
      this.#add(
        placed.path,
        "unknown-name",
        "error",
        `${name} is neither declared in imports nor a global.${hint ? ` ${hint}` : ""} Add it to imports: \`${name}: ./path/of/its/module.ts\`.`,
      );
    }
  }

  /** Files behind `to`: what replaces an import has to be there. */
  #destinations(): void {
    this.contract.rules["no-deprecated-import"]?.forEach((entry, index) => {
      if (entry.to === undefined || entry.to.includes("*") || !entry.to.startsWith("./")) return;
      const path = ["rules", "no-deprecated-import", index, "to"];
      const module = this.modules.resolveContractModule(entry.to);
      if (module.kind === "missing")
        return this.#add(
          path,
          "missing-module",
          "error",
          `${entry.to} is not there. Write the path of a file of the repository, from its root.`,
        );
      for (const name of [entry.as ?? entry.name ?? []].flat()) this.#exportOf(path, entry.to, name);
    });
  }

  #export(name: string): void {
    const target = this.contract.imports[name];
    if (!target) return;
    const module = this.modules.resolveContractModule(target.module);
    const path = ["imports", name];
    if (module.kind === "missing")
      this.#add(
        path,
        "missing-module",
        "error",
        `${target.module} is not there. Write the path of a file of the repository, from its root.`,
      );
    else this.#exportOf(path, target.module, target.exported);
  }

  #exportOf(path: Path, module: string, name: string): void {
    const identity = this.modules.resolveContractModule(module);
    if (identity.kind !== "file" || name === "*" || this.modules.exportOrigin(identity, name)) return;
    this.#add(path, "missing-export", "error", `${module} has no export ${name}. Write the name of one of its exports.`);
  }
}

/** Whether a pattern asks for anything but its shape: a name, a property, a string, a number. */
function hasFixedPart(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/\$(?:\$\$)?[A-Za-z_]\w*|\b(?:new|await|async|typeof|void|this|as)\b/gu, ""));
}

/** Every template of the contract's rules, with the holes its match binds. */
function templatesOf(contract: Contract): Placed[] {
  const placed: Placed[] = [];
  contract.rules["no-raw-uuid"]?.replace?.forEach((entry, index) => {
    [entry.with].flat().forEach((text, position) => {
      const path: Path = ["rules", "no-raw-uuid", "replace", index, "with", ...(Array.isArray(entry.with) ? [position] : [])];
      placed.push({ text, path, bound: new Set(), kind: "with" });
    });
  });
  for (const rule of ["no-singleton-access", "no-deprecated-call"] as const) {
    contract.rules[rule]?.replace?.forEach((entry, index) => placed.push(...pairOf(entry, ["rules", rule, "replace", index])));
  }
  contract.rules["no-string-id"]?.forEach((entry, index) => {
    const path: Path = ["rules", "no-string-id", index];
    if (entry.wrap !== undefined) placed.push({ text: entry.wrap, path: [...path, "wrap"], bound: new Set(), kind: "with" });
    entry.replace?.forEach((pair, position) => placed.push(...pairOf(pair, [...path, "replace", position])));
  });
  for (const key of ["handlers", "calls"] as const) {
    contract.rules["require-context"]?.[key]?.forEach((text, index) =>
      placed.push({ text, path: ["rules", "require-context", key, index], bound: new Set(), kind: "match" }),
    );
  }
  return placed;
}

function pairOf(entry: { match: string; with?: string }, path: Path): Placed[] {
  const bound = new Set([...entry.match.matchAll(/\$(?:\$\$)?([A-Za-z]\w*)/gu)].map((match) => match[1] as string));
  const pair: Placed[] = [{ text: entry.match, path: [...path, "match"], bound, kind: "match" }];
  if (entry.with !== undefined) pair.push({ text: entry.with, path: [...path, "with"], bound, kind: "with" });
  return pair;
}

/** Names in `imports` that options use outside templates. */
function namesOf({ rules }: Contract): string[] {
  return [
    ...(rules["no-string-id"]?.map((entry) => entry.type) ?? []),
    ...(rules["no-loose-type"]?.map((entry) => entry.type) ?? []),
    ...(rules["no-duplicate-type"]?.canonical ?? []),
    ...[rules["no-string-event"]?.enum, rules["require-context"]?.type].filter((name) => name !== undefined),
  ];
}
