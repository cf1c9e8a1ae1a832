import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadContracts } from "../../../test-support/with-rules.js";
import { rootAt } from "../root.js";

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const CONTRACT = "---\ntitle: T\nrules: { no-raw-uuid: {} }\n---\n";
const LEFT = '---\ntitle: T\nimports: { newId: repository }\nrules: { no-raw-uuid: { replace: [{ with: "newId()" }] } }\n---\n';
const MANIFEST = '{ "name": "@acme/m", "version": "1.2.0", "godwit": { "contractFormat": 1 } }';
const PACKAGE = "node_modules/@acme/m";

type Files = Readonly<Record<string, string | { readonly link: string }>>;

function tree(godwit: unknown, files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-packages-")));
  made.push(root);
  const settings = JSON.stringify({ name: "shop", godwit }, null, 1);
  for (const [path, content] of Object.entries<Files[string]>({ "package.json": settings, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (typeof content === "string") writeFileSync(join(root, path), content);
    else symlinkSync(content.link, join(root, path));
  }
  return root;
}

function load(godwit: unknown, files: Files) {
  const { contracts, problems } = loadContracts(tree(godwit, files));
  return { contracts, told: problems.map(({ file, line, code, message }) => `${file}:${line} ${code}: ${message}`) };
}

const withPackage = (files: Files = {}): Files => ({
  [`${PACKAGE}/package.json`]: MANIFEST,
  [`${PACKAGE}/migrations/a-a.md`]: CONTRACT,
  ...files,
});

describe("contracts of packages", () => {
  it("are read beside the repository's own, whose order they share", () => {
    const { contracts, told } = load(
      { contracts: ["@acme/m"] },
      withPackage({ "migrations/b-b.md": CONTRACT.replace("title: T", "title: T\ndependsOn: [a-a]") }),
    );
    expect(told).toEqual([]);
    expect(contracts.map(({ id, file, package: from }) => [id, file, from?.version])).toEqual([
      ["a-a", `${PACKAGE}/migrations/a-a.md`, "1.2.0"],
      ["b-b", "migrations/b-b.md", undefined],
    ]);
  });

  it("are found in a folder above, as Node finds packages, and through the link of a workspace", () => {
    const root = tree(
      {},
      {
        "web/package.json": '{ "godwit": { "contracts": ["@acme/m"] } }',
        "tools/m/package.json": MANIFEST,
        "tools/m/migrations/a-a.md": CONTRACT,
        [PACKAGE]: { link: "../../tools/m" },
      },
    );
    const { contracts, problems } = loadContracts(join(root, "web"));
    expect(problems).toEqual([]);
    expect(contracts.map(({ file }) => file)).toEqual([`../${PACKAGE}/migrations/a-a.md`]);
  });

  it.each<[string, unknown, Files, string]>([
    [
      "is not installed",
      { contracts: ["@acme/m"] },
      {},
      "package.json:5 missing-package: @acme/m is not installed: npm install --save-dev @acme/m",
    ],
    [
      "has no contract",
      { contracts: ["@acme/m"] },
      { [`${PACKAGE}/package.json`]: MANIFEST, [`${PACKAGE}/migrations/README.md`]: "# Contracts\n" },
      `package.json:5 no-contracts: @acme/m 1.2.0 has no contract in ${PACKAGE}/migrations: remove it here, or tell its owners.`,
    ],
    [
      "is of another kind",
      { contracts: ["@acme/m"] },
      { [`${PACKAGE}/package.json`]: '{ "version": "1.0.0" }', [`${PACKAGE}/migrations/a-a.md`]: CONTRACT },
      'package.json:5 no-contracts: @acme/m has no contracts: its package.json lacks "godwit": { "contractFormat": 1 }. godwit contracts pack makes such a package.',
    ],
    [
      "has another format",
      { contracts: ["@acme/m"] },
      withPackage({ [`${PACKAGE}/package.json`]: MANIFEST.replace('Format": 1', 'Format": 2') }),
      "package.json:5 other-format: @acme/m has contracts of format 2, and this godwit reads format 1: update godwit, or install another version of @acme/m.",
    ],
    [
      "has a package.json that is none",
      { contracts: ["@acme/m"] },
      withPackage({ [`${PACKAGE}/package.json`]: "{" }),
      "package.json:5 bad-package: The package.json of @acme/m is no JSON: tell its owners.",
    ],
    [
      "says that its contracts are elsewhere",
      { contracts: ["@acme/m"] },
      withPackage({ [`${PACKAGE}/package.json`]: MANIFEST.replace('": 1', '": 1, "directory": "../../../migrations"') }),
      'package.json:5 outside-package: The contracts of @acme/m are outside of it, in "../../../migrations": tell its owners.',
    ],
    [
      "has a link to a file elsewhere",
      { contracts: ["@acme/m"] },
      withPackage({ "secret.md": CONTRACT, [`${PACKAGE}/migrations/b-b.md`]: { link: "../../../../secret.md" } }),
      "package.json:5 outside-package: A link in @acme/m leads out of the package, so none of its contracts count: tell its owners.",
    ],
    [
      "has a folder that is a link to elsewhere",
      { contracts: ["@acme/m"] },
      {
        [`${PACKAGE}/package.json`]: MANIFEST,
        "plans/a-a.md": CONTRACT,
        [`${PACKAGE}/migrations`]: { link: "../../../plans" },
      },
      "package.json:5 outside-package: A link in @acme/m leads out of the package, so none of its contracts count: tell its owners.",
    ],
  ])("a package that %s is said, and gives none", (_, godwit, files, message) => {
    const { contracts, told } = load(godwit, files);
    expect(told).toEqual([message]);
    expect(contracts).toEqual([]);
  });

  it("a broken one is said at its own place, and the others count", () => {
    const broken = CONTRACT.replace("title: T", "titel: T");
    const { contracts, told } = load({ contracts: ["@acme/m"] }, withPackage({ [`${PACKAGE}/migrations/b-b.md`]: broken }));
    expect(told).toContain(`${PACKAGE}/migrations/b-b.md:2 unknown-key: "titel" is no key of a contract. Did you mean "title"?`);
    expect(contracts.map(({ id }) => id)).toEqual(["a-a"]);
  });

  it("an id that is there twice is said, and the first one counts", () => {
    const own = load({ contracts: ["@acme/m"] }, withPackage({ "migrations/a-a.md": CONTRACT }));
    expect(own.told).toEqual([
      "package.json:5 duplicate-id: @acme/m has a contract a-a, and so has migrations/a-a.md, which counts: rename one, or do without one of them.",
    ]);
    expect(own.contracts.map(({ file }) => file)).toEqual(["migrations/a-a.md"]);
    const two = load(
      { contracts: ["@acme/m", "other", "other"] },
      withPackage({ "node_modules/other/package.json": MANIFEST, "node_modules/other/migrations/a-a.md": CONTRACT }),
    );
    expect(two.told).toEqual([
      `package.json:6 duplicate-id: other has a contract a-a, and so has ${PACKAGE}/migrations/a-a.md, which counts: rename one, or do without one of them.`,
      "package.json:7 repeated: other is there twice: remove one.",
    ]);
    expect(two.contracts).toHaveLength(1);
  });

  it("a name that leads out of node_modules is no package", () => {
    for (const name of ["../m", "/etc", "@acme/../m", "@acme\\m", "", ".", 3])
      expect(load({ contracts: [name] }, {}).told, String(name)).toEqual([
        expect.stringMatching(/^package\.json:5 (?:bad-package|wrong-type): /),
      ]);
  });
});

describe("names that a repository binds", () => {
  const files = { [`${PACKAGE}/package.json`]: MANIFEST, [`${PACKAGE}/migrations/a-a.md`]: LEFT };

  it("take the module that it says", () => {
    const { contracts, told } = load({ contracts: ["@acme/m"], imports: { newId: "./src/ids.ts#createId" } }, files);
    expect(told).toEqual([]);
    expect(contracts[0]!.imports["newId"]).toEqual({ name: "newId", module: "./src/ids.ts", exported: "createId" });
  });

  it("may have a path in a package's contract, which the repository may change; a package and a contract of its own it may not", () => {
    const text = (target: string) => LEFT.replace("repository", target);
    const targetOf = (path: string, target: string) =>
      load({ contracts: ["@acme/m"], imports: { newId: "./here.ts" } }, { ...files, [path]: text(target) }).contracts.find(
        ({ file }) => file === path,
      )!.imports["newId"]!.module;
    expect(targetOf(`${PACKAGE}/migrations/b-b.md`, "./src/ids.ts")).toBe("./here.ts");
    expect(targetOf(`${PACKAGE}/migrations/b-b.md`, "bson")).toBe("bson");
    expect(targetOf("migrations/b-b.md", "./src/ids.ts")).toBe("./src/ids.ts");
    expect(targetOf("migrations/b-b.md", "repository")).toBe("./here.ts");
  });

  it("are asked for where it says nothing", () => {
    const { contracts, told } = load({ contracts: ["@acme/m"], imports: {} }, files);
    expect(contracts).toEqual([]);
    expect(told).toEqual([
      'package.json:7 unbound-name: @acme/m leaves newId to the repository: say where it is with "godwit": { "imports": { "newId": "./path/of/its/module.ts" } } in package.json.',
    ]);
  });

  it("are named where no contract asks for them, or they lead out", () => {
    expect(load({ contracts: ["@acme/m"], imports: { newId: "./a.ts", newid: "./a.ts" } }, files).told).toEqual([
      'package.json:9 unused-binding: No contract leaves "newid" to the repository. Did you mean "newId"?',
    ]);
    expect(load({ contracts: ["@acme/m"], imports: { newId: "../ids.ts" } }, files).told[0]).toMatch(
      /^package\.json:8 bad-module: \.\.\/ids\.ts leaves the repository/,
    );
  });
});

describe("a package that is named wrongly", () => {
  const said = {
    imports: { newId: "./src/ids.ts" },
    overrides: { "a-a": { due: "2027-01-31" } },
    trust: ["@acme/migrations@1.2.0"],
  };

  it("is no name to install where another is near, and what is said of its contracts is not called needless", () => {
    const files = {
      "node_modules/@acme/migrations/package.json": MANIFEST.replace("@acme/m", "@acme/migrations"),
      "node_modules/@acme/migrations/migrations/a-a.md": LEFT,
    };
    expect(load({ contracts: ["@acme/migratoins"], ...said }, files).told).toEqual([
      'package.json:5 missing-package: @acme/migratoins is not installed. Did you mean "@acme/migrations"?',
    ]);
  });

  it("is one to install where package.json names it", () => {
    const root = tree({ contracts: ["@acme/migratoins"], ...said }, {});
    const text =
      '{ "devDependencies": { "@acme/migratoins": "1", "@acme/migrations": "1" }, "godwit": { "contracts": ["@acme/migratoins"] } }';
    writeFileSync(join(root, "package.json"), text);
    expect(loadContracts(root).problems.map(({ message }) => message)).toEqual([
      "@acme/migratoins is not installed: npm install --save-dev @acme/migratoins",
    ]);
  });
});

describe("what a repository overrides", () => {
  it("counts instead of what the package says, changes the hash, and is told", () => {
    const plain = load({ contracts: ["@acme/m"] }, withPackage()).contracts[0]!;
    const { contracts, told } = load(
      {
        contracts: ["@acme/m"],
        overrides: { "a-a": { status: "planned", files: ["src/**"], due: "2027-01-31", phases: [{ name: "All" }] } },
      },
      withPackage(),
    );
    expect(told).toEqual([]);
    expect(contracts[0]).toMatchObject({
      status: "planned",
      files: ["src/**"],
      due: "2027-01-31",
      phases: [{ name: "All", allow: 0 }],
    });
    expect(contracts[0]!.overridden).toEqual(["status", "files", "due", "phases"]);
    expect(contracts[0]!.hash).not.toBe(plain.hash);
    expect(contracts[0]!.locate(["files"])).toMatchObject({ file: "package.json", line: 10 });
  });

  it.each<[unknown, string]>([
    [{ "a-b": {} }, 'package.json:8 unknown-contract: No package has a contract "a-b". Did you mean "a-a"?'],
    [
      { own: {} },
      "package.json:8 unknown-contract: own is a contract of this repository: write this in migrations/own.md, and remove it here.",
    ],
    [{ "a-a": { status: "done" } }, 'package.json:9 bad-value: Expected one of planned, active, complete, got "done".'],
    [
      { "a-a": { rules: {} } },
      'package.json:9 unknown-key: "rules" is for the package to say: a repository overrides status, files, ignores, phases, owner, due, severity.',
    ],
    [{ "a-a": { files: ["/x"] } }, "package.json:10 bad-glob: "],
  ])("%j is refused", (overrides, message) => {
    const { contracts, told } = load({ contracts: ["@acme/m"], overrides }, withPackage({ "migrations/own.md": CONTRACT }));
    expect(told).toEqual([expect.stringContaining(message)]);
    expect(contracts.map(({ id, status }) => [id, status])).toEqual([
      ["a-a", "active"],
      ["own", "active"],
    ]);
  });
});

describe("the commands of a package", () => {
  const files = withPackage({
    [`${PACKAGE}/migrations/a-a.md`]: CONTRACT.replace(
      "title: T",
      'title: T\nvalidate: { each: ["npm test"] }\nrollback: [./undo]\ngates: [{ name: G, when: { run: make it } }]',
    ),
  });

  it("are taken out unless the repository trusts this version of it", () => {
    const { contracts, told } = load({ contracts: ["@acme/m"], trust: ["@acme/m@1.1.0", "@acme/n@1.0.0"] }, files);
    expect(JSON.stringify([contracts[0]!.validate, contracts[0]!.rollback])).toBe('[{"before":[],"each":[],"after":[]},[]]');
    expect(contracts[0]!.gates).toEqual([
      { name: "G", when: { manual: 'run "make it" yourself, since @acme/m@1.2.0 is not in godwit.trust' } },
    ]);
    expect(told).toEqual([
      'package.json:5 untrusted-commands: The commands of @acme/m@1.2.0 do not run, since "trust" names @acme/m@1.1.0: npm test (a-a); make it (a-a); ./undo (a-a). Read them, then write "trust": ["@acme/m@1.2.0"].',
      'package.json:9 unknown-package: @acme/n is not in "contracts". Did you mean "@acme/m"?',
    ]);
  });

  it("are there where it does", () => {
    const { contracts, told } = load({ contracts: ["@acme/m"], trust: ["@acme/m@1.2.0"] }, files);
    expect(told).toEqual([]);
    expect(contracts[0]).toMatchObject({
      rollback: ["./undo"],
      validate: { each: [{ run: "npm test", in: "root" }] },
      gates: [{ when: { run: "make it" } }],
    });
  });

  it("are trusted by an exact version only", () => {
    for (const trust of [["@acme/m"], ["@acme/m@^1.2.0"], ["@acme/m@latest"], { "@acme/m": "1.2.0" }])
      expect(load({ contracts: ["@acme/m"], trust }, files).told[0], JSON.stringify(trust)).toMatch(
        /bad-trust|wrong-type|untrusted-commands/,
      );
  });
});

it("the root says nothing of packages where package.json does not", () => {
  expect(rootAt(tree({}, {})).shared).toBeUndefined();
});
