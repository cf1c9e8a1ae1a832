import { describe, expect, it } from "vitest";
import { mayContain, withoutLongerOnes } from "./tokens.js";

describe("tokens", () => {
  it("need none that holds another one", () => {
    expect(withoutLongerOnes(["uuid", "uuid/v4", "random", "randomUUID", "cuid", "uuid"])).toEqual(["uuid", "random", "cuid"]);
    expect(withoutLongerOnes("all")).toBe("all");
  });

  it("are found in a text, also where letters of a name are escaped, whatever was asked before", () => {
    expect(mayContain('import "uuid";', ["uuid"])).toBe(true);
    expect(mayContain('import "fs";', ["uuid"])).toBe(false);
    expect(mayContain('import "\\u0075uid";', ["uuid"])).toBe(true);
    expect(mayContain('import "fs";', ["uuid"])).toBe(false);
    expect(mayContain('import "fs";', { pattern: /f./u })).toBe(true);
  });
});
