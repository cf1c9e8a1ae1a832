/** A program that reads code and runs none of it, by itself or by what starts it. */
const READER =
  /^(?:(?:npx|bunx|(?:npm|pnpm|yarn) exec|pnpm|yarn)(?: --\S*)* )?(?:prettier|eslint|oxlint|biome|dprint|stylelint|tsc|tsgo|vue-tsc)(?: |$)/u;

/** Whether a command line may run tests, which judge mocks: any but those that only format, lint or check types. */
export function mayRunTests(command: string): boolean {
  return !command.split(/&&|\|\||;/u).every((part) => READER.test(part.trim()));
}
