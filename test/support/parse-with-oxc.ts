import { parseSync } from "oxc-parser";
import { SourceSyntaxError, type ParsedSource, type ParseSource } from "@godwit/core/modules";

/** Parses as the command line does; for tests. */
export const parseWithOxc: ParseSource = (path, text) => {
  const lang = /\.[mc]?ts$/.test(path) ? (/\.d\.[mc]?ts$/.test(path) ? "dts" : "ts") : "tsx";
  const { program, comments, errors } = parseSync(path, text, { range: true, astType: "ts", lang, preserveParens: false });
  const [error] = errors;
  if (error) throw new SourceSyntaxError(error.message, 1, 1);
  const placed = comments.map((comment) => ({ ...comment, range: [comment.start, comment.end] }));
  return { program, comments: placed } as unknown as ParsedSource;
};
