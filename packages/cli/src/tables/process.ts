import { BATCH_KINDS } from "@godwit/project";
import {
  CONSUMERS_FORMATS,
  defineCommand,
  flag,
  format,
  many,
  oneOf,
  PLAIN_FORMATS,
  PLAN_FORMATS,
  text,
  wholeNumber,
} from "./define-command.js";

/** `godwit plan`. */
export const planCommand = defineCommand({
  name: "plan",
  summary: "say what to do next, in order",
  takes: [["[contract]", "only this one, with all that there is to do"]],
  options: {
    acrossFiles: many("--across-files", "with a contract: also what edits across files would do; asks the type checker"),
    filesPerBatch: wholeNumber("--files-per-batch <n>", "with a contract: record batches of at most n files"),
    by: oneOf("--by <what>", "what the files of a batch share; default: owner", BATCH_KINDS),
    format: format(PLAN_FORMATS, "stylish", "how to print the plan"),
    output: text("-o, --output <file>", "write it to a file, whose ending chooses the format"),
  },
  about: `Contracts come in rounds: first what waits for nothing, then what waits for that. In a round the smaller risk comes first, then the
earlier date. The files of a phase are in batches by owner (CODEOWNERS, else the contract's) and package, smallest risk first.
The same code gives the same plan, and a batch keeps its id.

--files-per-batch writes the batches to .batches/ beside the contracts: commit it, so that each keeps its id while files leave it.

--across-files tries edits across files in memory, and says what they would do, and the roots that free most sites.`,
  exits: "0 planned, 2 could not run as asked, or not every file could be counted, 130 ended by Ctrl-C.",
  examples: `
godwit plan                                 all contracts, and the next command of each
godwit plan unified-ids                     one in full: batches, files, what no fix takes away, gates
godwit plan typed-ids --across-files        with the price of types through the program, and the roots
godwit plan typed-ids --files-per-batch 20 --by folder   for pull requests
godwit plan --format md -o PLAN.md          to read and to discuss
godwit plan unified-ids --format json       for a machine`,
});

/** `godwit consumers`. */
export const consumersCommand = defineCommand({
  name: "consumers",
  summary: "list all that uses a component, a file or an export",
  takes: [["<what>", "a component or name of a contract, FILE, FILE#EXPORT, or PACKAGE#EXPORT"]],
  options: {
    depth: text("--depth <n>", "only what is at most n steps away; default: 1 for a file, else everything"),
    format: format(CONSUMERS_FORMATS, "stylish", "how to print the list"),
    output: text("-o, --output <file>", "write the list to a file instead of stdout; its ending chooses the format"),
  },
  about: `One step away is what names it: by import, require or import(), through barrels, aliases and namespaces, as a type, in a mock. Two steps
away is what gets it from there: from a function that returns it, an object that holds it, or as an argument; and so on.`,
  exits: "0 listed (also where nothing uses it), 2 could not run as asked, or not every file could be read.",
  examples: `
godwit consumers AgentWebSocketBridge             a component of a contract
godwit consumers src/db/pool.ts#DatabasePool      an export
godwit consumers src/db/pool.ts --depth 2         all exports of a file
godwit consumers uuid#v4                          an export of a package
godwit consumers AgentWebSocketBridge --format mermaid -o consumers.mmd`,
});

/** `godwit bridges`. */
export const bridgesCommand = defineCommand({
  name: "bridges",
  summary: "say who still uses each bridge, and delete those at zero",
  takes: [["[contract]", "only the bridges of this one"]],
  options: {
    remove: flag("--remove", "delete the bridges that nothing uses, with their re-exports and unused imports"),
    dryRun: flag("--dry-run", "with --remove: print what it would change, and change nothing"),
    runtime: many("--runtime <file>", "counts of running programs, by @godwit/bridge (repeatable)"),
    force: flag("--force", "with --remove: also what programs used lately, and where git could not bring it back"),
    format: format(PLAIN_FORMATS, "stylish", "how to print the list"),
  },
  about: `A bridge is in use as long as code, a test, a mock, a config file, an export of a package, a path in a string or a fix of a contract
needs it, or a file that can't be read might. --remove deletes nothing else, and refuses files with changes that are not committed. With
--runtime it also refuses what running programs used in the last 7 days.`,
  exits: "0 listed or deleted, 1 one that nothing uses was not deleted, and the output says why, 2 could not run as asked.",
  examples: `
godwit bridges                               all, with who uses them or since when nothing does
godwit bridges execution-engine --format json
godwit bridges --runtime counts.json         with uses at run time
godwit bridges --remove --dry-run            as a diff
godwit bridges execution-engine --remove`,
});

/** `godwit gates record`. */
export const gatesRecordCommand = defineCommand({
  name: "gates record",
  summary: "write down what a gate's command says now, or what a person has seen",
  takes: [
    ["<contract>", ""],
    ["<gate>", "the gate's name"],
  ],
  options: {
    note: text("--note <text>", "what was seen, and where: needed for a gate that a person judges"),
  },
  about: `The evidence is a file in migrations/.gates/: the command with its exit code or the note, the time, the commit and the author. Commit it.
godwit plan shows it, and says when the code has changed since. godwit check --gates runs all commands and records nothing.`,
  exits: "0 recorded, 1 recorded that the command failed, 2 could not run as asked.",
  examples: `
godwit gates record websocket-factory "Events arrive in order"
godwit gates record execution-engine "Staging validated" --note "https://grafana.example/d/42, 2027-02-03"`,
});
