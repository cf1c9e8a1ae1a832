import { expect, test } from "vitest";
import type { RunHost } from "../session.js";
import { type PlannedWave, tryInTurn } from "./try-waves.js";
import { sparing, type WantedWave, type WaveRefusal, type WaveSetting } from "./wave-sites.js";

const notes: string[] = [];
const HOST = {
  interrupt: { breathe: () => Promise.resolve(), exitCode: undefined },
  listener: { note: (text: string) => void notes.push(text) },
} as unknown as RunHost;

/** A wave that edits some files, of which those that may not be edited are left out. */
function waveOf(files: readonly string[], setting: WaveSetting): WantedWave<PlannedWave> {
  return {
    plan: () =>
      Promise.resolve({
        unit: "type UserId",
        texts: new Map(files.filter((file) => !setting.spared.has(file)).map((file) => [file, ""])),
      } as unknown as PlannedWave),
    insteadOf(refusal) {
      const without = sparing(setting, refusal);
      return without ? [waveOf(files, without)] : [];
    },
  };
}

/** What becomes of a wave where some files always have errors: the files that are kept, or why it is not. */
async function outcomesOf(files: readonly string[], bad: readonly string[]): Promise<readonly (readonly string[] | string)[]> {
  const outcomes: (readonly string[] | string)[] = [];
  const setting = { spared: new Map() } as unknown as WaveSetting;
  const trial = {
    tryWave: ({ texts }: PlannedWave): Promise<readonly string[] | WaveRefusal> => {
      const errorFiles = bad.filter((file) => texts.has(file)).slice(0, 1);
      return Promise.resolve(
        errorFiles.length === 0 ? [...texts.keys()] : { reason: "TS2322", errorFiles: [...errorFiles, "beside.ts"] },
      );
    },
    refusalOf: (tried: readonly string[] | WaveRefusal) => ("reason" in tried ? tried : undefined),
  };
  for await (const tried of tryInTurn([waveOf(files, setting)], trial, HOST))
    outcomes.push("reason" in tried ? tried.reason : tried);
  return outcomes;
}

test("a wave is tried again without the files in which it has errors", async () => {
  expect(await outcomesOf(["a.ts", "b.ts", "c.ts"], ["b.ts"])).toEqual([["a.ts", "c.ts"]]);
  expect(notes).toEqual([
    "TS2322: type UserId was put back, and is tried again without 1 file that had errors. Nothing of it is kept if that is interrupted.",
  ]);
  expect(await outcomesOf(["a.ts", "b.ts", "c.ts"], ["b.ts", "c.ts"])).toEqual([["a.ts"]]);
});

test("a wave that has errors in ever more files is put back", async () => {
  expect(await outcomesOf(["a.ts", "b.ts", "c.ts", "d.ts"], ["a.ts", "b.ts", "c.ts"])).toEqual(["TS2322"]);
});
