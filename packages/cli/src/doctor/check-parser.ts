import { parseSource } from "../host/parse.js";
import { reportOn, type DoctorFinding } from "./finding.js";

const report = reportOn("parser");

/** Checks the parser, a native package that package managers sometimes leave out; undefined if it works. */
export function checkParser(): DoctorFinding | undefined {
  try {
    parseSource("doctor.ts", "export {};");
    return undefined;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    return report("error", "parser-missing", `The parser of \`godwit check\` does not start: ${reason!}`, {
      advice:
        "Delete node_modules and install again without leaving out optional dependencies; its program for this platform is one of oxc-parser's.",
    });
  }
}
