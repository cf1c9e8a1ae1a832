const FOLDERS =
  /(?:^|\/)(?:__(?:tests?|mocks?|fixtures?|snapshots?|testutils?)__|tests?|specs?|testing|test-utils?|e2e|cypress|playwright|fixtures?|mocks?|bench(?:es|marks?)?|scripts?|tools?|tooling|stories|\.storybook|examples?|evals?)\//iu;

/** `load-config.ts` and `get-story.ts` may be anything; `vite.config.ts`, `user-test.ts` and `jest-config.js` in the package's folder are not. */
const NAMES =
  /(?:\.(?:stories|story|mock|mocks|fixture|config|eval)|[.-](?:test|tests|spec|e2e|bench)|^[^/]+-config)\.[cm]?[jt]sx?$|(?:^|\/)\.[^/]+$/iu;

/** Whether a file (relative to its package) only runs while people work on the package: a test, a script, a tool's settings. */
export function isForDevelopment(path: string): boolean {
  return (
    FOLDERS.test(path) ||
    NAMES.test(path) ||
    /(?:^|\/)(?:test|vitest|jest)[-.](?:setup|env\w*|utils?)\.[cm]?[jt]sx?$/iu.test(path)
  );
}
