import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLines, formatLines } from "./command-lines.js";
import { EVIL, EVIL_NAME, makeEvilRepository } from "./evil-repository.js";
import { faultsOf, type HostileRepository } from "./hostile-repository.js";

/** What no terminal may get: C0 but tab and line end, C1, directions, and marks that no one sees. */
const OBEYED =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/u;

let repository: HostileRepository;
beforeAll(async () => {
  repository = await makeEvilRepository();
});
afterAll(() => repository.remove());

const named = [
  ...[
    ["explain", `src/b-${EVIL_NAME}.ts:3`],
    ["explain", EVIL],
    ["explain", "evil"],
    ["check", EVIL_NAME],
    ["check", "--owner", EVIL],
  ],
  ...[
    ["plan", EVIL],
    ["plan", "evil"],
    ["plan", "evil", "--format", "md"],
    ["consumers", `src/${EVIL_NAME}.ts`],
    ["bridges", "evil"],
  ],
  ...[
    ["migrate", "evil", "--dry-run", "--suggestions"],
    ["migrate", "evil"],
    ["gates", "record", "evil", EVIL, "--note", EVIL],
    [EVIL],
  ],
];
const LINES = [...commandLines(), ...formatLines()].map(({ args }) => args).concat(named);

test.each(LINES.map((args) => ({ args })))("godwit $args prints nothing that is obeyed", async ({ args }) => {
  const copy = repository.copy();
  const ended = await copy.godwit(args);
  expect(ended.out + ended.err).not.toMatch(OBEYED);
  expect(faultsOf(ended)).toEqual([]);
  const format = args[args.indexOf("--format") + 1];
  const outsideOfCode = ended.out.replaceAll(/(`+)[^\n]*?[^`]\1(?!`)/gu, "");
  if (format === "html" || format === "md" || format === "markdown") expect(outsideOfCode).not.toMatch(/(?<!\\)<img/u);
  // Annotations are meant for the runner, and a page for a browser.
  if (format !== "github" && format !== "html") expect(ended.out).not.toMatch(/^\s*(?:::error|##\[group)/mu);
  expect(ended.err).not.toMatch(/^\s*(?:::error|##\[group)/mu);
  copy.remove();
});
