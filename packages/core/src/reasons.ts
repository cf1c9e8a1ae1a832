/**
 * Why a site has no safe fix, where a person can do something about it: the words of each reason, with its parts. What would help is said
 * by code (`explain`), so that no other place knows the words.
 */
export const REASONS = {
  nothingReplaces: () => "the contract names nothing that replaces it",
  noReplacement: () => "the contract names no replacement for it",
  toBeLookedAt: () => "the contract asks a person to look",
  byHand: () => "the contract asks for a change by hand",
  notInScope: (name: string) => `no ${name} is in scope`,
  severalNotInScope: (names: string) => `${names} are not in scope`,
  ofUnknownType: (value: string, type: string) => `${value} is not known to be of type ${type}`,
  takenByName: (value: string) => `${value} is only taken by its name`,
  mayBeUndefined: (value: string) => `${value} may be undefined here`,
  notAsync: (name: string) => `${name} is not async`,
  noWrap: (type: string) => `${type} is only a type: the contract has to say how to wrap a value`,
  stillDeclared: () => "a declaration goes when nothing uses it any more",
  stillUsed: () => "nothing replaces it, and it is in use",
  namespaceUsed: () => "the namespace has other uses",
  commentLost: (where: string) => `a comment ${where} it would be lost`,
  notExported: (what: string, name: string) => `${what} is not exported by ${name}`,
  unnamed: () => "nothing here tells what it identifies",
  prefixLost: (prefix: string) => `the prefix ${prefix} would be lost`,
  textLost: () => "the text around the ID would be lost",
  mocksOther: (what: string) => `it mocks ${what}`,
  isMock: () => "it is a mock: mock what replaces it instead",
  mockByHand: () => "mock what replaces it by hand",
  testAsks: () => "a test asks what it gives",
  instanceSet: () => "the instance is set here",
  homeImportsThis: (name: string) => `the module that holds ${name} imports this one`,
} satisfies Readonly<Record<string, (...parts: string[]) => string>>;

/** One of these reasons. */
export type ReasonCode = keyof typeof REASONS;

const PART = "\0";
const FORMS = Object.entries<(...parts: string[]) => string>(REASONS).map(([code, words]) => ({
  code: code as ReasonCode,
  pieces: words(...Array<string>(words.length).fill(PART)).split(PART),
}));

/** Which of these reasons a text gives, alone or joined with others; undefined if it is none of them. */
export function reasonIn(text: string): ReasonCode | undefined {
  return FORMS.find(({ pieces }) => hasInOrder(text, pieces))?.code;
}

function hasInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  return pieces.every((piece) => {
    const found = text.indexOf(piece, at);
    at = found + piece.length;
    return found !== -1;
  });
}
