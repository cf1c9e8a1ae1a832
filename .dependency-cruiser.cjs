/** Arrows point one way: which packages each may need. Tests may need more. */
const MAY_NEED = {
  contracts: [],
  engine: ["contracts"],
  "eslint-plugin": ["engine", "contracts"],
  cli: ["engine", "contracts"],
  editor: ["engine", "contracts"],
  "typescript-plugin": ["editor", "engine", "contracts"],
  "language-server": ["editor", "engine", "contracts"],
  vscode: ["typescript-plugin", "language-server"],
};

const arrows = Object.entries(MAY_NEED).map(([name, needed]) => ({
  name: `${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/${name}/` },
  to: { path: `^packages/(?!(${[name, ...needed].join("|")})/)` },
}));

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
    ...arrows,
    {
      name: "engine-has-no-host",
      comment: "ESLint, tsserver and the command line are hosts of the engine; it loads none of their parsers.",
      severity: "error",
      from: { path: "^packages/(contracts|engine)/src/", pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules/(eslint|typescript|@typescript-eslint/(parser|utils|typescript-estree))/" },
    },
    {
      name: "enter-packages-by-their-entry",
      comment: "Inside a package import from files, across packages from the package's entry.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/[^/]+/", pathNot: ["^packages/$1/", "^packages/[^/]+/(dist|src)/index\\.(c?js|d\\.c?ts|c?ts)$"] },
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
