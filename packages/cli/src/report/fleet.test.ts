import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import type { CheckResult } from "../check/check-result.js";
import { totalsByWeek, weekOf, type Fleet } from "./fleet.js";

type Contract = CheckResult["contracts"][number];

function contract(id: string, violations: number, more: Partial<Contract> = {}): Contract {
  return {
    ...{ id, title: `Title of ${id}`, status: "active", track: null, owner: "@acme/platform", risk: "low", violations },
    ...{ tolerated: 0, fixable: violations, suggestible: 0, phases: [], ...more },
  };
}

/** The result of a repository, whose violations belong to these owners by CODEOWNERS. */
function result(
  time: string,
  contracts: readonly Contract[],
  owners: readonly string[] = [],
  more: Partial<CheckResult> = {},
): CheckResult {
  const violations = contracts.flatMap(({ id, violations: left, status }) =>
    Array.from({ length: status === "planned" ? 0 : left }, (_, index): CheckResult["violations"][number] => ({
      ...{
        contract: id,
        rule: "no-raw-uuid",
        file: `src/f${index}.ts`,
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 2,
        message: "No.",
      },
      ...{ replacement: null, level: "fix", reason: null, severity: "error", tolerated: false, phase: null },
      ...(owners.length > 0 && { owners: [...owners] }),
    })),
  );
  return {
    ...{ version: 1, exitCode: 1, root: ".", durationMs: 1, time, files: { considered: 1, parsed: 1, cached: 0 } },
    ...{ contracts: [...contracts], violations, nearDuplicates: [], problems: [], ...more },
  };
}

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

/** Writes results, joins those that are named, and reads the report. */
async function fleetOf(files: Readonly<Record<string, unknown>>, ...args: string[]) {
  const root = writeTree({});
  for (const [file, data] of Object.entries(files))
    writeFileSync(join(root, file), typeof data === "string" ? data : JSON.stringify(data));
  const run = await runGodwit(
    root,
    "report",
    ...args,
    "--format",
    "json=fleet.json",
    "--format",
    "md=fleet.md",
    "--format",
    "html=fleet.html",
    "--format",
    "csv=fleet.csv",
  );
  const read = async (name: string) => (await import("node:fs")).readFileSync(join(root, name), "utf8");
  const isWritten = run.err.includes("Wrote fleet.json");
  return {
    ...{ ...run, root },
    fleet: isWritten ? (JSON.parse(await read("fleet.json")) as Fleet) : undefined,
    md: isWritten ? await read("fleet.md") : "",
    html: isWritten ? await read("fleet.html") : "",
    csv: isWritten ? await read("fleet.csv") : "",
  };
}

describe("godwit report --repository", () => {
  const from = { package: { name: "@acme/m", version: "1.2.0" } };
  const files = {
    "web.json": result(ago(0), [contract("ids", 3, from), contract("logger", 0)], ["@web", "@both"]),
    "api.json": result(ago(1), [contract("ids", 0, from), contract("logger", 2, { dependsOn: ["ids"] })]),
    "jobs.json": result(ago(0), [
      contract("ids", 4, { status: "planned", overridden: ["status"], package: { name: "@acme/m", version: "1.1.0" } }),
      contract("logger", 1, { dependsOn: ["ids"], due: "2020-01-31" }),
    ]),
  };
  const named = ["--repository", "web=web.json", "api=api.json", "--repository", "jobs=jobs.json"];

  it("tells of many repositories contract by contract, with where most is left, and keeps a row for each", async () => {
    const late = { due: "2020-01-31" };
    const many = Array.from(
      { length: 30 },
      (_, index) => [`r${index}`, result(ago(0), [contract("ids", index + 1, late)])] as const,
    );
    const written = Object.fromEntries(many.map(([name, data]) => [`${name}.json`, data]));
    const { md } = await fleetOf(written, "--repository", ...many.map(([name]) => `${name}=${name}.json`));
    expect(md).toContain(
      "- `ids` in 30 repositories: r29 (was due on 2020-01-31), r28 (was due on 2020-01-31), r27 (was due on 2020-01-31) and 27 more\n",
    );
    expect(md).toContain("| @acme/platform | 465 | 465 | ids | r0, r1, r10, r11, r12, r13 and 24 more |");
    expect(md.match(/^\| \*\*r\d+\*\* \|/gm)).toHaveLength(30);
    expect(md.indexOf("## Contracts")).toBeLessThan(md.indexOf("## Who stands where"));
  });

  it("shows who stands where, whose it is, and which version of a package each has", async () => {
    const { code, md, html, csv, fleet } = await fleetOf(files, ...named);
    expect(code).toBe(0);
    expect(md).toMatch(/^As of \d{4}-\d\d-\d\d\.\n\n10 violations left; 0 of 3 repositories and 0 of 2 contracts done\.$/m);
    expect(md).toMatch(/\| \*\*web\*\* \| 3 \| done \| 3 \| \d{4}/);
    expect(md).toMatch(/\| \*\*api\*\* \| done \| 2 \| 2 \|/);
    expect(md).toMatch(/\| \*\*jobs\*\* \| 4, planned \| 1, blocked \| 5 \|/);
    expect(md).toContain("- **jobs**, `logger`: waits for ids; was due on 2020-01-31");
    expect(md).toContain("| @acme/platform | 7 | 7 | ids, logger | api, jobs |");
    expect(md).toContain("| @both | 3 | 3 | ids | web |");
    expect(md).toContain("- `@acme/m@1.2.0`: api, web");
    expect(md).toContain("- **jobs** overrides status of `ids`");
    expect(html).toContain("<strong>jobs</strong>");
    expect(csv.split("\n")[0]).toBe("week,repository,contract,owners,left,fixable");
    expect(csv).toContain(`${weekOf(ago(0))},web,ids,@web @both,3,3`);
    expect(fleet!.cells.map(({ repository, contract: id, state }) => `${repository} ${id} ${state}`)).toEqual([
      ...["web ids open", "web logger done", "api ids done", "api logger open", "jobs ids planned", "jobs logger blocked"],
    ]);
  });

  it("says by earlier reports what moves and what stands still, and keeps the latest of a week", async () => {
    const weeks = [21, 14, 7].map((days, index) => ({
      [`w${index}.json`]: { web: 9 - index * 2, api: 2, time: ago(days) },
    }));
    const past: string[] = [];
    let root = "";
    for (const [index, each] of weeks.entries()) {
      const { web, api, time } = Object.values(each)[0]!;
      const made = await fleetOf(
        {
          "web.json": result(time, [contract("ids", web)]),
          "api.json": result(time, [contract("ids", api)]),
          "past.json": past.at(-1) ?? "",
        },
        ...["--repository", "web=web.json", "api=api.json", ...(index > 0 ? ["--past", "past.json"] : [])],
      );
      expect(made.fleet!.rows).toHaveLength(2 * (index + 1));
      past.push(JSON.stringify(made.fleet));
      root = made.root;
    }
    expect(root).not.toBe("");
    const { fleet, md } = await fleetOf(
      {
        "web.json": result(ago(0), [contract("ids", 4)]),
        "api.json": result(ago(0), [contract("ids", 2)]),
        "a.json": past[0],
        "c.json": past[2],
      },
      ...["--repository", "web=web.json", "api=api.json", "--past", "a.json", "c.json"],
    );
    expect(totalsByWeek(fleet!.rows).map(({ left }) => left)).toEqual([11, 9, 7, 6]);
    expect(fleet!.cells.map(({ state, stillSince }) => [state, stillSince])).toEqual([
      ["moving", null],
      ["still", weekOf(ago(21))],
    ]);
    expect(md).toContain(`- **api**, \`ids\`: stands still since ${weekOf(ago(21))}, 2 left`);
    expect(md).toContain(`| ${weekOf(ago(7))} | 7 | −2 |`);
  });

  it.each<[string, unknown, string]>([
    ["truncated", JSON.stringify(files["web.json"]).slice(0, 200), "is not JSON"],
    ["of another version", { ...files["web.json"], version: 2 }, "is not a result of this version"],
    ["one of three shards", { ...files["web.json"], shard: { index: 1, count: 3 } }, "is shard 1/3"],
    ["without a time", { ...files["web.json"], time: undefined }, "has no time"],
    ["old", result(ago(30.5), [contract("ids", 0)]), "The result is 30 days old"],
    [
      "not whole",
      result(ago(0), [contract("ids", 0)], [], {
        exitCode: 2,
        problems: [{ file: "a.ts", line: 1, column: 2, code: "syntax", message: "Bad." }],
      }),
      "a.ts:1:2 Bad.",
    ],
  ])("a result that is %s is said, and the others are shown", async (_, web, message) => {
    const { code, err, md, fleet } = await fleetOf({ ...files, "web.json": web }, ...named);
    expect(code).toBe(2);
    expect(err).toContain("web: ");
    expect(md).toContain(message);
    expect(fleet!.cells.some(({ repository }) => repository === "api")).toBe(true);
    expect(fleet!.cells.filter(({ repository, state }) => repository === "web" && state === "done")).toHaveLength(
      message.includes("days old") ? 1 : 0,
    );
  });

  it.each<[readonly string[], string]>([
    [["--repository", "web=web.json", "web=api.json"], "web is there twice: web.json and api.json."],
    [["--repository", "web=web.json", "api=./web.json"], "./web.json is the result of web and of api."],
    [["--repository", "web.json"], "write NAME=FILE"],
    [["--repository", "web=web.json", "--past", "api.json"], "api.json is no report of this version"],
    [["--repository", "web=fleet.json"], "fleet.json is the result of web, which the report would overwrite."],
    [["--repository", "web=web.json", "--past", "cut.json"], "cut.json is not JSON"],
    [["--past", "api.json"], "--past goes with --repository"],
    [["--from", "web.json", "--repository", "web=web.json"], "Join the shards of each repository first"],
  ])("%j is refused", async (args, message) => {
    const { code, err } = await fleetOf({ ...files, "cut.json": '{ "version": 1, "ki' }, ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("says of how many repositories the numbers are, which are missing, and what was known of them", async () => {
    const first = await fleetOf(files, ...named);
    const { md, html, fleet } = await fleetOf(
      {
        "web.json": result(ago(0), [contract("logger", 0)], [], {
          exitCode: 2,
          problems: [{ file: "a.ts", line: 1, column: 2, code: "syntax", message: "Bad." }],
        }),
        "jobs.json": files["jobs.json"],
        "fleet.json": JSON.stringify(first.fleet),
      },
      ...named,
      "--past",
      "fleet.json",
    );
    expect(md).toMatch(/^As of \S+, by the results of 2 of 3 repositories\.$/m);
    expect(md).toContain("At least 5 violations left; 0 of 3 repositories and 0 of 2 contracts done.");
    expect(md).toContain(`No result of **api** with 2 left in ${weekOf(ago(1))}.`);
    expect(md).toContain("Not whole, or old: **web** with 0 left.");
    expect(md).toMatch(/\| `logger` \| 1 \| 1 \| 0 of 2, 1 unknown \|/);
    expect(md).toMatch(/\| \*\*api\*\* \| \? \| \? \| \? \| no result \|/);
    expect(html).toContain("<b>at least 5</b>");
    expect(fleet!.contracts.map(({ id }) => id)).toEqual(["ids", "logger"]);
  });

  it("begins the weeks where the earlier report is not there yet, and says so", async () => {
    const { code, err, fleet } = await fleetOf(files, ...named, "--past", "gone.json");
    expect(code).toBe(0);
    expect(err).toContain("gone.json is not there yet: this report begins the weeks anew.");
    expect(fleet!.rows.length).toBeGreaterThan(0);
  });

  it("names no command that would overwrite a result", async () => {
    const { err } = await fleetOf(
      { ...files, "web.json": "{", "api.json": { ...files["api.json"], shard: { index: 1, count: 3 } } },
      ...named,
    );
    expect(err).toContain("web: web.json is not JSON");
    expect(err).not.toMatch(/json=(web|api)\.json/);
  });

  it("takes one week without a change for a week, and two for standing still", async () => {
    const at = async (lefts: readonly number[]) => {
      let past: string | undefined;
      let made: Awaited<ReturnType<typeof fleetOf>> | undefined;
      for (const [index, left] of lefts.entries()) {
        const time = ago((lefts.length - 1 - index) * 7);
        made = await fleetOf(
          { "web.json": result(time, [contract("ids", left)]), ...(past !== undefined && { "past.json": past }) },
          ...["--repository", "web=web.json", "--past", "past.json"],
        );
        past = JSON.stringify(made.fleet);
      }
      return made!;
    };
    expect((await at([4, 4])).fleet!.cells[0]).toMatchObject({ state: "open", stillSince: null });
    expect((await at([5, 4, 4])).fleet!.cells[0]).toMatchObject({ state: "moving", stillSince: null });
    expect((await at([4, 4, 4])).fleet!.cells[0]).toMatchObject({ state: "still", stillSince: weekOf(ago(14)) });
    expect((await at([1_000, 4, 5, 1_006])).md).toContain(`grows since ${weekOf(ago(14))}, from 4 to 1,006`);
  });

  it.each([
    ["@acme/platform-team", "@acme/platform-team"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["@a|b", "'@a|b"],
    ["=1+1", "'=1+1"],
    ["-2", "'-2"],
    ["+x", "'+x"],
  ])("writes the owner %s as %s into CSV", async (owner, cell) => {
    const { csv } = await fleetOf({ "a.json": result(ago(0), [contract("ids", 1, { owner })]) }, "--repository", "a=a.json");
    expect(csv.split("\n")[1]).toContain(`,ids,${cell},1,1`);
  });

  it("shows hostile names as text", async () => {
    const evil = "<img src=x onerror=alert(1)>\u001B[2J";
    const { html, md } = await fleetOf(
      { "a.json": result(ago(0), [contract("ids", 1, { title: evil, owner: evil })]) },
      "--repository",
      `${evil}=a.json`,
    );
    expect(html).not.toContain("<img");
    expect(html + md).not.toContain("\u001B");
  });
});

it("weeks are those of ISO 8601", () => {
  expect(["2026-01-01", "2027-01-01", "2024-12-30", "2026-11-24", "2027-01-04"].map((day) => weekOf(`${day}T12:00:00Z`))).toEqual(
    [...["2026-W01", "2026-W53", "2025-W01", "2026-W48", "2027-W01"]],
  );
});
