import path from "node:path";
import { embedsScript, matchesContract } from "@godwit/core/contracts";
import { ruleNames } from "@godwit/core/engine";
import { listAllFiles, readSource } from "@godwit/project";
import { listUnmatched } from "../check/unmatched.js";
import { counted } from "../terminal.js";
import { type DoctorFinding, listSome, reportOn, type Setup } from "./finding.js";

const report = reportOn("contracts");

/** Checks that there are contracts, that they work and have files, and that disable comments name existing ones. */
export function checkContracts(setup: Setup): DoctorFinding[] {
  const { project } = setup;
  const { contracts, problems, directory } = project;
  if (contracts.length === 0 && problems.length === 0) {
    const advice = `Write ${directory}/<id>.md with a title and rules; \`godwit\` shows an example. Or go to another folder with -C.`;
    return [report("error", "no-contract", `There is no contract in ${directory}/.`, { advice })];
  }
  const works = report("ok", "contracts", `${counted(contracts.length, "contract works", "contracts work")}: ${namesOf(setup)}.`);
  return [
    ...(contracts.length > 0 ? [works] : []),
    ...problems.map(({ severity, code, message, file, line, column }) =>
      report(severity, `contract-${code}`, `${file}:${line}:${column} ${message}`, { file }),
    ),
    ...withoutFiles(setup),
    ...withoutMatches(setup),
    ...strayComments(setup),
    ...unreadComponents(setup),
  ];
}

function namesOf({ project }: Setup): string {
  return listSome(
    project.contracts.map(({ contract: { id, status } }) => (status === "active" ? id : `${id} (${status})`)),
    8,
  );
}

function withoutFiles({ project, files }: Setup): DoctorFinding[] {
  return project.contracts
    .filter(({ contract }) => !files.some((file) => matchesContract(contract, file)))
    .map(({ contract: { id, file } }) =>
      report("warning", "contract-without-files", `${id} is about no file: its \`files\` and \`ignores\` leave none.`, {
        advice: "Paths in a contract are relative to the root, and what git ignores is left out.",
        file,
      }),
    );
}

/** Contracts with names, modules or globs that nothing in the code fits: a slip of the pen looks like a finished migration. */
function withoutMatches({ project }: Setup): DoctorFinding[] {
  const unmatched = listUnmatched(project, project.contracts);
  return project.contracts.flatMap(({ contract: { id, file } }) => {
    const own = unmatched.filter((each) => each.file === file);
    if (own.length === 0) return [];
    const [first] = own;
    const rest = own.length > 1 ? ` There ${own.length === 2 ? "is" : "are"} ${own.length - 1} more.` : "";
    return [
      report("warning", "contract-matches-nothing", `${id}, line ${first!.line}: ${first!.message}${rest}`, {
        advice:
          "godwit contracts validate lists all. Correct the name, or delete what is done; a finished contract gets `status: complete`.",
        file,
      }),
    ];
  });
}

/** Components have code that a contract may be about, and no rule reports it. */
function unreadComponents({ root }: Setup): DoctorFinding[] {
  const endings = listAllFiles(root).flatMap((file) => (embedsScript(file) ? path.extname(file) : []));
  return [...new Set(endings)].map((ending) => {
    const count = counted(endings.filter((each) => each === ending).length, `${ending} file`);
    return report("note", "unread-components", `No rule reports in ${count}: godwit reads JavaScript and TypeScript only.`, {
      advice:
        "`godwit check` names what their scripts have, and neither counts nor fixes it. Look through their templates by hand.",
    });
  });
}

const DIRECTIVE = /(?:eslint|oxlint)-disable(?:-next-line|-line)?\s+([^\n]*)/g;
const RULE_ID = new RegExp(`([\\w-]+)/(?:${ruleNames.join("|")})(?![\\w-])`, "g");

/** Finds comments that name a contract that no longer exists: they do nothing, which a reader does not see. */
function strayComments({ root, project, files }: Setup): DoctorFinding[] {
  const known = new Set([
    ...project.contracts.map(({ contract }) => contract.id),
    ...project.problems.map(({ file }) => path.posix.basename(file, ".md")),
    "godwit",
  ]);
  return files.flatMap((file) => {
    const source = readSource(path.join(root, file));
    if (source.kind !== "text" || !/(?:eslint|oxlint)-disable/.test(source.text)) return [];
    const named = [...source.text.matchAll(DIRECTIVE)].flatMap(([, rules]) => [...rules!.matchAll(RULE_ID)].map(([, id]) => id!));
    return [...new Set(named)]
      .filter((id) => !known.has(id))
      .map((id) =>
        report(
          "warning",
          "comment-without-contract",
          `A comment in ${file} disables a rule of ${id}, and there is no such contract.`,
          {
            advice: "Delete the comment, or correct the contract's name.",
            file,
          },
        ),
      );
  });
}
