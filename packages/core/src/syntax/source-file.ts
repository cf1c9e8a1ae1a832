import type { ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Range } from "./ranges.js";
import { SourceSyntaxError, type ParseSource, type WithParsed } from "../modules/index.js";

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
  /** The scripts in the text of a component: nothing else of it may change, and nothing else is reported. */
  readonly parts?: readonly Range[];
  /** Each of these parts is a module, though the tree is that of one. */
  readonly hasModules?: boolean;
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

/** A text, or a part of one, before and after a change. */
export interface ChangedPart {
  readonly before: string;
  readonly after: string;
}

/** A file's text before and after a change. */
export interface ChangedText extends ChangedPart {
  readonly path: string;
  /** Only the statements that changed, each with those beside it: a parser finds the same in them, in much less time. */
  changedStatements(): ChangedPart;
}

/** What the engine needs from the program that runs it. */
export interface EngineHost {
  /** Parses templates, and the modules behind re-exports. */
  readonly parse: ParseSource;
  /** Does the same where little of a tree is looked at, and only for a moment; without it, the text is parsed. */
  readonly withParsed?: WithParsed;
  /** What is wrong with a changed text and was not before; without it, the text is parsed. */
  readonly findFault?: (changed: ChangedText) => string | undefined;
}

/** What a change breaks: undefined if the text parses as before, or did not parse before. */
export function findFault(host: EngineHost, changed: ChangedText): string | undefined {
  if (host.findFault) return host.findFault(changed);
  const fault = faultOf(host, changed.path, changed.after);
  return fault === undefined || faultOf(host, changed.path, changed.before) !== undefined ? undefined : fault;
}

function faultOf({ parse }: EngineHost, path: string, text: string): string | undefined {
  try {
    parse(path, text);
    return undefined;
  } catch (error) {
    if (error instanceof SourceSyntaxError) return error.message;
    throw error;
  }
}
