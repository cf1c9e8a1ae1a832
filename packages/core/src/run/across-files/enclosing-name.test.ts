import { describe, expect, test } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { enclosingName } from "./find-repository-uses.js";

describe("enclosingName", () => {
  test.each([
    ["const a = HERE;", undefined],
    ["function f() { return HERE; }", "function f"],
    ["const f = () => list.map((x) => HERE);", "function f"],
    ["export class C { m() { HERE; } }", "method C.m"],
    ["class C { constructor(a = HERE) {} }", "constructor of C"],
    ["class C { x = HERE; }", "field C.x"],
    ["class C { handle = () => { HERE; }; }", "field C.handle"],
    ["const C = class { static { HERE; } };", "class C"],
    ["exports.go = function () { HERE; };", "function go"],
    ["app.get('/', async () => { HERE; });", undefined],
    ["const routes = { go() { HERE; } };", "function go"],
    ["class C { m() { function inner() { HERE; } } }", "function inner"],
  ])("%s", (text, expected) => {
    expect(enclosingName(parseWithOxc("/a.ts", text).program, text.indexOf("HERE"))).toBe(expected);
  });
});
