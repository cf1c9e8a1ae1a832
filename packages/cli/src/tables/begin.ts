import { defineCommand, flag, FORMAT, format, PLAIN_FORMATS } from "./define-command.js";

/** `godwit init`. */
export const initCommand = defineCommand({
  name: "init",
  summary: "set godwit up from what the project has",
  takes: [],
  options: {
    yes: flag("--yes", "ask nothing: begin with the best contracts, and write"),
    dryRun: flag("--dry-run", "show what would be written, and write nothing"),
    agents: flag("--agents", "also keep a section for coding agents in AGENTS.md, from the contracts"),
  },
  about: `Looks for calls of uuid, exports marked @deprecated, imports past a package's entry, getInstance() and plain IDs that have a type, counts
them with contracts that it could write, and shows every change as a difference first. It overwrites nothing, runs nothing, and installs
nothing. The baseline knows what is there, so that CI starts green. Run again it adds only what is missing.`,
  exits: "0 written, or nothing to do; 2 it found nothing to begin with, or could not write.",
  examples: `
godwit init
godwit init --dry-run
godwit init --yes -C packages/app
godwit init --agents --yes    again whenever the contracts have changed`,
});

/** `godwit explain`. */
export const explainCommand = defineCommand({
  name: "explain",
  summary: "say why something is reported, and what its fix would do",
  takes: [["<what>", "FILE:LINE, FILE:LINE:COLUMN, FILE, CONTRACT, or CONTRACT/RULE"]],
  options: {
    format: format(PLAIN_FORMATS, "stylish", "how to print the answer"),
  },
  about: `Of a violation: the contract and the entry that decides, whether it fails the check, its fix as a difference, or why there is none and what
would make it one. Of a line without one: which contracts look at the file, and why they report nothing there.`,
  exits: "0 explained, 2 there is no such file or rule, or no contract can look at it.",
  examples: `
godwit explain src/users.ts:12
godwit explain src/users.ts:12:9 --format json
godwit explain unified-ids/no-raw-uuid
godwit explain unified-ids`,
});

/** `godwit mcp`. */
export const mcpCommand = defineCommand({
  name: "mcp",
  summary: "serve coding agents over stdin and stdout",
  takes: [],
  options: {
    write: flag("--write", "also give them a tool that writes safe fixes to the disk"),
  },
  about: `Speaks the Model Context Protocol. Agents start it themselves; it reads the contracts again for each question, and ends with its input.
Its tools only read: wanted_in_file, check_text, fix_text (returns a text), explain, next_batch, counts; with --write also write_fixes.`,
  examples: `
claude mcp add godwit -- npx godwit mcp
{ "mcpServers": { "godwit": { "command": "npx", "args": ["godwit", "mcp"] } } }`,
});

/** `godwit doctor`. */
export const doctorCommand = defineCommand({
  name: "doctor",
  summary: "say why an editor or ESLint shows nothing, and what to do",
  takes: [],
  options: {
    format: FORMAT,
  },
  about: `Looks at the contracts, their baselines, TypeScript, the editor plugin, VS Code's settings, ESLint's config and versions. It runs nothing of
the project but ESLint, to print its config.`,
  exits: "0 nothing keeps godwit from working (there may be warnings), 1 something does.",
  examples: `
godwit doctor
godwit doctor -C packages/app --format json`,
});
