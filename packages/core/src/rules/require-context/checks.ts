/** Checks how a function takes the context. */
import type { TSESTree } from "@typescript-eslint/types";
import { overloadsOf } from "../../edits/make-async.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleView } from "../../semantics/module-view.js";
import { enclosingStatement, type FunctionNode, isField, type Node, rewrap } from "../../syntax/nodes.js";
import { ownModule } from "../../semantics/own-module.js";
import { hasContextAround, obtainsContext, obtainsFromRequest } from "./obtaining.js";
import type { ContextSetting } from "./options.js";
import { takingOf, type Signature, type Taking } from "./taking.js";

/** How a function is called: by a framework, which decides what it passes, or by code. */
export type CalledBy = "framework" | "code";

/** How a function of the file fails to take the context; undefined if it takes it, or gets it in another way. */
export function lackOf(
  file: FileView,
  context: ContextSetting,
  owner: FunctionNode,
  by: CalledBy,
): Taking | "missing" | undefined {
  const lack = lackInCode(file, context, owner, by);
  return lack && takesByJsdoc(file, context, owner) ? undefined : lack;
}

/** The same for a function of any module, as far as its code shows. */
export function lackInCode(
  file: ModuleView,
  context: ContextSetting,
  owner: FunctionNode,
  by: CalledBy,
): Taking | "missing" | undefined {
  // A framework calls the function, whatever its overloads say.
  const overloads = by === "framework" ? [] : overloadsOf(file, owner);
  const signatures: readonly Signature[] = overloads.length > 0 ? overloads : [owner];
  const isStrict = by === "framework";
  const takings = signatures.map((signature) => takingOf(context, ownModule(file), signature, { isStrict }));
  if (takings.every((taking) => taking?.kind === "required" || taking?.kind === "unknown")) return undefined;
  if (takesByStatedType(file, context, owner)) return undefined;
  if (hasContextAround(file, context, owner)) return undefined;
  if (by === "framework" ? obtainsContext(file, context, owner) : obtainsFromRequest(file, context, owner)) return undefined;
  if (takings.includes(undefined)) return "missing";
  // A framework passes its own arguments, so a parameter need not be required.
  if (by === "framework") return takings.every((taking) => taking?.kind !== "wrong") ? undefined : "missing";
  return takings.find((taking) => taking?.kind === "wrong" || taking?.kind === "optional");
}

/** `const run: Run = (c) => …`, where `type Run = (context: UserContext) => void`. */
function takesByStatedType(file: ModuleView, context: ContextSetting, owner: FunctionNode): boolean {
  const { parent } = rewrap(owner);
  const isHeld = parent?.type === "VariableDeclarator" || isField(parent);
  const name = parent?.type === "VariableDeclarator" ? parent.id : parent;
  const type =
    isHeld && name && "typeAnnotation" in name ? (name.typeAnnotation as TSESTree.TSTypeAnnotation | undefined) : undefined;
  let module = ownModule(file);
  let stated: Node | undefined = type?.typeAnnotation;
  for (let step = 0; stated?.type === "TSTypeReference" && stated.typeName.type === "Identifier" && step < 4; step++) {
    const declared = context.setting.modules.declarations.findNamed(module, stated.typeName.name);
    const alias = declared?.module.types.get(declared.name);
    if (!declared || alias?.type !== "TSTypeAliasDeclaration") return false;
    [module, stated] = [declared.module, alias.typeAnnotation];
  }
  return stated?.type === "TSFunctionType" && takingOf(context, module, stated)?.kind === "required";
}

/** JavaScript's `@param {UserContext} c`. */
function takesByJsdoc(file: FileView, { types }: ContextSetting, owner: FunctionNode): boolean {
  if (types.length === 0 || !/\.[cm]?jsx?$/u.test(file.path)) return false;
  const holder = rewrap(owner).parent;
  const start =
    holder?.type === "MethodDefinition" || holder?.type === "Property" ? holder.range[0] : enclosingStatement(owner).range[0];
  const comment = file.comments().find(({ range, type: kind }) => kind === "Block" && file.skipTrivia(range[1]) === start);
  const names = owner.params.flatMap((param) => (param.type === "Identifier" ? [param.name] : []));
  return [...(comment?.value.matchAll(/@param\s+\{([^}]*)\}\s+([\w$]+)/gu) ?? [])].some(
    ([, stated = "", name = ""]) =>
      stated.split(/[^\w$]+/u).some((each) => types.some((type) => type.name === each)) && names.includes(name),
  );
}
