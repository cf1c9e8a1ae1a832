import ts from "typescript";
import { expect, test } from "vitest";
import { declaredNames, inferredTypes } from "./native/declared-names.js";
import { namesThatDiffer, type Around, type SeenShape } from "./shape.js";

/** A file as a compiler sees it that answers with the types given, by name; `asked` collects for which names it was asked. */
function see(text: string, types: Readonly<Record<string, string>>, asked = new Set<string>()): SeenShape {
  const file = ts.createSourceFile("/src/a.ts", text, ts.ScriptTarget.Latest, true);
  const nameAt = (place: number): string => /^[\w$]+/u.exec(text.slice(place))![0];
  return {
    shape: { text: "", modules: new Set(), names: { ...declaredNames(ts, file)!, taken: [], passed: [] } },
    typesOf({ places }) {
      for (const place of places) asked.add(nameAt(place));
      return inferredTypes(
        places.map((place) => types[nameAt(place)]!),
        (module) => [`${module}.ts`],
      );
    },
  };
}

const TEXT = `import { load } from "./load";
export function make() { return 1; }
export const other = () => make();
export const loaded = load();
export function typed(id: string): string { return id; }
export class Store { items = load(); private own = make(); get(id: string) { return id; } }
`;
const TYPES = { make: "() => number", other: "() => number", loaded: "User", items: "User[]", get: "(id: string) => string" };

interface Compared {
  readonly differs: readonly string[];
  /** The names whose types were asked for in the state after. */
  readonly asked: readonly string[];
}

function compare(after: string, types: Readonly<Record<string, string>> = TYPES, around?: Around): Compared {
  const asked = new Set<string>();
  const differs = namesThatDiffer(see(TEXT, TYPES), see(after, types, asked), around);
  return { differs: [...differs].sort(), asked: [...asked] };
}

test("only the types of what has another body are asked for", () => {
  const after = TEXT.replace("return 1", "return 2");
  expect(compare(after)).toEqual({ differs: [], asked: ["make"] });
});

test("what is inferred from a name of another type is asked for as well", () => {
  const after = TEXT.replace("return 1", 'return "1"');
  const types = { ...TYPES, make: "() => string", other: "() => string" };
  expect(compare(after, types)).toEqual({ differs: ["make", "other"], asked: ["make", "other", "items", "get"] });
});

test("nobody is asked about what is written in another way", () => {
  const after = TEXT.replace("typed(id: string)", "typed(id: Id)").replace(
    "return id; }\nexport class",
    "return 1; }\nexport class",
  );
  expect(compare(after)).toEqual({ differs: ["typed"], asked: [] });
});

test("what uses a name that comes from a file that changed is asked for, and counts only if its type is another", () => {
  const around = { names: new Set(["load"]), isReshaped: () => false };
  expect(compare(TEXT, TYPES, around)).toEqual({ differs: [], asked: ["loaded", "items", "get"] });
  expect(compare(TEXT, { ...TYPES, loaded: "Person" }, around).differs).toEqual(["loaded"]);
});

test("a type that another file declares differs where that file looks different", () => {
  const types = { ...TYPES, loaded: 'import("/src/user").User' };
  const around = { names: new Set(["load"]), isReshaped: (module: string) => module === "/src/user.ts" };
  const before = see(TEXT, types);
  expect([...namesThatDiffer(before, see(TEXT, types), around)]).toEqual(["loaded"]);
});

test("a name that was not there before differs without a question", () => {
  const after = `${TEXT}export const fresh = () => 1;\n`;
  expect(compare(after, { ...TYPES, fresh: "() => number" })).toEqual({ differs: ["fresh"], asked: [] });
});

test("what is inferred anew differs without a question where its type from before is not known", () => {
  const asked = new Set<string>();
  const after = TEXT.replace("return 1", "return 2");
  const before: SeenShape = { ...see(TEXT, TYPES), typesOf: () => undefined };
  expect([...namesThatDiffer(before, see(after, TYPES, asked))].sort()).toEqual(["Store", "make", "other"]);
  expect([...asked]).toEqual([]);
});
