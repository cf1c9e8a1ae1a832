import { describe, expect, it } from "vitest";
import { lastVisible, mayBeCalledLike, mayEndComment } from "./occurrences.js";

describe("a common word", () => {
  it.each([
    ["app.get(path, handler)", true],
    ["app.get(a.b(1, 2), handler)", true],
    ["app.get('/users', handler)", true],
    ["app.get(...all)", true],
    ["const { get } = app;", true],
    ["app['get'](path, handler)", true],
    ["const route = app.get\nroute(path, handler)", true],
    ["(app.get as any)(path, handler)", true],
    ["app.get /* the path */ (path, handler)", true],
    ["app.get<Request>(path, handler)", true],
    ["app.get(`/${f(')')}`, /* it's */ handler)", true],
    ["app.get.bind(app)(path, handler)", true],
    ["route({ get: make }, app.get)", true],
    ["app.get(<a>:)</a>, handler)", true],
    ["app.get(path, options, handler)", false],
    ["app.get(path, /* nothing */)", false],
    ["app.get('(,', \n)", false],
    ["translate('actions.get')", false],
    ["run('get', 'it')", false],
    ["translate('app.get.title')", false],
    ["groups.get(key)", false],
    ["groups.get(keyOf(group))", false],
    ["get size() {}", false],
    ["// get the value", false],
    ["groups.getAll(a, b)", false],
  ])("in %s may be a call with two arguments: %s", (text, expected) => {
    expect(mayBeCalledLike(text, { name: "get", least: 2, most: 2 })).toBe(expected);
  });

  it.each([
    ["a /* b */ ", true],
    ["a // b\n", true],
    ["a // b ", false],
    ["// a\nb\n", false],
    [`${"a".repeat(2000)}\n`, true],
  ])("may be behind a comment in %j: %s", (text, expected) => {
    expect(mayEndComment(text, lastVisible(text, text.length), text.length)).toBe(expected);
  });
});
