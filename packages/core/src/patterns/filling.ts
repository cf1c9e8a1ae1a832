import type { HoldRequest, ImportNeed } from "../semantics/import-requests.js";
import type { Turn } from "../semantics/effects.js";
import type { FindExport } from "../semantics/local-names.js";
import type { ModuleView } from "../semantics/module-view.js";
import type { OwnDeclaration } from "../semantics/own-declaration.js";
import type { LackedValue, ScopeRule } from "../semantics/scope-lookup.js";
import type { Part } from "../syntax/ranges.js";
import { keyName, type Node } from "../syntax/nodes.js";
import type { Children } from "./may-fit.js";
import type { RuleSetting } from "./rule-setting.js";
import { listHoleOf } from "./template-holes.js";
import type { Template } from "./template.js";
import type { Why } from "../reasons/reasons.js";

/** What a match bound to a hole: one node, or a list of adjacent nodes. */
export type Binding = { readonly node: Node; /** `$x.old()` met `x?.old()`. */ readonly isOptional?: boolean } | ListBinding;

/** What a list hole (`$$$xs`) took; `children`: the text between the tags that went along. */
export interface ListBinding {
  readonly list: readonly Node[];
  readonly children?: Children;
}

/** The names of the attributes and keys that the list holes among a template's items took: `kind` for `<New $$$rest />`, of `<Old kind="a" />`. */
export function namesTaken(bindings: ReadonlyMap<string, Binding>, items: readonly Node[]): string[] {
  return items.flatMap((item) => {
    const binding = bindings.get(listHoleOf(item) ?? "");
    if (!binding || !("list" in binding)) return [];
    return [...binding.list.flatMap((taken) => nameTaken(taken) ?? []), ...(binding.children ? ["children"] : [])];
  });
}

function nameTaken(node: Node): string | undefined {
  if (node.type === "Property") return keyName(node);
  // React takes a key itself, and TypeScript any name with a hyphen.
  const name = node.type === "JSXAttribute" && node.name.type === "JSXIdentifier" ? node.name.name : "key";
  return name === "key" || name === "ref" || name.includes("-") ? undefined : name;
}

/** Everything that can fill a template at a site. */
export interface Filling {
  readonly bindings: ReadonlyMap<string, Binding>;
  /** `$value`, `$name`, `$entity`. */
  readonly value: Node | undefined;
  readonly name: string | undefined;
  readonly entity: string | undefined;
  /** What the call that the template is takes of the call at the site. */
  readonly typeArguments?: Node | undefined;
  scopeRule(hole: string): ScopeRule;
  readonly findExport: FindExport;
}

/** Fills a template of the setting's contract with what a site has; other holes are looked up by the contract's scope. */
export function fillingFor(
  setting: RuleSetting,
  { bindings = new Map(), value, name, entity }: Partial<Pick<Filling, "bindings" | "value" | "name" | "entity">>,
): Filling {
  return {
    bindings,
    value,
    name,
    entity,
    scopeRule: (hole) => setting.scopeRule(hole),
    findExport: (wanted) => setting.findExport(wanted),
  };
}

/** What the function that a replacement calls does of the code that it replaces. */
export interface PassedOn {
  /** The module of the function. */
  readonly module: ModuleView;
  /** What the function calls or reads in place of the old code: `logger.error`. */
  readonly head: Node;
  /** What tests call that: `error`. */
  readonly name: string | undefined;
  /** Whether that gets the very arguments that it got before, for a test that asks what a mock was called with. */
  readonly keepsArguments: boolean;
  /** Whether the function gives the very thing that the old code gave. */
  readonly givesMatch: boolean;
  /** Whether it calls a function of its own module, which no mock of that module is between. */
  readonly isHidden: boolean;
}

/** New text for a site, in parts, with the imports that it needs and the reasons to check it. */
export interface Rendered {
  readonly template: Template;
  readonly parts: readonly Part[];
  /** The text for messages: with double quotes, and names as the contract writes them. */
  readonly display: string;
  readonly needs: readonly ImportNeed[];
  /** Why a person has to check it; empty if nobody has to. */
  readonly reasons: readonly Why[];
  /** Why its arguments may not be what functions take; said where nothing else has to be checked. */
  readonly doubts?: readonly Why[];
  readonly passedOn?: PassedOn | undefined;
  /** The name in the match that goes on holding what the replacement begins with. */
  readonly holder?: Node;
  /** The name that holds what its hook gives. */
  readonly hook?: (HoldRequest & { readonly name: string; readonly part: Node }) | undefined;
  /** Holes that nothing fills. */
  readonly missing: readonly string[];
  /** What the missing ones stand for; empty if one of them is no value that callers could pass. */
  readonly lacks: readonly LackedValue[];
  /** The values that are there, but not known to be of their types, where a person has to check nothing else. */
  readonly unproved: readonly LackedValue[];
  /** What declares the very name that the text is, or would be if there were a value. */
  readonly own: OwnDeclaration | undefined;
  /** Why the text can't be written. */
  readonly refusal: Why | undefined;
  /** The bound nodes in the order of the new text. */
  readonly uses: readonly { readonly node: Node; readonly turn: Turn }[];
  /** The text for a node of the template alone; undefined where that can't be told from its surroundings. */
  partsOf(node: Node): readonly Part[] | undefined;
}
