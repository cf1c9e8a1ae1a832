const NAMES = /(?:[.\-_](?:test|tests|spec|e2e|cy|bench)|(?:^|\/)(?:test|tests|spec))\.[cm]?[jt]sx?$/i;
const FOLDERS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|e2e|specs?|cypress|playwright|fixtures|testing|test-support|test-utils)\//i;

/** Whether a file (relative to the root) holds tests, by its name. */
export function isTestFile(file: string): boolean {
  return NAMES.test(file) || /(?:^|\/)__tests__\/[^/]+$/.test(file);
}

/** Whether a file (relative to the root) belongs to the tests: it holds some, or is in a folder for them. */
export function isTestCode(file: string): boolean {
  return isTestFile(file) || FOLDERS.test(file);
}
