import { describe, expect, it } from "vitest";
import { commandFault, runsOf } from "./commands.js";

const packageOf = (file: string): string => /^packages\/\w+/.exec(file)?.[0] ?? ".";
const FILES = ["packages/a/src/x.ts", "packages/b/y.ts", "packages/a/z.ts", "tools/w.ts"];

describe("runsOf", () => {
  it("runs a plain command once, in the root", () => {
    expect(runsOf({ run: "npm test -- {files}", in: "root" }, FILES, packageOf, "packages/b/y.ts")).toEqual([
      { files: FILES, consumer: "packages/b/y.ts" },
    ]);
  });

  it("runs a command that names the package once for each package, in the root", () => {
    expect(runsOf({ run: "npm test -w {package}", in: "root" }, FILES, packageOf)).toEqual([
      { files: ["packages/a/src/x.ts", "packages/a/z.ts"], package: "packages/a" },
      { files: ["packages/b/y.ts"], package: "packages/b" },
      { files: ["tools/w.ts"], package: "." },
    ]);
  });

  it("runs in each package, which sees files from there, and in the root for what is in no package", () => {
    const runs = runsOf({ run: "npx vitest related {files}", in: "package" }, FILES, packageOf, "packages/b/y.ts");
    expect(runs).toEqual([
      { files: ["src/x.ts", "z.ts"], package: "packages/a", consumer: "packages/b/y.ts", folder: "packages/a" },
      { files: ["y.ts"], package: "packages/b", consumer: "y.ts", folder: "packages/b" },
      { files: ["tools/w.ts"], package: ".", consumer: "packages/b/y.ts" },
    ]);
  });

  it("runs nothing in packages where no file is", () => {
    expect(runsOf({ run: "npm test", in: "package" }, [], packageOf)).toEqual([]);
    expect(runsOf({ run: "npm test", in: "root" }, [], packageOf)).toEqual([{ files: [] }]);
  });
});

describe("commandFault", () => {
  it.each([
    ["npm test -w {package}", undefined],
    ["npm test -w {pakage}", /did you mean \{package\}/],
    ["", /is empty/],
  ])("of %j", (command, fault) => {
    if (fault === undefined) expect(commandFault(command)).toBeUndefined();
    else expect(commandFault(command)).toMatch(fault);
  });
});
