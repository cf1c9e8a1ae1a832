// What each tool of the bench is told: the same bans as the example's contracts, as near as it can say them.
import path from "node:path";
import { REPOSITORY } from "../../scripts/packages.mjs";

const IDS = ["uuid", "nanoid", "ulid", "cuid", "@paralleldrive/cuid2"];
const USE_GENERATOR = "Use the ID generator.";
const MOVED = ["**/agents/execution-engine*", "**/agents/legacy/*", "**/auth/*"];

/** `no-restricted-imports`, which ESLint and oxlint have. */
const RESTRICTED_IMPORTS = [
  "error",
  {
    paths: [
      ...IDS.map((name) => ({ name, message: USE_GENERATOR })),
      ...["crypto", "node:crypto"].map((name) => ({ name, importNames: ["randomUUID"], message: USE_GENERATOR })),
    ],
    patterns: [{ group: MOVED, message: "It has moved." }],
  },
];

const RESTRICTED_SYNTAX = [
  "error",
  ...[
    ["CallExpression[callee.object.name=/^(crypto|globalThis|window|self)$/][callee.property.name='randomUUID']", USE_GENERATOR],
    [
      "CallExpression[callee.object.name=/^(WebSocketManager|AgentRegistry|DatabasePool)$/][callee.property.name='getInstance']",
      "Take it from the context.",
    ],
    ["MemberExpression[object.name='agentRegistry'][property.name='get']", "Take it from the context."],
    ["NewExpression[callee.name='ExecutionEngine']", "Use UserExecutionEngine."],
    ["CallExpression[callee.property.name='toString'][callee.object.callee.object.name='Math']", USE_GENERATOR],
    ["Identifier[name=/^(user|thread|run|request)Id$/] > TSTypeAnnotation > TSStringKeyword", "Use the ID's type."],
  ].map(([selector, message]) => ({ selector, message })),
];

const PARSE_ONLY = `import parser from "@typescript-eslint/parser";
export default [{ files: ["**/*.{ts,tsx,mts,cts}"], languageOptions: { parser } }`;

/** A plugin with one rule, for the bans that oxlint has no rule for. */
const BANS_PLUGIN = `const message = "It is banned.";
const nameOf = (node) => (node?.type === "Identifier" ? node.name : undefined);
const isBanned = (object, property) =>
  (property === "randomUUID" && /^(?:crypto|globalThis|window|self)$/.test(object)) ||
  (property === "getInstance" && /^(?:WebSocketManager|AgentRegistry|DatabasePool)$/.test(object)) ||
  (property === "get" && object === "agentRegistry");
const bans = {
  create: (context) => ({
    ImportDeclaration(node) {
      if (/^(?:uuid|nanoid|ulid|cuid|@paralleldrive\\/cuid2)$|\\/(?:agents\\/execution-engine|agents\\/legacy\\/|auth\\/)/.test(node.source.value))
        context.report({ node, message });
    },
    MemberExpression(node) {
      if (isBanned(nameOf(node.object), nameOf(node.property))) context.report({ node, message });
    },
    NewExpression(node) {
      if (nameOf(node.callee) === "ExecutionEngine") context.report({ node, message });
    },
    TSStringKeyword(node) {
      const owner = node.parent?.type === "TSTypeAnnotation" ? node.parent.parent : undefined;
      if (/^(?:user|thread|run|request)Id$/.test(nameOf(owner) ?? nameOf(owner?.key) ?? "")) context.report({ node, message });
    },
  }),
};
export default { meta: { name: "bans" }, rules: { bans } };
`;

const AST_GREP_RULES = [
  ["string_fragment", `kind: string_fragment, regex: "^(?:${IDS.join("|")})$", inside: { kind: import_statement, stopBy: end }`],
  ["random", 'pattern: "$O.randomUUID($$$)"'],
  ["instance", 'pattern: "$O.getInstance($$$)"'],
  ["registry", 'pattern: "agentRegistry.get"'],
  ["engine", 'pattern: "new ExecutionEngine($$$)"'],
  ["made", 'pattern: "Math.random().toString($$$)"'],
  [
    "ids",
    'kind: type_annotation, has: { kind: predefined_type, regex: "^string$" }, follows: { regex: "^(?:user|thread|run|request)Id$" }',
  ],
];
const asRules = (rules) =>
  ["TypeScript", "Tsx"]
    .flatMap((language) =>
      rules.map(
        ([id, rule]) =>
          `id: ${id}-${language.toLowerCase()}\nlanguage: ${language}\nseverity: warning\nmessage: It is banned.\nrule: { ${rule} }\n`,
      ),
    )
    .join("---\n");

const NO_CATEGORIES = { categories: { correctness: "off" } };
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** What ESLint and ast-grep are told, in their own words. */
const EXAMPLE_BANS = { imports: RESTRICTED_IMPORTS, syntax: RESTRICTED_SYNTAX, astGrep: AST_GREP_RULES };

/** For a checkout: raw uuids, singletons, lodash and moment, as `CHECKOUT_CONTRACT` says it. */
const CHECKOUT_BANS = {
  imports: ["error", { paths: ["uuid", "nanoid", "lodash", "moment"].map((name) => ({ name, message: "It is banned." })) }],
  syntax: [
    "error",
    ...[
      "CallExpression[callee.object.name='uuid'][callee.property.name='v4']",
      "CallExpression[callee.name=/^(uuidv4|v4|nanoid|randomUUID)$/]",
      "CallExpression[callee.property.name=/^(randomUUID|getInstance)$/]",
      "MemberExpression[object.name=/^[A-Z]/][property.name='instance']",
    ].map((selector) => ({ selector, message: "It is banned." })),
  ],
  astGrep: [
    [
      "string_fragment",
      'kind: string_fragment, regex: "^(?:uuid|nanoid|lodash|moment)$", inside: { kind: import_statement, stopBy: end }',
    ],
    ...[
      "uuid.v4($$$)",
      "uuidv4($$$)",
      "v4($$$)",
      "nanoid($$$)",
      "randomUUID($$$)",
      "$O.randomUUID($$$)",
      "$O.getInstance($$$)",
    ].map((pattern, index) => [`call${index}`, `pattern: ${JSON.stringify(pattern)}`]),
    ["instance", 'pattern: "$O.instance"'],
  ],
};

/** The contract for a checkout. */
export const CHECKOUT_CONTRACT = `---
title: Bans
rules:
  no-raw-uuid: {}
  no-singleton-access: { accessors: [getInstance, instance] }
  no-deprecated-import:
    - { from: lodash, to: lodash-es }
    - { from: moment, to: dayjs }
---
`;

/** The files that a project of the bench has for its tools. */
export const configsFor = (isCheckout) => {
  const { imports, syntax, astGrep } = isCheckout ? CHECKOUT_BANS : EXAMPLE_BANS;
  return {
    "parse.config.js": `${PARSE_ONLY}];`,
    "one-rule.config.js": `const plugin = { rules: { nothing: { create: () => ({}) } } };
${PARSE_ONLY}, { plugins: { plugin }, rules: { "plugin/nothing": "error" } }];`,
    "godwit.config.js": `import godwit from "eslint-plugin-godwit";\n${PARSE_ONLY}, ...godwit.migrations()];`,
    "restricted.config.js": `${PARSE_ONLY}, { rules: ${JSON.stringify({
      "no-restricted-imports": imports,
      "no-restricted-syntax": syntax,
    })} }];`,
    "ast-grep.yml": asRules(astGrep),
    "bans-plugin.mjs": BANS_PLUGIN,
    "oxlint-imports.json": json({ ...NO_CATEGORIES, plugins: [], rules: { "no-restricted-imports": imports } }),
    "oxlint-bans.json": json({
      ...NO_CATEGORIES,
      plugins: [],
      jsPlugins: ["./bans-plugin.mjs"],
      rules: { "bans/bans": "error" },
    }),
    "oxlint-godwit.json": json({
      ...NO_CATEGORIES,
      plugins: [],
      // By its path, since the project has only the repository's packages.
      jsPlugins: [path.join(REPOSITORY, "packages/eslint-plugin/dist/oxlint.js")],
      rules: { "godwit/errors": "error", "godwit/warnings": "warn" },
    }),
  };
};
