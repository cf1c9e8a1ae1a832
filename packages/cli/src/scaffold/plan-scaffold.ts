import path from "node:path";
import { listNames } from "@godwit/core/disk";
import { createFileTree } from "@godwit/core/modules";
import type { Project } from "@godwit/project";
import { contractFile } from "../contracts/contract-file.js";
import { readHabits } from "./runner.js";
import { adapterText, adrText, contractText, testText, wayText, type ScaffoldSubject } from "./texts.js";

/** A file that `contracts new` writes. */
export interface ScaffoldFile {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
}

/** The files of a new migration, and the command that runs its test. */
export interface Scaffold {
  readonly files: readonly ScaffoldFile[];
  readonly testCommand: string;
}

/** Plans a migration's first files for a project: they work as they are, whatever it runs its tests with. */
export function planScaffold(project: Project, id: string, today: string): Scaffold {
  const habits = readHabits(createFileTree(), project.root);
  const folder = `${habits.sources}/${id}`;
  const adrs = adrFolder(project.root);
  const files = {
    contract: contractFile(project, id),
    oldWay: `${folder}/old-way${habits.extension}`,
    newWay: `${folder}/new-way${habits.extension}`,
    adapter: `${folder}/adapter${habits.extension}`,
    test: `${habits.tests}/${id}.test${habits.extension}`,
    adr: `${adrs.folder}/${adrs.next}-${id}.md`,
  };
  const isBare = habits.runner === "jest" && habits.isTypeScript;
  const subject: ScaffoldSubject = {
    ...{ id, habits, files, today },
    flag: `${id.replaceAll("-", "_").toUpperCase()}_WAY`,
    name: id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    specifier: (from, to) => {
      const way = path.posix.relative(path.posix.dirname(from), to);
      const dotted = way.startsWith(".") ? way : `./${way}`;
      return habits.isTypeScript ? dotted.replace(/\.ts$/, isBare ? "" : ".js") : dotted;
    },
  };
  return {
    testCommand: `${habits.testCommand} ${files.test}`,
    files: [
      { file: files.contract, text: contractText(subject), purpose: "the contract, with its checklist" },
      { file: files.oldWay, text: wayText(subject, "old"), purpose: "the old way" },
      { file: files.newWay, text: wayText(subject, "new"), purpose: "the new way" },
      { file: files.adapter, text: adapterText(subject), purpose: `old and new behind ${subject.flag}` },
      { file: files.test, text: testText(subject), purpose: `what consumers expect (${habits.runner})` },
      { file: files.adr, text: adrText(subject), purpose: "the decision record" },
    ],
  };
}

/** The folder of decision records that the project has, and the next number, as long as the others. */
function adrFolder(root: string): { readonly folder: string; readonly next: string } {
  const known = ["docs/adr", "docs/adrs", "docs/decisions", "doc/adr", "adr"];
  const folder = known.find((each) => listNames(path.join(root, each)).some((name) => /^\d+-.*\.md$/.test(name))) ?? "docs/adr";
  const numbers = listNames(path.join(root, folder)).flatMap((name) => /^(\d+)-.*\.md$/.exec(name)?.[1] ?? []);
  const width = Math.max(numbers.length === 0 ? 4 : 1, ...numbers.map((each) => each.length));
  return { folder, next: String(Math.max(0, ...numbers.map(Number)) + 1).padStart(width, "0") };
}
