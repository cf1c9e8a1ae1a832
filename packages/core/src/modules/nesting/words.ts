/** Words after which the nesting of a statement grows: `if (a) if (b) …`, `else if …`. */
const STATEMENT_WORDS = new Set(["if", "else", "for", "while", "do", "with"]);
/** Words before an operand or a type, each of which a parser reads by calling itself. */
const PREFIX_WORDS = new Set(
  (
    "typeof void delete await yield new keyof unique readonly infer async function class extends in instanceof as satisfies is " +
    "asserts throw return import abstract export static accessor get set enum interface namespace module declare of"
  ).split(" "),
);
/** Words between two operands. */
const BINARY_WORDS = new Set(["in", "instanceof", "as", "satisfies", "of"]);
/** Words that take all that follows, as `=` does. */
const RIGHT_WORDS = new Set(["yield", "extends", "is", "asserts"]);
/** Words that go on with what is before them, even on a new line. */
const CONTINUING_WORDS = new Set("else in instanceof of as satisfies extends implements is from while catch finally".split(" "));
/** Words after which `/` begins a regular expression. */
const WORDS_BEFORE_REGEX = new Set(
  "typeof void delete await yield new in instanceof of throw return case do else extends default".split(" "),
);
/** Words whose parentheses are followed by a statement. */
const WORDS_WITH_HEAD = new Set(["if", "for", "while", "with"]);

/** What a word means for the nesting of the code around it. */
export interface WordFacts {
  readonly isStatement: boolean;
  readonly isPrefix: boolean;
  readonly isBinary: boolean;
  readonly isRight: boolean;
  readonly isContinuing: boolean;
  readonly isBeforeRegex: boolean;
  readonly hasHead: boolean;
  /** `case` and `default` end whatever is before them in their block. */
  readonly startsClause: boolean;
}

const PLAIN: WordFacts = {
  ...{ isStatement: false, isPrefix: false, isContinuing: false, isBinary: false, isRight: false },
  ...{ isBeforeRegex: false, hasHead: false, startsClause: false },
};

const FACTS = new Map(
  [...STATEMENT_WORDS, ...PREFIX_WORDS, ...CONTINUING_WORDS, ...WORDS_BEFORE_REGEX].map((word): [string, WordFacts] => [
    word,
    {
      isStatement: STATEMENT_WORDS.has(word),
      isPrefix: PREFIX_WORDS.has(word),
      isBinary: BINARY_WORDS.has(word),
      isRight: RIGHT_WORDS.has(word),
      isContinuing: CONTINUING_WORDS.has(word),
      isBeforeRegex: WORDS_BEFORE_REGEX.has(word),
      hasHead: WORDS_WITH_HEAD.has(word),
      startsClause: word === "case" || word === "default",
    },
  ]),
);

/** What a word means; a name means nothing. */
export function factsOfWord(word: string): WordFacts {
  return FACTS.get(word) ?? PLAIN;
}
