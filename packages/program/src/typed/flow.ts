import type ts from "typescript";
import { placeOf, type ValuePlace } from "./places.js";
import type { OriginalPlace, ProgramView } from "./program-view.js";
import type { Held, WantedTypes } from "./wanted-types.js";

/** An expression that could be wrapped. */
export type WrapPlace = OriginalPlace & { readonly held: Held };

/** A plain value that flows into a place of one of the types. */
export interface Flow {
  readonly type: string;
  /** The expression, where there is one that could be wrapped. */
  readonly at: WrapPlace | undefined;
  /** The choice that it is one value of (`a ?? b`), where a wrap around all of that would do. */
  readonly choice?: { readonly at: WrapPlace; readonly values: readonly Flow[] };
  /** The declaration that the value comes from. */
  readonly from: ValuePlace | undefined;
  readonly to: ValuePlace | undefined;
  /** The names of all places into which the value of a parameter or variable goes that it comes from. */
  readonly goesTo: readonly string[];
  /** The flows into the constant without a written type that it comes from. */
  readonly before: readonly Flow[];
  /** What keeps it from being wrapped or typed. */
  readonly obstacle: string | undefined;
}

/**
 * What takes back members that are set together with others: `data[key] = value`, where the key is one of several names. A value that is wrapped
 * there would be an ID in each of them.
 */
export function flowsIntoSeveral(view: ProgramView, types: WantedTypes, value: ts.Expression): readonly Flow[] {
  const { ts, checker } = view;
  let outer: ts.Node = value;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (!ts.isBinaryExpression(parent) || parent.right !== outer || !ts.isElementAccessExpression(parent.left)) return [];
  const members = membersOf(view, parent.left);
  const typed = members.map((member) => {
    const type = types.nameOf(checker.getNonNullableType(checker.getTypeOfSymbol(member)));
    return { member, type };
  });
  if (new Set(typed.map(({ type }) => type)).size < 2) return [];
  return typed.flatMap(({ member, type }): Flow[] => {
    const other = typed.find((each) => each.type !== type)!.member.name;
    const declaration = member.declarations?.[0];
    const to = declaration && placeOf(view, declaration);
    const obstacle = `${member.name} and ${other} are set in one place by their names`;
    return type !== undefined && to ? [{ type, at: undefined, from: undefined, to, goesTo: [], before: [], obstacle }] : [];
  });
}

/** The members that an access by a key may mean; none if its key is not one of some names. */
function membersOf({ checker }: ProgramView, access: ts.ElementAccessExpression): readonly ts.Symbol[] {
  const key = checker.getTypeAtLocation(access.argumentExpression);
  const constraint = checker.getBaseConstraintOfType(key) ?? key;
  const object = checker.getApparentType(checker.getTypeAtLocation(access.expression));
  const names = constraint.isUnion() ? constraint.types : [constraint];
  return names.flatMap((name) => (name.isStringLiteral() ? (checker.getPropertyOfType(object, name.value) ?? []) : []));
}
