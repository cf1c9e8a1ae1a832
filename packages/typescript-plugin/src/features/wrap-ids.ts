import path from "node:path";
import { factsOf, wrapValue, type Project } from "@godwit/project/editor";
import type { WrappingType } from "@godwit/core/engine";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { nodeAround } from "../node-at.js";
import type { Session } from "../session.js";
import { toFileChanges } from "../text-changes.js";

/** "Argument of type … is not assignable", "Type … is not assignable". */
const NOT_ASSIGNABLE: readonly number[] = [2345, 2322];

/** Adds the fix "Wrap in UserId(…)" to TypeScript's own error about a plain string where an ID type is expected. */
export const wrapIds: Feature<Session> = (inner, session) => ({
  getCodeFixesAtPosition(...args) {
    const own = inner.getCodeFixesAtPosition(...args);
    const [fileName, start, end, codes] = args;
    const project = codes.some((code) => NOT_ASSIGNABLE.includes(code)) ? session.projectOf(fileName) : undefined;
    const sourceFile = project && session.sourceFile(fileName);
    const document = sourceFile && session.document(fileName);
    const value = sourceFile && valueAt(session.typescript, sourceFile, start, end);
    const type = value && expectedIdType(session, project, value);
    if (!document || !type) return own;
    const wrap = wrapValue(project, document, [value.getStart(sourceFile), value.end], type);
    if (!wrap) return own;
    const fixName = `godwit/${type.contract.id}/${type.rule}#wrap`;
    return [...own, { fixName, description: wrap.title, changes: toFileChanges(fileName, wrap.edits()) }];
  },
});

/** The expression that an error is about; error 2322 is often reported at what receives the value. */
function valueAt(typescript: typeof ts, file: ts.SourceFile, start: number, end: number): ts.Expression | undefined {
  let node = nodeAround(typescript, file, start);
  while (node.end < end || (node.end === end && node.parent.end === end && node.parent.getStart(file) === start))
    node = node.parent;
  const { parent } = node;
  if (typescript.isVariableDeclaration(parent) && parent.name === node) return parent.initializer;
  if (typescript.isPropertyAssignment(parent) && parent.name === node) return parent.initializer;
  if (typescript.isPropertyDeclaration(parent) && parent.name === node) return parent.initializer;
  if (typescript.isBinaryExpression(parent) && parent.left === node) return parent.right;
  if (typescript.isReturnStatement(node)) return node.expression;
  return typescript.isExpression(node) ? node : undefined;
}

/** The ID type that is expected here, if the value is a plain string. */
function expectedIdType(session: Session, project: Project, value: ts.Expression): WrappingType | undefined {
  const checker = session.checker();
  const expected = checker?.getContextualType(value);
  if (!checker || !expected || !isString(session.typescript, checker.getTypeAtLocation(value))) return undefined;
  const symbols = partsOf(checker.getNonNullableType(expected)).flatMap((part) => [part.aliasSymbol, part.getSymbol()]);
  const alias = checker.getNonNullableType(expected).aliasSymbol;
  const { modules } = project.engine;
  return factsOf(project).wrappingTypes.find(({ module, exported }) =>
    [alias, ...symbols].some(
      (symbol) =>
        symbol?.name === exported &&
        symbol.declarations?.some((declaration) =>
          modules.isSameModule(module, { kind: "file", path: path.resolve(declaration.getSourceFile().fileName) }),
        ),
    ),
  );
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isString({ TypeFlags }: typeof ts, type: ts.Type): boolean {
  return (type.flags & TypeFlags.StringLike) !== 0;
}
