import { CONTRACT, defineCommand, flag, FORMAT, format, GRAPH_FORMATS, many, text } from "./define-command.js";

/** `godwit contracts list`. */
export const contractsListCommand = defineCommand({
  name: "contracts list",
  summary: "print a table of the contracts",
  takes: [],
  options: {
    format: FORMAT,
  },
  examples: `
godwit contracts list`,
});

/** `godwit contracts validate`. */
export const contractsValidateCommand = defineCommand({
  name: "contracts validate",
  summary: "say everything that is wrong with the contract files",
  takes: [],
  options: {
    format: FORMAT,
  },
  exits: "0 they work (there may be warnings), 2 one does not.",
  examples: `
godwit contracts validate --format json`,
});

/** `godwit contracts test`. */
export const contractsTestCommand = defineCommand({
  name: "contracts test",
  summary: "run the before/after examples of the contracts",
  takes: [],
  options: {
    contract: CONTRACT,
    format: FORMAT,
  },
  exits: "0 all hold, 1 one does not, or code blocks that look like an example have no name.",
  examples: `
godwit contracts test --contract unified-ids`,
});

/** `godwit contracts pack`. */
export const contractsPackCommand = defineCommand({
  name: "contracts pack",
  summary: "write a package of the contracts, for other repositories",
  takes: [["<folder>", "the package's folder: a new one, or one that this command wrote"]],
  options: {
    as: text("--as <name@version>", "what the package is called; as before if the folder has it already"),
    contract: CONTRACT,
  },
  about: `Each contract needs an example, and all examples have to hold. The package has the contracts as they are, a README and the version of
the contract format. A repository that installs it names it in package.json: "godwit": { "contracts": ["@acme/migrations"] }.`,
  exits: "0 written, 1 an example does not hold, 2 could not run as asked.",
  examples: `
godwit contracts pack ../acme-migrations --as @acme/migrations@1.0.0
godwit contracts pack ../acme-migrations --as @acme/migrations@1.1.0 --contract unified-ids`,
});

/** `godwit contracts graph`. */
export const contractsGraphCommand = defineCommand({
  name: "contracts graph",
  summary: "draw which contract waits for which",
  takes: [],
  options: {
    format: format(GRAPH_FORMATS, "mermaid", "the language of the graph"),
    output: text("-o, --output <file>", "write the graph to a file instead of stdout; its ending chooses the format"),
  },
  about: `An arrow leads to the contract that waits. Contracts that wait for each other are refused, with the way around.`,
  exits: "0 drawn, 2 there is a circle, or a contract has errors.",
  examples: `
godwit contracts graph
godwit contracts graph --format dot | dot -Tsvg -o contracts.svg`,
});

/** `godwit contracts new`. */
export const contractsNewCommand = defineCommand({
  name: "contracts new",
  summary: "begin a migration: contract, test, decision record, and both ways behind a flag; or a ready contract",
  takes: [["[id]", "what the contract is called, in kebab-case; a recipe's own name when not given"]],
  options: {
    recipe: text("--recipe <name>", "write only a contract, one that is ready"),
    listRecipes: flag("--list-recipes", "print the ready contracts"),
    dryRun: flag("--dry-run", "say what would be written, and write nothing"),
  },
  about: `What is written works as it is: the contract's example holds, and the test runs with what the project uses (vitest, jest, mocha, else
node:test). Nothing is overwritten: where one of the files is there, none is written.`,
  exits: "0 written, 2 could not run as asked.",
  examples: `
godwit contracts new user-store
godwit contracts new --list-recipes
godwit contracts new --recipe uuid-to-random-uuid
godwit contracts new dates --recipe moment-to-date-fns`,
});

/** `godwit contracts derive`. */
export const contractsDeriveCommand = defineCommand({
  name: "contracts derive",
  summary: "write contracts from @deprecated tags",
  takes: [["[paths...]", "only these folders, files or globs; all source files without them"]],
  options: {
    package: many("--package <name>", "read the declarations of an installed package instead (repeatable)"),
    dryRun: flag("--dry-run", "print the contracts, and write nothing"),
    format: FORMAT,
  },
  about: `Each deprecated export is banned. Where its code is only another name (const a = b, type A = B, a re-export), imports are moved; where the
tag names what to use instead, that is a suggestion. Every example is tried out before a contract is written. A file that is there is never
overwritten. What can't be derived is listed with the reason.`,
  exits: "0 derived (there may be things that could not be), 2 could not run as asked.",
  examples: `
godwit contracts derive
godwit contracts derive src/users --dry-run
godwit contracts derive --package rxjs`,
});
