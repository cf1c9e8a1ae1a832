/** Plugin namespaces of well-known ESLint plugins: a contract with such an id would clash with the plugin. */
const RESERVED_IDS: readonly string[] = [
  "actions",
  "angular",
  "antfu",
  "array-func",
  "astro",
  "ava",
  "babel",
  "barrel-files",
  "better-tailwindcss",
  "boundaries",
  "builtin",
  "check-file",
  "command",
  "compat",
  "css",
  "css-modules",
  "cypress",
  "de-morgan",
  "depend",
  "deprecation",
  "drizzle",
  "ember",
  "es",
  "es-x",
  "eslint-comments",
  "eslint-plugin",
  "ext",
  "filenames",
  "flowtype",
  "format",
  "formatjs",
  "functional",
  "github",
  "godwit",
  "graphql",
  "header",
  "html",
  "i18next",
  "import",
  "import-lite",
  "import-x",
  "jest",
  "jest-dom",
  "jest-extended",
  "jest-formatting",
  "js",
  "jsdoc",
  "json",
  "json-schema-validator",
  "jsonc",
  "jsx-a11y",
  "lit",
  "lit-a11y",
  "local",
  "local-rules",
  "lodash",
  "markdown",
  "mdx",
  "mocha",
  "n",
  "next",
  "no-barrel-files",
  "no-only-tests",
  "no-relative-import-paths",
  "no-secrets",
  "no-unsanitized",
  "node",
  "node-dependencies",
  "nx",
  "package-json",
  "perfectionist",
  "playwright",
  "pnpm",
  "prefer-arrow",
  "prettier",
  "primer-react",
  "project-structure",
  "promise",
  "qwik",
  "react",
  "react-compiler",
  "react-dom",
  "react-hooks",
  "react-hooks-extra",
  "react-native",
  "react-perf",
  "react-refresh",
  "react-web-api",
  "react-x",
  "redos",
  "regexp",
  "rulesdir",
  "rxjs",
  "rxjs-x",
  "security",
  "sentry",
  "simple-import-sort",
  "solid",
  "sonarjs",
  "sort-destructure-keys",
  "sort-keys",
  "spellcheck",
  "sql",
  "standard",
  "storybook",
  "style",
  "stylistic",
  "svelte",
  "tailwind",
  "tailwindcss",
  "testing-library",
  "toml",
  "total-functions",
  "ts",
  "tsdoc",
  "tsl",
  "turbo",
  "typescript",
  "typescript-eslint",
  "typescript-sort-keys",
  "unicorn",
  "unocss",
  "unused-imports",
  "validate-filename",
  "vitest",
  "vitest-globals",
  "vue",
  "vue-scoped-css",
  "vuejs-accessibility",
  "wc",
  "workspaces",
  "yaml",
  "yml",
  "you-dont-need-lodash-underscore",
  "youre-doing-it-wrong",
  "zod",
];

const reserved = new Set(RESERVED_IDS);

/** What is wrong with a contract's id, as a sentence, or undefined. */
export function findIdFault(id: string): { code: "bad-id" | "reserved-id"; message: string } | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return {
      code: "bad-id",
      message: `The file's name is the contract's id and must be kebab-case: rename it to ${free(kebab(id))}.md.`,
    };
  }
  if (!isReserved(id)) return undefined;
  const whose = reserved.has(id) ? "the namespace of a well-known ESLint plugin" : "a name that every object of JavaScript has";
  return { code: "reserved-id", message: `"${id}" is ${whose}: rename the file, for instance to ${free(id)}.md.` };
}

/** Plugins are kept by their names in an object. */
function isReserved(id: string): boolean {
  return reserved.has(id) || id in {};
}

function free(id: string): string {
  return isReserved(id) ? `${id}-migration` : id;
}

function kebab(id: string): string {
  const words = id
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const name = words?.join("-") ?? "my-migration";
  return /^[a-z]/.test(name) ? name : `migration-${name}`;
}
