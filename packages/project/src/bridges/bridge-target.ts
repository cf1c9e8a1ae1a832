import type { ModuleIdentity, Modules } from "@godwit/core/modules";

/** What a bridge of a contract names: a file, an export of it, or a member of that export. */
export interface BridgeTarget {
  /** As the contract has it: `./src/a.ts#Engine.createFromLegacy`. */
  readonly text: string;
  /** Relative to the root, without `./`. */
  readonly file: string;
  readonly exported: string | undefined;
  readonly member: string | undefined;
}

/** Reads a bridge's text. */
export function parseBridge(text: string): BridgeTarget {
  const [module = "", fragment] = text.split("#", 2);
  const [exported, ...members] = (fragment ?? "").split(".");
  return {
    ...{ text, file: module.replace(/^\.\//, "") },
    exported: exported === "" ? undefined : exported,
    member: members.length === 0 ? undefined : members.join("."),
  };
}

/** The module of a bridge. */
export function moduleOfBridge({ file }: BridgeTarget, modules: Modules): ModuleIdentity {
  return modules.resolveContractModule(`./${file}`);
}

/** Whether a bridge is still in the code. */
export function isBridgeThere(bridge: BridgeTarget, modules: Modules): boolean {
  const module = moduleOfBridge(bridge, modules);
  if (module.kind !== "file") return false;
  if (bridge.exported === undefined) return true;
  if (modules.exportOrigin(module, bridge.exported) === undefined) return false;
  return bridge.member === undefined || hasMember(module, bridge as BridgeTarget & { exported: string; member: string }, modules);
}

/** A declaration that can't be read may have any member. */
function hasMember(
  module: ModuleIdentity,
  { exported, member }: { readonly exported: string; readonly member: string },
  modules: Modules,
): boolean {
  const node = declarationOf(module, exported, modules);
  const list: readonly object[] =
    node?.type === "ClassDeclaration" || node?.type === "ClassExpression"
      ? node.body.body
      : node?.type === "ObjectExpression"
        ? node.properties
        : [{ isUnknown: true }];
  return list.some((each) => "isUnknown" in each || ("key" in each && nameOf(each.key as object) === member));
}

function declarationOf(module: ModuleIdentity, exported: string, modules: Modules) {
  const declared = modules.declarations.findExported(module, exported);
  return declared?.module.values.get(declared.name) ?? declared?.module.types.get(declared.name);
}

/** Whether a bridge is a static member of a class: code uses it by the class, not by values of any type. */
export function isStaticMember(bridge: BridgeTarget, modules: Modules): boolean {
  const { exported, member } = bridge;
  if (exported === undefined || member === undefined) return false;
  const node = declarationOf(moduleOfBridge(bridge, modules), exported, modules);
  const isClass = node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
  return (
    isClass && node.body.body.some((each) => "static" in each && each.static && "key" in each && nameOf(each.key) === member)
  );
}

function nameOf(key: object): string | undefined {
  if ("name" in key) return String(key.name);
  return "value" in key ? String(key.value) : undefined;
}
