import type { SourceFile } from "@godwit/engine";
import type { TSESLint } from "@typescript-eslint/utils";
import { typeInformationOf } from "./type-information.js";

/** ESLint's `SourceCode` as the engine sees a file. */
export function toSourceFile(file: string, sourceCode: Readonly<TSESLint.SourceCode>): SourceFile {
  const types = typeInformationOf(sourceCode);
  return {
    path: file,
    text: sourceCode.text,
    program: sourceCode.ast,
    comments: () => sourceCode.getAllComments().filter((comment) => isComment(comment.type)),
    scopes: () => sourceCode.scopeManager as ReturnType<SourceFile["scopes"]>,
    visitorKeys: sourceCode.visitorKeys,
    ...(types && { types }),
  };
}

/** espree counts the hashbang as a comment, typescript-eslint does not. */
function isComment(type: string): boolean {
  return type === "Line" || type === "Block";
}
