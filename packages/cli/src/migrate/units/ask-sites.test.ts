import { describe, expect, test } from "vitest";
import { chooseSites, type SiteQuestions } from "./ask-sites.js";
import type { EditableFile, Site } from "./edit-file.js";
import type { OpenJob } from "./jobs.js";

type Answer = Awaited<ReturnType<SiteQuestions["ask"]>>;

const site = (file: string, letter: string, text: string): Site => {
  const at = text.indexOf(letter);
  return { file, rule: "r", level: "fix", line: 1, column: at + 1, message: letter };
};

/** A file whose sites become capitals. */
function editable(file: string, text: string): EditableFile {
  const sites = [...text].filter((each) => /[a-z]/.test(each)).map((letter) => site(file, letter, text));
  return {
    ...{ file, bytes: Buffer.from(text), sites, together: () => sites.map((each) => [each]) },
    edit: (chosen) => {
      const letters = new Set(chosen.map(({ message }) => message));
      const after = [...text].map((each) => (letters.has(each) ? each.toUpperCase() : each)).join("");
      return { file, before: Buffer.from(text), after: Buffer.from(after), sites: chosen };
    },
  };
}

async function choose(
  answers: readonly Answer[],
  edited?: string,
): Promise<{ texts: string[]; asked: string[]; isQuit: boolean; sites: number }> {
  const files = new Map([editable("1.ts", "a b c"), editable("2.ts", "d e")].map((file) => [file.file, file]));
  const elements = [...files.values()].map((file) => ({
    unit: { id: file.file, files: [file.file], package: ".", batch: "b", isTest: false },
    sites: file.sites,
  }));
  const open: OpenJob = { files, elements, unusable: [] };
  const asked: string[] = [];
  const left = [...answers];
  const result = await chooseSites(open, {
    ask: (one, patch) => {
      asked.push(one.message);
      expect(patch).toContain(`b/${one.file}`);
      return Promise.resolve(left.shift() ?? "quit");
    },
    edit: () => edited,
  });
  const texts = [...result.open.files.values()].map((file) => file.edit(file.sites).after.toString());
  return { texts, asked, isQuit: result.isQuit, sites: result.open.elements.reduce((sum, each) => sum + each.sites.length, 0) };
}

describe("chooseSites", () => {
  test("takes what is answered with yes, and asks for every site", async () => {
    expect(await choose(["yes", "no", "yes", "no", "yes"])).toEqual({
      texts: ["A b C", "d E"],
      asked: [..."abcde"],
      isQuit: false,
      sites: 3,
    });
  });

  test("takes all the rest without asking", async () => {
    expect(await choose(["no", "all"])).toEqual({ texts: ["a B C", "D E"], asked: ["a", "b"], isQuit: false, sites: 4 });
  });

  test("keeps what was taken before one quits", async () => {
    expect(await choose(["yes", "quit"])).toEqual({ texts: ["A b c", "d e"], asked: ["a", "b"], isQuit: true, sites: 1 });
  });

  test("takes a file as the person edited it, and asks no more there", async () => {
    expect(await choose(["yes", "edit", "yes", "no"], "mine")).toEqual({
      texts: ["mine", "D e"],
      asked: ["a", "b", "d", "e"],
      isQuit: false,
      sites: 3,
    });
  });

  test("asks again where an edit was given up", async () => {
    expect(await choose(["edit", "edit", "yes", "no", "no", "no", "no"], undefined)).toMatchObject({
      ...{ texts: ["A b c", "d e"], sites: 1, isQuit: false },
      asked: [..."aaabcde"],
    });
  });
});
