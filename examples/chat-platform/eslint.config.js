import godwit from "eslint-plugin-godwit";

export default [
  { ignores: [".vite/", "**/*.d.ts"] },
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
  ...godwit.migrations(),
];
