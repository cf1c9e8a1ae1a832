/** What a contract says to write instead. `run/messages.ts` puts it into words. */
export type Replacement = CodeReplacement | MovedReplacement | TypeReplacement | WordsReplacement;

/** Code as it would be written, or as the contract's template has it, with double quotes. */
export interface CodeReplacement {
  readonly kind: "code";
  readonly code: string;
}

/** An import has another name, another module, or both; there are several moves if one place has several exports. */
export interface MovedReplacement {
  readonly kind: "moved";
  readonly moves: readonly Move[];
  /** How the file will write the module; undefined if nothing can be written. */
  readonly specifier?: string;
}

/** Where something has moved to, as the contract writes it; at least one of both is set. */
export interface Move {
  readonly name: string | undefined;
  readonly module: string | undefined;
}

/** A type with a home to import it from. */
export interface TypeReplacement {
  readonly kind: "type";
  readonly name: string;
  readonly home: string;
  /** How the file will import it; undefined if nothing can be written. */
  readonly specifier?: string;
}

/** A replacement without a single text: `a member of AgentEvent`. */
export interface WordsReplacement {
  readonly kind: "words";
  readonly words: string;
}

/** Code as a replacement. */
export function replacementCode(code: string): CodeReplacement {
  return { kind: "code", code };
}

/** A template's code as a replacement; null if the contract has no template. */
export function optionalCode(code: string | undefined): CodeReplacement | null {
  return code === undefined ? null : replacementCode(code);
}

/** Words as a replacement. */
export function replacementWords(words: string): WordsReplacement {
  return { kind: "words", words };
}

/** The type that the contract's `imports` has under a name, without the `#export` of its home. */
export function replacementType(name: string, imports: Readonly<Record<string, string>> | undefined): TypeReplacement {
  return { kind: "type", name, home: (imports?.[name] ?? name).replace(/#.*$/u, "") };
}
