import { readFileSync } from "node:fs";

/** One case: the files before and after, and what the report has to say. */
export interface Case {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** Lines that the report has. */
  readonly says: readonly string[];
}

/** Reads a case: `ts before=src/a.ts`, `ts after=src/a.ts` and `says` blocks; a file without an `after` stays as it is. */
export function readCase(file: string): Case {
  const text = readFileSync(file, "utf8");
  const blocks = [...text.matchAll(/^```(?:[jt]sx?|json|mdx?|html) (before|after)=(\S+)\n([\s\S]*?)^```$/gmu)];
  const of = (side: string) =>
    Object.fromEntries(blocks.filter(([, each]) => each === side).map(([, , file, code]) => [file!, code!]));
  const says = /^```says\n([\s\S]*?)^```$/mu.exec(text)?.[1]?.trim().split("\n") ?? [];
  return { before: of("before"), after: { ...of("before"), ...of("after") }, says };
}
