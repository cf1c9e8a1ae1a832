import { expect, test } from "vitest";
import { editedTexts, type Retyped, type WaveState } from "./judge-state.js";
import { suspectsOf } from "./suspects.js";
import type { WaveHost, WaveRequest } from "./wave-host.js";

const DECLARED = { file: "chat.ts", range: [0, 4] } as const;
const IMPORTED = { file: "use.ts", range: [2, 6], isFollowing: true } as const;

/** A declaration that goes with what imports it, and a host that refuses some requests. */
function stateWith(refuses: (file: string, request: WaveRequest) => boolean): { state: WaveState; host: WaveHost } {
  const retyped: Retyped = {
    ...{ key: "chat", type: "Message", parts: [{ ...DECLARED, isRemoved: true }, IMPORTED], isSite: true, isNamed: true },
    ...{ name: "Message", declares: true },
  };
  const state: WaveState = {
    ...{ retyped: new Map([["chat", retyped]]), wraps: new Map(), refusedWraps: new Map() },
    ...{ banned: new Map(), takenBack: new Map(), plans: new Map() },
  };
  const host = {
    read: () => "0123456789",
    edit: (file: string, _: string, requests: readonly WaveRequest[]) => ({
      edits: requests.filter((request) => !refuses(file, request)).map(({ kind, range }) => ({ range, text: kind })),
      refused: requests.flatMap((request, index) => (refuses(file, request) ? [{ index, reason: "not here" }] : [])),
    }),
  } as Partial<WaveHost> as WaveHost;
  return { state, host };
}

const textsOf = (refuses: (file: string, request: WaveRequest) => boolean): Record<string, string> => {
  const { state, host } = stateWith(refuses);
  return Object.fromEntries([...editedTexts(state, host)].map(([file, { text }]) => [file, text]));
};

test("a declaration goes with all that import it", () => {
  expect(textsOf(() => false)).toEqual({ "chat.ts": "remove456789", "use.ts": "01retype6789" });
});

test("a declaration is passed on where an import of it can't be edited", () => {
  expect(textsOf((file) => file === "use.ts")).toEqual({ "chat.ts": "retype456789" });
  expect(textsOf((_, { kind }) => kind === "remove")).toEqual({ "chat.ts": "retype456789" });
});

test("a declaration that can't be edited is taken back, with the reason, and nothing of it is left", () => {
  const { state, host } = stateWith((file) => file === "chat.ts");
  expect([...editedTexts(state, host)].map(([file, { text }]) => [file, text])).toEqual([["chat.ts", "0123456789"]]);
  expect([...state.takenBack].map(([{ name }, reason]) => [name, reason])).toEqual([["Message", "not here"]]);
});

test("an error is looked for first in the declaration whose name and file it tells", () => {
  const { state } = stateWith(() => false);
  const columns = ["actor.ts did", "actor-state.ts handle", "actor-state.ts did", "post.ts did"];
  for (const key of columns) {
    const [file, name] = key.split(" ") as [string, string];
    const parts = [{ file: `db/tables/${file}`, range: [0, 1] as const }];
    state.retyped.set(key, { ...{ key, name, parts }, type: "DidString", isSite: true, isNamed: true });
  }
  const words = `TS2345: Argument of type 'string' is not assignable to 'Operand<Tables, "actor_state", "did">'.`;
  const at = { file: "use.ts", statement: "", place: undefined, config: "tsconfig.json", isByImport: false };
  expect(suspectsOf(state, { ...at, words, message: words, explanation: { involved: [] } })[0]).toBe("actor-state.ts did");
});
