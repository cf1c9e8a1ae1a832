/** What a person can do where the engine says why it writes no safe fix; the first that fits its reason counts. */
export const HELPS: readonly (readonly [reason: RegExp, help: string])[] = [
  [
    /the contract names nothing that replaces it|the contract names no replacement/,
    "Say in the contract what to write instead, and it is one.",
  ],
  [
    /the contract asks a person to look/,
    "Without `fix: suggest` in its entry of the contract it is one, where nothing else is in doubt.",
  ],
  [/the contract asks for a change by hand/, "Without `fix: none` in its entry of the contract there is an edit."],
  [
    /is in scope|are not in scope/,
    "Bring it into scope, or name under `scope` of the contract what stands for it, and it is one.",
  ],
  [/is not known to be of type/, "Annotate it with that type, and it is one."],
  [/is only taken by its name/, "Name it under `scope` of the contract: then the contract vouches for it, and it is one."],
  [/may be undefined here/, "Check it before, or make it required, and it is one."],
  [
    /is not async/,
    "Make the function async, with all that call it, as godwit migrate --across-files does where it can, and it is one.",
  ],
  [/has to say how to wrap/, "Say under `wrap` of its entry how a value becomes the type, and it is one."],
  [/a declaration goes when nothing uses it/, "Migrate its uses first."],
  [/(?:it is|has other) (?:in use|uses)|and it is in use/, "Take away its uses first, and it is one."],
  [/a comment .*would be lost/, "Move the comment, and it is one."],
  [/is not exported by/, "Export it from an entry of that package, and it is one."],
  [
    /nothing here tells what it identifies/,
    "Name what gets it after what it identifies (userId, { orderId }), or give the contract a replacement without $entity for it, and it is one.",
  ],
  [
    /the (?:prefix|text) .*would be lost/,
    "Take the suggestion where nobody needs that text, or say with `when: { decoration: … }` in the contract what keeps it.",
  ],
  [
    /^it mocks|it is a mock|mock what replaces it/,
    "Let the test mock what replaces it: then the fixes that wait for this mock are written too.",
  ],
  [/a test asks what it gives|a test .* expects/, "Change what the test expects together with the code that it tests."],
  [
    /the instance is set here/,
    "Once nothing else takes the instance from there, remove it, or leave this file out with `ignores`.",
  ],
  [/imports this one/, "Move what replaces it to a module that does not import this one, and it is one."],
];

/** What would make a violation with this reason a safe fix. */
export function whatWouldHelp(level: "suggestion" | "hint", reason: string | null, contract: string): string {
  const known = HELPS.find(([pattern]) => reason !== null && pattern.test(reason))?.[1];
  if (known !== undefined) return known;
  return level === "suggestion"
    ? `Look whether it is right, and take it in the editor; godwit migrate ${contract} --suggestions keeps those that your checks accept.`
    : "Nothing that is sure: change it by hand.";
}
