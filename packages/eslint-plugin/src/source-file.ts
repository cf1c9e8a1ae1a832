import { type SourceFile, type TypeInformation, createTypeInformation } from "@godwit/core/engine";
import type { ParserServicesWithTypeInformation, TSESLint, TSESTree } from "@typescript-eslint/utils";

/** ESLint's `SourceCode` as the engine sees a file. */
export function toSourceFile(file: string, sourceCode: Readonly<TSESLint.SourceCode>): SourceFile {
  const types = typeInformationOf(sourceCode);
  return {
    path: file,
    text: sourceCode.text,
    program: sourceCode.ast,
    comments: () => sourceCode.getAllComments().filter((comment) => isComment(comment.type)),
    scopes: () => sourceCode.scopeManager as ReturnType<SourceFile["scopes"]>,
    hasScopes: true,
    visitorKeys: sourceCode.visitorKeys,
    ...nodesOf(sourceCode),
    ...(types && { types }),
  };
}

/** espree counts the hashbang as a comment, typescript-eslint does not. */
function isComment(type: string): boolean {
  return type === "Line" || type === "Block";
}

/** One step of the walk that ESLint makes through a file before its rules run, and keeps. */
interface Step {
  readonly kind: number;
  readonly phase?: number;
  readonly target: unknown;
}

/** typescript-eslint's types do not know the method. */
type Walked = Readonly<TSESLint.SourceCode> & { traverse?(): Iterable<Step> };

const [VISIT, ENTER] = [1, 1];

/** The nodes of ESLint's own walk; nothing in a linter that makes none. */
function nodesOf(sourceCode: Walked): Pick<SourceFile, "nodes"> {
  if (typeof sourceCode.traverse !== "function") return {};
  return {
    nodes() {
      const nodes: TSESTree.Node[] = [];
      for (const { kind, phase, target } of sourceCode.traverse!())
        if (kind === VISIT && phase === ENTER) nodes.push(target as TSESTree.Node);
      return nodes;
    },
  };
}

/** Answers the engine's questions from the program of typed linting; undefined without one. */
export function typeInformationOf(sourceCode: Readonly<TSESLint.SourceCode>): TypeInformation | undefined {
  const services = sourceCode.parserServices as Partial<ParserServicesWithTypeInformation> | undefined;
  const { program, esTreeNodeToTSNodeMap } = services ?? {};
  if (!program || !esTreeNodeToTSNodeMap) return undefined;
  return createTypeInformation({
    checker: () => program.getTypeChecker(),
    toHostNode: (node) => esTreeNodeToTSNodeMap.get(node),
    scopes: () => sourceCode.scopeManager as ReturnType<SourceFile["scopes"]>,
  });
}
