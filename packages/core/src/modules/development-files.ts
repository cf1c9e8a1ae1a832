const FOLDERS =
  /(?:^|\/)(?:__(?:tests?|mocks?|fixtures?|snapshots?|testutils?)__|tests?|specs?|testing|test-utils?|e2e|cypress|playwright|fixtures?|mocks?|bench(?:es|marks?)?|scripts?|tools?|tooling|stories|\.storybook|examples?|evals?)\//iu;

const NAMES = /[.-](?:test|tests|spec|e2e|bench|stories|story|mock|mocks|fixture|config|eval)\.[cm]?[jt]sx?$|(?:^|\/)\.[^/]+$/iu;

/** Whether a file (relative to its package) only runs while people work on the package: a test, a script, a tool's settings. */
export function isForDevelopment(path: string): boolean {
  return (
    FOLDERS.test(path) ||
    NAMES.test(path) ||
    /(?:^|\/)(?:test|vitest|jest)[-.](?:setup|env\w*|utils?)\.[cm]?[jt]sx?$/iu.test(path)
  );
}
