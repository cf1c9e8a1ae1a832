/** Arrows point one way (see CONTRIBUTING.md): eslint-plugin, cli → engine → contracts. */
const source = (name) => `^packages/${name}/(src|test-support)/`;
const anyOf = (name) => `^packages/${name}/`;

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other are one module, or a third one hides in them.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "contracts-know-nobody",
      severity: "error",
      from: { path: source("contracts") },
      to: { path: "^packages/(?!contracts/)" },
    },
    {
      name: "engine-knows-contracts-only",
      severity: "error",
      from: { path: source("engine") },
      to: { path: "^packages/(?!contracts/|engine/)" },
    },
    {
      name: "engine-has-no-host",
      comment: "ESLint, tsserver and the command line are hosts of the engine; it loads none of their parsers.",
      severity: "error",
      from: { path: "^packages/(contracts|engine)/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules/(eslint|typescript|@typescript-eslint/(parser|utils|typescript-estree))/" },
    },
    {
      name: "eslint-plugin-knows-no-front",
      severity: "error",
      from: { path: source("eslint-plugin") },
      to: { path: "^packages/(?!contracts/|engine/|eslint-plugin/)" },
    },
    {
      name: "nobody-needs-the-cli",
      severity: "error",
      from: { path: "^packages/", pathNot: anyOf("cli") },
      to: { path: anyOf("cli") },
    },
    {
      name: "enter-packages-by-their-entry",
      comment: "Inside a package import from files, across packages from the package's entry.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/[^/]+/", pathNot: ["^packages/$1/", "^packages/[^/]+/(dist|src)/index\\.(js|d\\.ts|ts)$"] },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    exclude: { path: "(^|/)dist/.*\\.map$" },
    doNotFollow: { path: ["node_modules", "/dist/"] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "require", "node", "default"],
      mainFields: ["module", "main", "types"],
    },
  },
};
