/** A first contract that could be written, before anybody has counted what it finds. */
export interface Draft {
  /** The contract's id. */
  readonly id: string;
  /** What was found, in a few words: `calls of uuid`. */
  readonly found: string;
  /** The text of the contract's file. */
  readonly text: string;
}

/** A first contract that works, with what it finds. */
export interface Candidate extends Draft {
  /** Its file, relative to the root. */
  readonly file: string;
  readonly violations: number;
  readonly fixable: number;
  /** How many files have one. */
  readonly files: number;
  /** The text of its baseline, and the file of that, relative to the root; not given while the contract is only planned. */
  readonly baseline?: { readonly file: string; readonly text: string };
}

/** What a look for candidates gives: contracts, and what was found and can't be one yet, in sentences. */
export interface Finds {
  readonly drafts: readonly Draft[];
  readonly notes: readonly string[];
}

/** A contract's text from its front matter and the prose below. */
export function contractText(frontMatter: readonly string[], prose: readonly string[]): string {
  return `---\n${frontMatter.join("\n")}\n---\n\n${prose.join("\n\n")}\n`;
}

/** A text in quotes, as YAML reads it. */
export function quoted(text: string): string {
  return JSON.stringify(text.replaceAll(/\s+/gu, " ").trim());
}

/** A path from the root as a module of a contract, in quotes where YAML needs them. */
export function modulePath(file: string): string {
  const path = `./${file}`;
  return /^[\w./@-]+$/.test(path) ? path : JSON.stringify(path);
}

/** Whether a contract can name a file: `#` begins an export's name, `*` is a pattern, and spaces are refused. */
export function canBeNamed(file: string): boolean {
  return !/[#*\s]/.test(file);
}
