import { SourceSyntaxError, type ParseSource, type WithParsed } from "../modules/index.js";

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
