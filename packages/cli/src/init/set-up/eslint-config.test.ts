import { describe, expect, test } from "vitest";
import { addToConfig } from "./eslint-config.js";

const IMPORT = 'import godwit from "eslint-plugin-godwit";\n';

describe("addToConfig", () => {
  test.each([
    ["a list on one line", "export default [a, b];\n", `${IMPORT}\nexport default [a, b, ...godwit.migrations()];\n`],
    ["an empty list", "export default [];\n", `${IMPORT}\nexport default [...godwit.migrations()];\n`],
    [
      "a list on several lines, with commas at the ends",
      'import js from "@eslint/js";\n\nexport default [\n  js.configs.recommended, // all\n];\n',
      'import js from "@eslint/js";\nimport godwit from "eslint-plugin-godwit";\n\nexport default [\n  js.configs.recommended,\n  ...godwit.migrations(), // all\n];\n',
    ],
    [
      "a list without a comma at the end",
      "export default [\n\ta\n];\n",
      `${IMPORT}\nexport default [\n\ta,\n\t...godwit.migrations()\n];\n`,
    ],
    [
      "a list with a name",
      "const configs = [a];\nexport default configs;\n",
      `${IMPORT}\nconst configs = [a, ...godwit.migrations()];\nexport default configs;\n`,
    ],
    [
      "defineConfig with a list",
      "export default defineConfig([a]);\n",
      `${IMPORT}\nexport default defineConfig([a, ...godwit.migrations()]);\n`,
    ],
    [
      "config of typescript-eslint",
      "export default tseslint.config(a, { files: [b] });\n",
      `${IMPORT}\nexport default tseslint.config(a, { files: [b] }, ...godwit.migrations());\n`,
    ],
    [
      "a list with a type",
      "export default [a] satisfies Linter.Config[];\n",
      `${IMPORT}\nexport default [a, ...godwit.migrations()] satisfies Linter.Config[];\n`,
    ],
    [
      "module.exports behind requires",
      'const js = require("@eslint/js");\n\nmodule.exports = [js];\n',
      'const js = require("@eslint/js");\nconst godwit = require("eslint-plugin-godwit");\n\nmodule.exports = [js, ...godwit.migrations()];\n',
    ],
    [
      "a config with single quotes and no semicolons, in its style",
      "import a from 'a'\nexport default [a]\n",
      "import a from 'a'\nimport godwit from 'eslint-plugin-godwit'\nexport default [a, ...godwit.migrations()]\n",
    ],
    [
      "Windows' line ends",
      'import a from "a";\r\nexport default [\r\n  a,\r\n];\r\n',
      'import a from "a";\r\nimport godwit from "eslint-plugin-godwit";\r\nexport default [\r\n  a,\r\n  ...godwit.migrations(),\r\n];\r\n',
    ],
  ])("adds to %s", (_, before, after) => {
    expect(addToConfig("eslint.config.ts", before)).toBe(after);
  });

  test.each([
    ["a function of the project", "export default mine([a]);\n"],
    ["an import that is passed on", 'export { default } from "./mine.js";\n'],
    ["a promise", "export default (async () => [a])();\n"],
    ["a name that is declared twice", "var configs = [a];\nvar configs = [b];\nexport default configs;\n"],
    ["one config that is no list", "export default { rules: {} };\n"],
    ["a name that is taken", "const godwit = 1;\nexport default [godwit];\n"],
    ["what does not parse", "export default [;\n"],
  ])("leaves %s alone", (_, text) => {
    expect(addToConfig("eslint.config.ts", text)).toBeUndefined();
  });
});
