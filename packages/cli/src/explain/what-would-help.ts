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
  [
    /a declaration goes when nothing uses it/,
    "Migrate its uses first, then remove it; one that is to stay needs `declarations: false` in the contract.",
  ],
  [/lets it stay/, "Say `declarations: false` under no-singleton-access in the contract: then only uses are reported."],
  [/(?:it is|has other) (?:in use|uses)|and it is in use/, "Take away its uses first, and it is one."],
  [/a comment .*would be lost/, "Move the comment, and it is one."],
  [/is not exported by/, "Export it from an entry of that package, and it is one."],
  [
    /is not a dependency of/,
    "Add it to that package.json, and it is one; where the two may not depend on each other, leave the files out with `ignores`.",
  ],
  [
    /does not mock what the fix imports/,
    "Import it from a module that loads little, or mock that in the test; godwit migrate runs the tests and keeps what passes.",
  ],
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
  [
    /a value is wanted here|allows no await|await is not allowed|taken for a promise|wait for its callback/,
    "Await the replacement before, in an async function, and use what it gives here.",
  ],
  [/what it is added to may change while it waits/, "Await the replacement into a `const` first, and add that."],
  [/loads its modules with require/, 'Take the type by `import type`, or write it in JSDoc as `import("…").Name`.'],
  [/the contract has no type/, "Name the type and its module under `imports` of the contract."],
  [/imports do not say where/, "Name it and its module under `imports` of the contract."],
  [/nothing makes a/, "Let a function that checks the text return the type, and call it here."],
  [
    /in a place that can't be split|a rest element takes the other names|taken out of the namespace by destructuring/,
    "Take each of its names in a statement of its own: then each can move.",
  ],
  [/has moved into this very module/, "Use what this module declares itself, and remove the import."],
  [/takes the CommonJS module as its default export/, "Import the names that are used, one by one."],
  [/a type of it is used/, "Import that type by its name."],
  [/declared together with others/, "Declare it in a statement of its own: then its removal is a fix."],
  [/it is written to|it is set here/, "Change the code that sets it first; only what is read can be replaced."],
  [
    /called with arguments|is not a plain call|used as an object here|passed on as a value|is destructured|is taken apart further|destructured here/,
    "Call it here as the contract's `match` has it, without more around it; or give the contract an entry for this form.",
  ],
  [
    /is not known here|what the name for it was made with/,
    "Write out here what is passed, so that it is seen which entry of the contract fits.",
  ],
  [/shows only at run time/, "Choose between members of the enum where the text is chosen, and pass that."],
  [/it is no key of an object/, "Write it as a key of the enum's members, or leave this place out with `ignores`."],
  [/are of type string/, "Give the enum's members their own literal types, as `as const` does."],
  [/may be evaluated only once/, "Put the value into a `const` before."],
  [
    /it is generic: compare|compare its type parameters/,
    "Compare the type parameters, and import the contract's type where they are the same.",
  ],
  [
    /declared in several parts|declaration file describes code|another script makes|written into the code that uses it|called otherwise/,
    "Compare both by hand; if they are not the same, leave this one out with `ignores`.",
  ],
  [/takes no .* yet/, "Give what is called here that parameter first; then the call is one that can be fixed."],
  [
    /is only another name for string/,
    "Give the type a mark of its own (`string & { readonly __type: … }`), so that it differs from a string.",
  ],
  [/promises of it/, "Put back what the component lacks, or change what the contract says of it under `components`."],
  [/(?:relies|rely)/, "Put it back, or change first what its consumers expect."],
  [/an attribute's text is written|between its tags is no expression/, "Write it in braces, as an expression."],
  [/exported under another name/, "Export it by its own name, or replace its uses first."],
  [/is imported there|no type is declared there/, "Name under `imports` of the contract the module that really has it."],
  [/this module holds the type itself/, "Declare the type in a module of its own, and name that in the contract."],
  [
    /its callers have to pass/,
    "Give it the parameter, and let each caller pass one, as godwit migrate --across-files does where it can.",
  ],
  [/its callers pass something else|it is not known where/, "Give it the parameter by hand, and let each caller pass one."],
  [/what runs at the same time for somebody else/, "Pass it as a parameter to what needs it, and drop the variable."],
  [/take it from its request/, "Read it from the handler's request, as the contract's `scope` says."],
  [/(?:is|was) declared in /, "Change the declaration in that file first."],
];

/** A violation without a safe fix; `rule` is its rule's name alone. */
interface Unfixed {
  readonly level: "suggestion" | "hint";
  readonly reason: string | null;
  readonly contract: string;
  readonly rule: string;
}

/** What a person can do about a reason, be it one why a fix waits; null where nothing better is known than to look. */
export function helpFor(reason: string): string | null {
  return HELPS.find(([pattern]) => pattern.test(reason))?.[1] ?? null;
}

/** What a person does about a violation: what would make its edit safe, or what is left. */
export function whatWouldHelp({ level, reason, contract, rule }: Unfixed): string {
  const known = reason === null ? null : helpFor(reason);
  if (known !== null) return known;
  return level === "suggestion"
    ? `Look whether it is right, and take it in the editor; godwit migrate ${contract} --suggestions keeps those that your checks accept.`
    : `Write what the contract asks for here yourself. If the code is right as it is, say why above it: // eslint-disable-next-line ${contract}/${rule} -- reason.`;
}
