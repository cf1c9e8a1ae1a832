import type { ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";

/**
 * One parsed file as a host supplies it: ESLint's `SourceCode`, tsserver's `SourceFile`, or the CLI's
 * parser. Comments and scopes are functions, so that a host computes them only when a rule asks.
 */
export interface SourceFile {
  /** Absolute path, with the platform's separators. */
  readonly path: string;
  /** The text without byte order mark; all ranges refer to it. */
  readonly text: string;
  readonly program: TSESTree.Program;
  comments(): readonly TSESTree.Comment[];
  scopes(): ScopeManager;
  /** Scopes that have only the names that are at some offsets (in order), where the host can make these for less. */
  scopesAround?(places: readonly number[]): ScopeManager;
  /** The host has computed them already. */
  readonly hasScopes?: boolean;
  /** All nodes in the order of the text, each with its parent, where the host has walked the tree already. */
  nodes?(): Iterable<TSESTree.Node>;
  /** The parser's own child keys by node type; typescript-eslint's if undefined. */
  readonly visitorKeys?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly types?: TypeInformation;
}

/** The export `exported` of a module for which `declaredIn` is true. */
export interface AskedType {
  readonly exported: string;
  readonly declaredIn: (path: string) => boolean;
}

/** Answers of a host with a type checker; undefined means that it does not know. */
export interface TypeInformation {
  /** Whether the expression's type (without null and undefined) is the export `exported` of a module for which `declaredIn` is true. */
  isOfType(node: TSESTree.Node, type: AskedType): boolean | undefined;
  /** Whether the place of the expression takes values of that type only. */
  isAskedFor?(node: TSESTree.Node, type: AskedType): boolean;
  /** Whether `path` (such as `context.user.id`) exists, as seen from the node's scope. */
  hasPath(at: TSESTree.Node, path: string): boolean | undefined;
  /** Whether it is proved that a path holds the wanted value at a node: an inherited member, or a member of another file's type. */
  holds?(at: TSESTree.Node, path: string): boolean;
  /** The name of the parameter that receives the call's argument. */
  parameterName(call: TSESTree.CallExpression | TSESTree.NewExpression, index: number): string | undefined;
}
