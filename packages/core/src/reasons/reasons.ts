/** What a person can do where an edit is not safe, by the code of the reason. */
const HELPS = {
  noReplacement: "Say in the contract what to write instead, and it is one.",
  personLooks: "Without `fix: suggest` in its entry of the contract it is one, where nothing else is in doubt.",
  byHand: "Without `fix: none` in its entry of the contract there is an edit.",
  notInScope: "Bring it into scope, or name under `scope` of the contract what stands for it, and it is one.",
  unknownType: "Annotate it with that type, and it is one.",
  onlyByName: "Name it under `scope` of the contract: then the contract vouches for it, and it is one.",
  mayBeUndefined: "Check it before, or make it required, and it is one.",
  notAsync: "Make the function async, with all that call it, as godwit migrate --across-files does where it can, and it is one.",
  noWrap: "Say under `wrap` of its entry how a value becomes the type, and it is one.",
  usesFirst: "Migrate its uses first, then remove it; one that is to stay needs `declarations: false` in the contract.",
  replacementUsesIt: "Say `declarations: false` under no-singleton-access in the contract: then only uses are reported.",
  inUse: "Take away its uses first, and it is one.",
  commentLost: "Move the comment, and it is one.",
  typesLost: "Write them behind what replaces it, where that takes them.",
  notExported: "Export it from an entry of that package, and it is one.",
  notADependency:
    "Add it to that package.json, and it is one; where the two may not depend on each other, leave the files out with `ignores`.",
  placeholder: "Let the type say that there may be no ID (`| undefined`), and pass that.",
  noEntity:
    "Name what gets it after what it identifies (userId, { orderId }), or give the contract a replacement without $entity for it, and it is one.",
  secret: "Give the contract an entry with `when: { name: … }` that says what such a secret becomes, and it is one.",
  textLost: "Take the suggestion where nobody needs that, or say with `when: { decoration: … }` in the contract what keeps it.",
  asksForUuid: "Let that take the new IDs first, and it is one; or leave the file out with `ignores`.",
  mockHandle: "Let the test mock what replaces it: then the fixes that wait for this mock are written too.",
  itMocks: "Let the test mock what replaces it: then the fixes that wait for this mock are written too.",
  testExpects: "Change what the test expects together with the code that it tests.",
  setHere: "Once nothing else takes the instance from there, remove it, or leave this file out with `ignores`.",
  circle: "Move what replaces it to a module that does not import this one, and it is one.",
  noAwait: "Await the replacement before, in an async function, and use what it gives here.",
  changesMeanwhile: "Await the replacement into a `const` first, and add that.",
  noTypesByRequire: 'Take the type by `import type`, or write it in JSDoc as `import("…").Name`.',
  noSuchType: "Name the type and its module under `imports` of the contract.",
  noHome: "Name it and its module under `imports` of the contract.",
  nothingMakes: "Let a function that checks the text return the type, and call it here.",
  notSplit: "Take each of its names in a statement of its own: then each can move.",
  ownModule: "Use what this module declares itself, and remove the import.",
  commonJsDefault: "Import the names that are used, one by one.",
  typeUsed: "Import that type by its name.",
  declaredTogether: "Declare it in a statement of its own: then its removal is a fix.",
  written: "Change the code that sets it first; only what is read can be replaced.",
  otherForm:
    "Call it here as the contract's `match` has it, without more around it; or give the contract an entry for this form.",
  unknownArgument: "Write out here what is passed, so that it is seen which entry of the contract fits.",
  runTime: "Choose between members of the enum where the text is chosen, and pass that.",
  notAKey: "Write it as a key of the enum's members, or leave this place out with `ignores`.",
  membersAreStrings: "Give the enum's members their own literal types, as `as const` does.",
  onlyOnce: "Put the value into a `const` before.",
  generic: "Compare the type parameters, and import the contract's type where they are the same.",
  otherDeclaration: "Compare both by hand; if they are not the same, leave this one out with `ignores`.",
  notTakenYet: "Give what is called here that parameter first; then the call is one that can be fixed.",
  bareAlias: "Give the type a mark of its own (`string & { readonly __type: … }`), so that it differs from a string.",
  promised: "Put back what the component lacks, or change what the contract says of it under `components`.",
  reliedOn: "Put it back, or change first what its consumers expect.",
  jsxText: "Write it in braces, as an expression.",
  otherName: "Export it by its own name, or replace its uses first.",
  noTypeThere: "Name under `imports` of the contract the module that really has it.",
  ownType: "Declare the type in a module of its own, and name that in the contract.",
  callersPass: "Give it the parameter, and let each caller pass one, as godwit migrate --across-files does where it can.",
  callersPassOther: "Give it the parameter by hand, and let each caller pass one.",
  sharedState: "Pass it as a parameter to what needs it, and drop the variable.",
  fromRequest: "Read it from the handler's request, as the contract's `scope` says.",
  declaredElsewhere: "Change the declaration in that file first.",
  onUiThread:
    "Give the function that is called a `worklet` directive, or call it before into a `const`, and it is one; no test runs on that thread.",
  runsOtherwise: "Read what runs there: types don't show it, and tests may.",
} as const;

/** Why an edit is not safe, where something is known that helps. */
export type ReasonCode = keyof typeof HELPS;

/** Why an edit is no fix: the words, and the code by which other code knows it. */
export interface Reason {
  readonly text: string;
  readonly code?: ReasonCode;
}

/** A reason, or the words of one for which nothing is known that helps. */
export type Why = string | Reason;

/** A reason for which something is known that helps. */
export function because(code: ReasonCode, text: string): Reason {
  return { code, text };
}

/** A reason that types don't show: something else runs, or may. */
export function runsOtherwise(text: string): Reason {
  return because("runsOtherwise", text);
}

/** The words of a reason. */
export function wordsOf(why: Why): string {
  return typeof why === "string" ? why : why.text;
}

/** A reason in one line; its words may quote code. */
export function reasonOf(why: Why): Reason {
  return { ...(typeof why !== "string" && why), text: inOneLine(wordsOf(why)) };
}

/** Several reasons as one, which is known by the hardest. */
export function joinReasons(reasons: readonly Why[]): Reason {
  const hardest = hardestOf(reasons);
  return { ...(typeof hardest === "object" && hardest), text: reasons.map(wordsOf).join("; ") };
}

/** What a person can do about a reason; null where nothing is known that helps. */
export function helpFor({ code }: Reason): string | null {
  return code === undefined ? null : HELPS[code];
}

/** What types don't show: types that were written, packages that are found by luck, values that are none, secrets, threads and the forms of texts are for people, doubles and what else runs for tests. */
const JUDGES: Partial<Record<ReasonCode, "person" | "tests">> = {
  typesLost: "person",
  notADependency: "person",
  placeholder: "person",
  secret: "person",
  asksForUuid: "person",
  onUiThread: "person",
  itMocks: "tests",
  mockHandle: "tests",
  runsOtherwise: "tests",
  changesMeanwhile: "tests",
  circle: "tests",
  textLost: "tests",
};

/** Who can tell whether what a reason warns of has happened. */
export function judgeOf(code: ReasonCode | undefined): "types" | "tests" | "person" {
  return (code && JUDGES[code]) ?? "types";
}

const RANKS = ["types", "tests", "person"];

/** Of some reasons the first of those that are hardest to judge. */
export function hardestOf<T extends Why>(reasons: readonly T[]): T | undefined {
  const rankOf = (why: Why): number => RANKS.indexOf(judgeOf(typeof why === "string" ? undefined : why.code));
  const most = Math.max(...reasons.map(rankOf));
  return reasons.find((why) => rankOf(why) === most);
}

/** Reasons that end where a value, or who waits for one, comes to the function around the place. */
const ENDED_BY_VALUE: ReadonlySet<ReasonCode> = new Set([
  ...(["notInScope", "unknownType", "onlyByName", "mayBeUndefined", "notAsync"] as const),
  ...(["callersPass", "callersPassOther", "notTakenYet", "sharedState", "fromRequest"] as const),
]);

/** Whether one change of the function around a place may end such reasons of all places in it. */
export function isEndedByValue(code: ReasonCode | undefined): boolean {
  return code !== undefined && ENDED_BY_VALUE.has(code);
}

/** Text of code or of a contract as it appears in a sentence; a chain of calls is written together, but for what follows a comment. */
export function inOneLine(text: string): string {
  // The expression looks back from each character.
  const joined = text.includes("\n") ? text.replace(/(?<!\/\/.*)\s*\n\s*(?=\??\.[\p{ID_Start}$_#])/gu, "") : text;
  return joined.replace(/\s+/gu, " ").trim();
}
