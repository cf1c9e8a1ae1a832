import { readdirSync } from "node:fs";
import js from "@eslint/js";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import tseslint from "typescript-eslint";

const PACKAGES = ["packages/*/src/**/*.ts", "packages/*/test-support/**/*.ts", "test/**/*.ts"];
const TESTS = ["**/*.test.ts", "test/**", "packages/*/test-support/**"];

const RULES = new URL("packages/core/src/rules/", import.meta.url);
/** The names of godwit's rules, as a regular expression: a rule's folder has its name. */
const RULE_NAMES = readdirSync(RULES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .join("|");

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "**/coverage/",
      "examples/*/",
      "test/*/fixtures/",
      "test/conformance/contracts/",
      "**/.vite/",
      "docs/site/.pages/",
      "docs/site/.public/",
      "docs/site/.vitepress/cache/",
    ],
  },
  js.configs.recommended,
  { languageOptions: { globals: { console: "readonly", performance: "readonly", process: "readonly", URL: "readonly" } } },
  {
    files: PACKAGES,
    // The rules that need types are in .oxlintrc.json: there they take 13 s, here four minutes.
    extends: [tseslint.configs.strict],
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // `!` says what the author knows and the compiler can't; with noUncheckedIndexedAccess it is often so.
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-control-regex": "off",
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: TESTS,
    rules: {
      "max-lines": ["error", 400],
      "max-params": ["error", 4],
      "no-console": "error",
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: [...TESTS, "packages/core/src/rules/**"],
    rules: {
      // A literal that is a rule's name, and a template that ends an id such as ids/no-x#wrap; prose may name a rule.
      "no-restricted-syntax": [
        "error",
        {
          selector: `:matches(Literal[value=/^(${RULE_NAMES})$/], TemplateElement[value.raw=/(^|\\u002F)(${RULE_NAMES})($|#)/])`,
          message: "A rule's folder has all that is known of it: add what you need to defineRule, and ask every rule.",
        },
      ],
    },
  },
  {
    files: ["packages/cli/src/**/*.ts"],
    ignores: [...TESTS, "packages/cli/src/main.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "process", message: "Only main.ts touches process; take what you need as an argument." },
      ],
    },
  },
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: [...TESTS, "packages/core/src/disk/**"],
    rules: {
      // One door to the disk: what is no regular file, too large or out of the root stops there.
      "no-restricted-imports": [
        "error",
        {
          paths: ["fs", "node:fs", "fs/promises", "node:fs/promises"].map((name) => ({
            name,
            message: "Only @godwit/core/disk opens, writes and lists: what you need is there, or belongs there.",
          })),
        },
      ],
      "no-restricted-properties": [
        "error",
        {
          object: "sys",
          property: "readFile",
          message:
            "TypeScript's own reader waits for a pipe: use @godwit/core/disk, or guardedSystem where TypeScript itself reads.",
        },
      ],
    },
  },
  {
    files: TESTS,
    ignores: ["test/support/properties.ts"],
    rules: {
      // Number of runs and seed come from one place, so that a run's answer depends on the code only.
      "no-restricted-properties": [
        "error",
        ...["assert", "check", "sample"].map((property) => ({
          object: "fc",
          property,
          message: "Use assertProperty or sampleOf of test/support/properties.ts: they give the seed.",
        })),
      ],
    },
  },
  { files: TESTS, rules: { "@typescript-eslint/no-explicit-any": "off" } },
  {
    files: ["docs/site/engine/**/*.ts", "docs/site/play/**/*.ts"],
    extends: [tseslint.configs.strict],
    rules: { "max-lines": ["error", 400], "max-params": ["error", 4], "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["docs/site/offline.js"],
    languageOptions: {
      globals: Object.fromEntries(
        "VERSION NEEDED addEventListener caches clients fetch registration skipWaiting"
          .split(" ")
          .map((name) => [name, "readonly"]),
      ),
    },
  },
  {
    files: ["packages/eslint-plugin/src/**/*.ts"],
    extends: [eslintPlugin.configs.recommended],
  },
);
