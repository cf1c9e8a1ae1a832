// What `npm start` tells people to try next. test/first-minute runs every command as it is printed.

/** Commands to type at the root of the repository, and what each shows. */
export const NEXT_COMMANDS = [
  { command: "npm start -- --keep", why: "the same, and keep the copy to look around in" },
  { command: "npm start -w examples/chat-platform", why: "the service itself, on port 3000" },
  { command: "cd examples/chat-platform && npx godwit check", why: "what it reports, with the code" },
  { command: "cd examples/chat-platform && npx godwit contracts test", why: "the examples in the contracts are tests" },
];

/** Files to open, and what each says. */
export const NEXT_FILES = [
  { file: "examples/chat-platform/migrations/unified-ids.md", why: "the plan that did this: one file" },
  { file: "README.md", why: "adding godwit to a project of your own takes a minute" },
];
