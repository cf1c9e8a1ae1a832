import { createTypeInformation, type SourceFile, type TypeInformation } from "@godwit/core/engine";
import type { ParserServicesWithTypeInformation, TSESLint } from "@typescript-eslint/utils";

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
