import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SetUp, type Run } from "./set-up.js";

const PACKAGES = 3;
const NEW_VIOLATION = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';

/** A tool that runs a task in every package and keeps the results. */
interface Tool {
  readonly name: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** How many packages' results came from the cache. */
  hits(output: string): number;
}

const TOOLS: readonly Tool[] = [
  {
    name: "Nx",
    folder: "nx",
    env: { NX_DAEMON: "false", NX_TUI: "false", NX_NO_CLOUD: "true", NX_SKIP_NX_CACHE: undefined },
    hits: (output) =>
      Number(/read the output from the cache instead of running the command for (\d+) out of/.exec(output)?.[1] ?? 0),
  },
  {
    name: "Turborepo",
    folder: "turborepo",
    env: { TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    hits: (output) => Number(/Cached:\s+(\d+) cached/.exec(output)?.[1] ?? 0),
  },
];

describe.each(TOOLS)("$name", ({ folder, env, hits }) => {
  let project: SetUp;
  const run = (): Run & { hits: number } => {
    const ran = project.run("npm run migrations", env);
    return { ...ran, hits: hits(ran.output) };
  };
  /** After a run the next one finds everything; else a later miss would say nothing. */
  const expectGreenThenCached = (): void => {
    const green = run();
    expect(green.status, green.output).toBe(0);
    const again = run();
    expect(again, again.output).toMatchObject({ status: 0, hits: PACKAGES });
  };

  beforeAll(() => {
    project = new SetUp(folder).install();
    // What npm does for workspaces: the tool reads it to know which package needs which.
    project.run(
      "mkdir -p node_modules/@shop && for name in ids billing users; do ln -s ../../packages/$name node_modules/@shop/$name; done",
    );
    project.write("package-lock.json", lockfile(project));
    project.begin();
  });
  afterAll(() => project.remove());

  test("the second run does no work", () => {
    const first = run();
    expect(first, first.output).toMatchObject({ status: 0, hits: 0 });
    expectGreenThenCached();
  });

  test("a changed contract is checked again, in every package", () => {
    const contract = project.read("migrations/one-id.md");
    project.write("migrations/one-id.md", contract.replace("keeps itself", "keeps").replace("why: An ID", "why: Any ID"));
    const changed = run();
    expect(changed, changed.output).toMatchObject({ status: 0, hits: 0 });
    expectGreenThenCached();
  });

  test("a changed source is checked again, and the other package's result is kept", () => {
    project.write(
      "packages/billing/src/invoices.ts",
      `${project.read("packages/billing/src/invoices.ts")}\nexport const invoices = [];\n`,
    );
    const changed = run();
    expect(changed, changed.output).toMatchObject({ status: 0, hits: PACKAGES - 1 });
  });

  test("a changed module that contracts replace with is checked again where it is used", () => {
    project.write("packages/ids/src/index.ts", `${project.read("packages/ids/src/index.ts")}\nexport const idLength = 36;\n`);
    const changed = run();
    expect(changed, changed.output).toMatchObject({ status: 0, hits: 0 });
  });

  test("another version of godwit checks everything again", () => {
    const [before, after] = ["0.1.0", "0.1.1"].map((version) => lockfile(project, version));
    expectGreenThenCached();
    project.write("package-lock.json", after!);
    const updated = run();
    expect(updated, updated.output).toMatchObject({ status: 0, hits: 0 });
    project.write("package-lock.json", before!);
  });

  test("a smaller baseline is checked again, and red", () => {
    const baseline = project.read("migrations/.baseline/one-id.txt");
    project.write(
      "migrations/.baseline/one-id.txt",
      baseline
        .split("\n")
        .filter((line) => !line.includes("users.ts"))
        .join("\n"),
    );
    const smaller = run();
    expect(smaller.status, smaller.output).not.toBe(0);
    expect(smaller.output).toContain('newId("user")');
    project.write("migrations/.baseline/one-id.txt", baseline);
    expectGreenThenCached();
  });

  test("a new violation is red, and stays red: a failure is not kept", () => {
    project.write("packages/billing/src/user.ts", NEW_VIOLATION);
    for (const ran of [run(), run()]) {
      expect(ran.status, ran.output).not.toBe(0);
      expect(ran.output).toContain('newId("user")');
    }
  });
});

/** The lock file of the workspaces, with godwit as the registry's only package. */
function lockfile(project: SetUp, version = "0.1.0"): string {
  const root = JSON.parse(project.read("package.json")) as object;
  const packages = ["ids", "billing", "users"].flatMap((name) => [
    [`packages/${name}`, JSON.parse(project.read(`packages/${name}/package.json`))],
    [`node_modules/@shop/${name}`, { resolved: `packages/${name}`, link: true }],
  ]);
  return JSON.stringify({
    name: "shop",
    lockfileVersion: 3,
    packages: { "": root, "node_modules/godwit": { version, dev: true }, ...Object.fromEntries(packages) },
  });
}
