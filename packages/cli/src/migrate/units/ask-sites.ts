import { randomUUID } from "node:crypto";
import path from "node:path";
import { readText, removeFile, writeWhole } from "@godwit/core/disk";
import spawn from "cross-spawn";
import { parseArgsStringToArgv } from "string-argv";
import { printable, printableLines } from "../../reporters/printable.js";
import { coloursFor, paintDiffLine, type ProcessHost, type Terminal } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import { type EditableFile, patchOf, type Site } from "./edit-file.js";
import type { OpenJob } from "./jobs.js";
import { makeWorkFolder } from "../journal/journal.js";

/** Asks a person at each site. */
export interface SiteQuestions {
  /** Shows a site with its patch, and waits for a key. */
  ask(site: Site, patch: string): Promise<"yes" | "no" | "all" | "quit" | "edit">;
  /** Lets the person change a text; undefined if that was given up, which it says. */
  edit(file: string, text: string): string | undefined;
}

/** The part of a job that a person wants, and whether the run goes on after it. */
export interface ChosenJob {
  readonly open: OpenJob;
  readonly isQuit: boolean;
}

/** Goes through the sites of a job, each on top of those that were taken; `wantsAll` ends the questions. */
export async function chooseSites(open: OpenJob, questions: SiteQuestions): Promise<ChosenJob> {
  const files = new Map<string, EditableFile>();
  let mode: "ask" | "all" | "quit" = "ask";
  for (const [name, file] of open.files) {
    const chosen: Site[] = [];
    let edited: string | undefined;
    for (const site of file.sites) {
      if (mode === "quit" || edited !== undefined) break;
      const [before, after] = [file.edit(chosen).after, file.edit([...chosen, site]).after];
      if (mode === "all" || before.equals(after)) {
        chosen.push(site);
        continue;
      }
      let answer = await questions.ask(site, patchOf({ file: name, before, after }));
      while (answer === "edit" && edited === undefined) {
        edited = questions.edit(name, after.toString("utf8"));
        // An edit that was given up is no answer.
        if (edited === undefined) answer = await questions.ask(site, patchOf({ file: name, before, after }));
      }
      if (answer === "quit" || answer === "all") mode = answer;
      if (answer === "yes" || answer === "all" || edited !== undefined) chosen.push(site);
    }
    files.set(name, withChoice(file, chosen, edited));
  }
  const elements = open.elements.flatMap(({ unit, sites }) => {
    const own = sites.filter((site) => files.get(site.file)!.sites.includes(site));
    return own.length > 0 ? [{ unit, sites: own }] : [];
  });
  return { open: { ...open, files, elements }, isQuit: mode === "quit" };
}

function withChoice(file: EditableFile, sites: readonly Site[], edited: string | undefined): EditableFile {
  if (edited === undefined) return { ...file, sites };
  const after = Buffer.from(edited, "utf8");
  return {
    ...file,
    sites,
    together: () => [sites],
    edit: (chosen) => ({ file: file.file, before: file.bytes, after, sites: chosen }),
  };
}

/** A text that a person edited, or why there is none. */
export type EditedText = { readonly text: string } | { readonly fault: string };

/** Opens a text in the person's editor. */
function editInEditor(root: string, file: string, text: string, env: ProcessHost["env"]): EditedText {
  const temporary = path.join(makeWorkFolder(root), `edit-${randomUUID()}${path.extname(file)}`);
  try {
    writeWhole(temporary, text, { root, isDurable: false });
    const [editor = "vi"] = [env["VISUAL"], env["EDITOR"]].filter((each) => each !== undefined && each.trim() !== "");
    const [command, ...args] = parseArgsStringToArgv(editor);
    const { status, error, signal } = spawn.sync(command!, [...args, temporary], { cwd: root, stdio: "inherit" });
    if (error) return { fault: `The editor ${editor} can't be started (${error.message}): set VISUAL or EDITOR to another one` };
    if (status !== 0) return { fault: `The editor ${editor} ended with ${signal ?? `exit code ${status}`}` };
    return { text: readText(temporary, "source") };
  } finally {
    removeFile(temporary);
  }
}

const ANSWERS = { y: "yes", n: "no", a: "all", q: "quit", e: "edit" } as const;

/** Asks on the terminal: the patch of a site, then one key. Throws `UsageError` where there is no terminal. */
export function askAtTerminal(root: string, terminal: Terminal): SiteQuestions {
  const { host } = terminal;
  const readKey = host?.readKey;
  if (!host || !readKey)
    throw new UsageError("--interactive asks at a terminal, and there is none. Look with --dry-run instead.");
  const colours = coloursFor(terminal.hasColour);
  return {
    async ask({ file, line, column, level, message }, patch) {
      const shown = printableLines(patch)
        .trimEnd()
        .split("\n")
        .slice(3)
        .map((line) => paintDiffLine(line, colours));
      const kind = level === "fix" ? "fix" : "suggestion";
      terminal.out(
        `\n${colours.bold(printable(`${file}:${line}:${column}`))} ${colours.dim(kind)}\n${printable(message)}\n${shown.join("\n")}\n`,
      );
      for (;;) {
        const key = (await readKey(`${colours.bold("Apply?")} [y]es [n]o [a]ll the rest [q]uit [e]dit `)).toLowerCase();
        terminal.out(`${/^[a-z]$/u.test(key) ? key : ""}\n`);
        if (key === "\u0003" || key === "\u0004") return "quit";
        const answer = (ANSWERS as Readonly<Record<string, (typeof ANSWERS)[keyof typeof ANSWERS]>>)[key];
        if (answer) return answer;
      }
    },
    edit(file, text) {
      const edited = editInEditor(root, file, text, host.env);
      if ("text" in edited) return edited.text;
      terminal.out(`${printable(edited.fault)}, so nothing is edited.\n`);
      return undefined;
    },
  };
}
