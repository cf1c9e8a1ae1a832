import { parseContract, type Contract } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { makePlan, type FileFacts, type PlanInput } from "./make-plan.js";
import type { PlanSite } from "../results/shapes.js";

function contract(id: string, more = ""): Contract {
  const text = `---\ntitle: ${id}\nrules:\n  no-raw-uuid: {}\n${more}---\n`;
  const { contract: parsed, problems } = parseContract(text, { id, file: `migrations/${id}.md` }, ruleDescriptions);
  if (!parsed) throw new Error(JSON.stringify(problems));
  return parsed;
}

const site = (contractId: string, file: string, more: Partial<PlanSite> = {}): PlanSite => ({
  ...{
    contract: contractId,
    rule: "no-raw-uuid",
    file,
    line: 1,
    column: 1,
    message: "",
    phase: null,
    level: "fix",
    reason: null,
    tolerated: false,
  },
  ...more,
});

const TESTED: FileFacts = { owners: [], package: ".", tests: ["tests/a.test.ts"], isTest: false, dependents: 0 };

function plan(contracts: readonly Contract[], sites: readonly PlanSite[], more: Partial<PlanInput> = {}) {
  return makePlan({
    contracts,
    sites,
    factsOf: () => TESTED,
    groups: () => [],
    gatesOf: () => [],
    lacksValue: () => true,
    ...more,
  });
}

describe("the order of contracts", () => {
  const order = (contracts: readonly Contract[], sites: readonly PlanSite[]) =>
    plan(contracts, sites).contracts.map(({ id, round, done }) => `${id}:${done ? "done" : round}`);

  test("is rounds of what waits for nothing, then status, risk, date and id; what is done comes last", () => {
    const contracts = [
      contract("after-late", "dependsOn: [late]\nrisk: low\n"),
      contract("early", "risk: high\ndue: 2027-01-01\n"),
      contract("late", "risk: high\ndue: 2027-02-01\n"),
      contract("no-date", "risk: high\n"),
      contract("small", "risk: low\n"),
      contract("planned", "risk: low\nstatus: planned\n"),
      contract("finished", ""),
    ];
    const sites = contracts.filter(({ id }) => id !== "finished").map(({ id }) => site(id, "src/a.ts"));
    expect(order(contracts, sites)).toEqual([
      ...["small:1", "early:1", "late:1", "no-date:1", "planned:1", "after-late:2", "finished:done"],
    ]);
  });

  test("is the same for any order of the input, and has each contract after what it waits for", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const risk = fc.constantFrom("low", "medium", "high", "critical");
    const data = fc.record({
      risks: fc.tuple(risk, risk, risk, risk, risk),
      edges: fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 8 }),
      shuffled: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    });
    assertProperty(
      fc.property(data, ({ risks, edges, shuffled }) => {
        const contracts = ids.map((id, index) => {
          const on = [...new Set(edges.filter(([from, to]) => from === index && to < from).map(([, to]) => ids[to]!))];
          return contract(id, `risk: ${risks[index]!}\ndependsOn: [${on.join(", ")}]\n`);
        });
        const sites = ids.map((id) => site(id, "src/a.ts"));
        const planned = plan(contracts, sites);
        expect(
          plan(
            shuffled.map((index) => contracts[index]!),
            [...sites].reverse(),
          ),
        ).toEqual(planned);
        const place = (id: string) => planned.contracts.findIndex((each) => each.id === id);
        for (const { id, dependsOn } of contracts) for (const other of dependsOn) expect(place(other)).toBeLessThan(place(id));
      }),
      50,
    );
  });

  test("ends for contracts in a cycle", () => {
    const sites = [site("a", "x.ts"), site("b", "x.ts")];
    expect(order([contract("a", "dependsOn: [b]\n"), contract("b", "dependsOn: [a]\n")], sites)).toHaveLength(2);
  });
});

describe("done and blocked", () => {
  const PHASES = "phases:\n  - { name: One, files: [src/**], allow: 1 }\n  - { name: Two, files: [tests/**] }\n";
  const at = (phase: string | null, file = "src/a.ts") => site("x", file, { phase });
  const isDone = (sites: readonly PlanSite[], more = PHASES) => plan([contract("x", more)], sites).contracts[0]!.done;

  test("a contract is done when each phase has at most what it allows", () => {
    expect(isDone([at("One")])).toBe(true);
    expect(isDone([at("One"), at("One")])).toBe(false);
    expect(isDone([at("Two")])).toBe(false);
  });

  test("a violation in no phase keeps a contract from being done", () => {
    expect(isDone([at(null, "lib/a.ts")])).toBe(false);
  });

  test("a contract without phases is done when nothing is left, a complete one always", () => {
    expect(isDone([at(null)], "")).toBe(false);
    expect(isDone([], "")).toBe(true);
    expect(isDone([at(null)], "status: complete\n")).toBe(true);
  });

  test("a blocked contract names what it waits for, and how much is left there", () => {
    const contracts = [contract("x", PHASES), contract("y", "dependsOn: [x, gone]\n")];
    const { contracts: planned } = plan(contracts, [at("Two"), at(null, "lib/a.ts"), site("y", "src/a.ts")]);
    expect(planned.find(({ id }) => id === "y")!.blockedBy).toEqual([
      { contract: "gone", why: expect.stringContaining("missing or has errors") as string },
      { contract: "x", why: "2 violations are left in Two and no phase" },
    ]);
  });

  test("a later phase names the first one that is not done", () => {
    const { phases } = plan([contract("x", PHASES)], [at("One"), at("One"), at("Two")]).contracts[0]!;
    expect(phases.map(({ name, waitsFor, done }) => [name, waitsFor, done])).toEqual([
      ["One", null, false],
      ["Two", "One", false],
    ]);
  });
});

describe("batches", () => {
  const batchesOf = (sites: readonly PlanSite[], factsOf: PlanInput["factsOf"], more = "", groups: string[][] = []) =>
    plan([contract("x", more)], sites, { factsOf, groups: () => groups }).contracts[0]!.phases.flatMap(({ batches }) => batches);

  test("are by owner and package, and have ids that tell both", () => {
    const factsOf = (file: string): FileFacts => ({
      ...TESTED,
      owners: file.startsWith("a") ? ["@acme/identity"] : [],
      package: file.startsWith("b") ? "packages/B" : ".",
    });
    const found = batchesOf([site("x", "a.ts"), site("x", "b.ts"), site("x", "c.ts")], factsOf);
    expect(found.map(({ id, consumers }) => [id, consumers.map(({ file }) => file)])).toEqual([
      ["x/all/acme-identity", ["a.ts"]],
      ["x/all/nobody", ["c.ts"]],
      ["x/all/nobody/packages-b", ["b.ts"]],
    ]);
  });

  test("name no more than two owners", () => {
    const ownersOf = (owners: string[]) => batchesOf([site("x", "a.ts")], () => ({ ...TESTED, owners }))[0]!.id;
    expect(ownersOf(["@a", "@b"])).toBe("x/all/a-b");
    expect(ownersOf(["@a", "@b", "@c"])).toMatch(/^x\/all\/a-and-2-more-[\da-f]{6}$/u);
    expect(ownersOf(["@a", "@b", "@c"])).not.toBe(ownersOf(["@a", "@b", "@d"]));
  });

  test("belong to the contract's owner where CODEOWNERS names nobody", () => {
    expect(batchesOf([site("x", "a.ts")], () => TESTED, 'owner: "@acme/core"\n')[0]).toMatchObject({
      ...{ id: "x/all/acme-core", owners: ["@acme/core"] },
    });
  });

  test("keep their ids while consumers leave, and never share one", () => {
    const owners = (file: string) => (file.startsWith("a") ? ["@a/b-c"] : ["@a-b/c"]);
    const factsOf = (file: string): FileFacts => ({ ...TESTED, owners: owners(file) });
    const all = batchesOf([site("x", "a1.ts"), site("x", "a2.ts"), site("x", "b.ts")], factsOf);
    const fewer = batchesOf([site("x", "a2.ts"), site("x", "b.ts")], factsOf);
    expect(new Set(all.map(({ id }) => id)).size).toBe(2);
    expect(new Set(fewer.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
  });

  test("begin with what is least likely to break", () => {
    const factsOf = (file: string): FileFacts => ({ ...TESTED, tests: file === "untested.ts" ? [] : ["t.ts"] });
    const hint = { level: "hint", reason: "no context is in scope here" } as const;
    const sites = [site("x", "untested.ts"), site("x", "untested.ts", hint), site("x", "hard.ts", hint), site("x", "plain.ts")];
    const [batch] = batchesOf(sites, factsOf);
    expect(batch!.consumers.map(({ file, risk, complexity, riskReasons }) => [file, risk, complexity, riskReasons])).toEqual([
      ["plain.ts", "low", "low", []],
      ["hard.ts", "medium", "high", ["1 by hand"]],
      ["untested.ts", "high", "high", ["no test reaches it", "1 by hand"]],
    ]);
  });

  test("hold each site exactly once, under ids of their own", () => {
    const owner = fc.constantFrom("@a/b-c", "@a-b/c", "", "Ä ö", "💥");
    const data = fc.array(
      fc.record({
        file: fc.constantFrom("a.ts", "b.ts", "p/c.ts", "p/d.ts"),
        owner,
        phase: fc.constantFrom("One", "one!", "No phase", null),
      }),
    );
    const phases = "phases:\n  - { name: One }\n  - { name: one! }\n  - { name: No phase }\n";
    assertProperty(
      fc.property(data, (entries) => {
        const owners = new Map<string, readonly string[]>(
          entries.map(({ file, owner: name }) => [file, name === "" ? [] : [name]]),
        );
        const factsOf = (file: string): FileFacts => ({
          ...TESTED,
          owners: owners.get(file)!,
          package: file.includes("/") ? "p" : ".",
        });
        const sites = entries.map(({ file, phase }, index) => site("x", file, { phase, line: index + 1 }));
        const [planned] = plan([contract("x", phases)], sites, { factsOf }).contracts;
        const batches = planned!.phases.flatMap((phase) => phase.batches);
        expect(new Set(batches.map(({ id }) => id)).size).toBe(batches.length);
        const held = batches.flatMap(({ consumers }) => consumers.flatMap((consumer) => consumer.sites.map(({ line }) => line)));
        expect(held.sort((a, b) => a - b)).toEqual(sites.map(({ line }) => line));
      }),
    );
  });

  test("say which files move in one step", () => {
    const [batch] = batchesOf([site("x", "a.ts"), site("x", "a.test.ts")], () => TESTED, "", [["a.test.ts", "a.ts"]]);
    expect(batch!.consumers.map(({ file, together }) => [file, together])).toEqual([
      ["a.test.ts", ["a.ts"]],
      ["a.ts", ["a.test.ts"]],
    ]);
  });
});

describe("what no fix takes away", () => {
  const reason = "no context is in scope here";
  const hint = (file: string, line: number, within: string) => site("x", file, { level: "hint", line, within, reason });

  test("is counted by reason, and the places that free most come first", () => {
    const held = { heldBack: { by: "tests/a.test.ts", reason: "it mocks a" } };
    const sites = [
      ...[hint("a.ts", 9, "function f"), hint("a.ts", 4, "function f"), hint("b.ts", 1, "function g")],
      site("x", "c.ts", held),
    ];
    const { manual, levers, counts } = plan([contract("x")], sites).contracts[0]!;
    expect(counts).toEqual({ total: 4, fix: 0, held: 1, suggestion: 0, hint: 3, known: 0 });
    expect(manual).toEqual([
      { rule: "no-raw-uuid", level: "hint", reason, sites: 3, files: 2 },
      { rule: "no-raw-uuid", level: "held", reason: "it mocks a", sites: 1, files: 1 },
    ]);
    expect(levers.map(({ file, line, frees }) => [file, line, frees])).toEqual([
      ["a.ts", 4, 2],
      ["b.ts", 1, 1],
      ["tests/a.test.ts", 1, 1],
    ]);
    const [none] = plan([contract("x")], sites, { lacksValue: () => false }).contracts;
    expect(none!.levers.map(({ file }) => file)).toEqual(["tests/a.test.ts"]);
  });
});
