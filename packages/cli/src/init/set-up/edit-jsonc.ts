import * as jsonc from "jsonc-parser";

/** A value to set at a path; the index -1 adds to the end of a list. */
export interface JsonEdit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Sets values in a text of JSON with comments and leaves the rest as it is; undefined if the text is not right as it is. */
export function editJsonc(text: string, edits: readonly JsonEdit[]): string | undefined {
  const start = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(start.length);
  const errors: jsonc.ParseError[] = [];
  const root: unknown = jsonc.parse(body, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof root !== "object" || root === null || Array.isArray(root)) return undefined;
  const formattingOptions = layoutOf(body);
  return (
    start +
    edits.reduce((current, { path, value }) => {
      const isArrayInsertion = path.at(-1) === -1;
      return jsonc.applyEdits(current, jsonc.modify(current, [...path], value, { formattingOptions, isArrayInsertion }));
    }, body)
  );
}

/** The value in a text of JSON with comments; undefined where the text can't be read. */
export function readJsonc(text: string): unknown {
  const errors: jsonc.ParseError[] = [];
  const value: unknown = jsonc.parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  return errors.length > 0 ? undefined : value;
}

function layoutOf(text: string): jsonc.FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
