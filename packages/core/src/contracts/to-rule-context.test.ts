import { describe, expect, it } from "vitest";
import { readImports, readScope, toRuleContext } from "./index.js";
import { FULL_FRONT_MATTER, parse } from "../../test-support/contract-text.js";

describe("toRuleContext", () => {
  const contract = parse(FULL_FRONT_MATTER).contract!;
  const context = toRuleContext(contract, "/repository", 3);

  it("is plain JSON with the contract around the rule", () => {
    expect(structuredClone(context)).toEqual(JSON.parse(JSON.stringify(context)));
    expect(context).toMatchObject({
      id: "my-ids",
      root: "/repository",
      order: 3,
      title: "One ID generator",
      hash: contract.hash,
    });
  });

  it("spells imports and scope so that they read the same", () => {
    expect(context.imports).toMatchObject({
      ObjectId: "bson",
      getFactory: "./src/agents/factory.ts#getAgentInstanceFactory",
      legacyDefault: "./src/legacy.ts#default",
    });
    expect(readImports(context.imports)).toEqual(contract.imports);
    expect(readScope(context.scope)).toEqual(contract.scope);
  });

  it("reads what people write by hand", () => {
    expect(readScope({ a: "x", b: ["y", "z"], c: { from: "w" } })).toEqual({
      a: { from: ["x"] },
      b: { from: ["y", "z"] },
      c: { from: ["w"] },
    });
    expect(readScope(undefined)).toEqual({});
    expect(readImports({ a: "#internal/ids", b: "#internal/ids#make" })).toEqual({
      a: { name: "a", module: "#internal/ids", exported: "a" },
      b: { name: "b", module: "#internal/ids", exported: "make" },
    });
  });
});
