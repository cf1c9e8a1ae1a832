import { describe, expect, it } from "vitest";
import { isContractDone, type Phase } from "./index.js";

const phases: Phase[] = [
  { name: "A", allow: 0 },
  { name: "B", allow: 2 },
];
const left = (counts: Record<string, number>) => (phase: Phase | null) => counts[phase?.name ?? "none"] ?? 0;

describe("a contract", () => {
  it("is done when every phase is, and nothing is in no phase", () => {
    expect(isContractDone({ status: "active", phases }, left({ B: 2 }))).toBe(true);
    expect(isContractDone({ status: "active", phases }, left({ B: 3 }))).toBe(false);
    expect(isContractDone({ status: "active", phases }, left({ none: 1 }))).toBe(false);
  });

  it("without phases is done when nothing is left", () => {
    expect(isContractDone({ status: "active", phases: [] }, left({}))).toBe(true);
    expect(isContractDone({ status: "active", phases: [] }, left({ none: 1 }))).toBe(false);
  });

  it("is done when its status says so", () => {
    expect(isContractDone({ status: "complete", phases }, left({ A: 5 }))).toBe(true);
  });
});
