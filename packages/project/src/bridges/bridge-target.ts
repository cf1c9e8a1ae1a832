import type { ModuleIdentity, Modules } from "@godwit/modules";

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
  const declared = modules.declarations.findExported(module, exported);
  const node = declared?.module.values.get(declared.name) ?? declared?.module.types.get(declared.name);
  const list: readonly object[] =
    node?.type === "ClassDeclaration" || node?.type === "ClassExpression"
      ? node.body.body
      : node?.type === "ObjectExpression"
        ? node.properties
        : [{ isUnknown: true }];
  return list.some((each) => "isUnknown" in each || ("key" in each && nameOf(each.key as object) === member));
}

function nameOf(key: object): string | undefined {
  if ("name" in key) return String(key.name);
  return "value" in key ? String(key.value) : undefined;
}
