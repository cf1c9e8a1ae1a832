/** Arrows point one way: which packages each may need. Tests may need more. */
const MAY_NEED = {
  bridge: [],
  files: [],
  contracts: ["files"],
  modules: ["files"],
  engine: ["contracts", "modules"],
  project: ["engine", "contracts", "modules", "files"],
  program: ["files"],
  "eslint-plugin": ["project", "engine", "contracts", "modules"],
  cli: ["project", "program", "engine", "contracts", "modules", "files"],
  editor: ["project", "engine", "contracts", "modules", "files"],
  "typescript-plugin": ["editor", "project", "engine", "contracts", "modules", "files"],
  "language-server": ["editor", "project", "engine", "contracts", "modules", "files"],
  vscode: ["typescript-plugin", "language-server", "files"],
};

/** The engine's layers: each may need those before it in its list. */
const LAYERS = {
  scan: [],
  syntax: [],
  semantics: ["syntax"],
  patterns: ["syntax", "semantics"],
  naming: ["syntax", "semantics"],
  edits: ["syntax", "semantics", "patterns", "naming"],
  rules: ["scan", "syntax", "semantics", "patterns", "naming", "edits"],
  run: ["scan", "syntax", "semantics", "patterns", "naming", "edits", "rules"],
};

const SOURCES_ONLY = "\\.test\\.ts$|/test-support/";

const arrows = Object.entries(MAY_NEED).map(([name, needed]) => ({
  name: `${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/${name}/`, pathNot: SOURCES_ONLY },
  to: { path: `^packages/(?!(${[name, ...needed].join("|")})/)` },
}));

const layers = Object.entries(LAYERS).map(([name, needed]) => ({
  name: `engine-${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/engine/src/${name}/`, pathNot: SOURCES_ONLY },
  to: { path: `^packages/engine/src/(?!(${[name, ...needed].join("|")})/)` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Modules that need each other, be it for a type, are one module, or a third one hides in them.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...arrows,
    ...layers,
    {
      name: "rules-are-apart",
      comment: "What two rules share belongs to a layer below them, or directly into rules/.",
      severity: "error",
      from: { path: "^packages/engine/src/rules/([^/]+)/" },
      to: { path: "^packages/engine/src/rules/[^/]+/", pathNot: "^packages/engine/src/rules/$1/" },
    },
    {
      name: "engine-has-no-host",
      comment:
        "ESLint, tsserver and the command line are hosts of the engine; it and what it is built on load none of their parsers.",
      severity: "error",
      from: { path: "^packages/(contracts|modules|engine|project)/src/", pathNot: SOURCES_ONLY },
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
