/** Arrows point one way: which packages each may need. Tests may need more. */
const MAY_NEED = {
  bridge: [],
  core: [],
  project: ["core"],
  program: ["core"],
  "eslint-plugin": ["project", "core"],
  cli: ["project", "program", "core"],
  "typescript-plugin": ["project", "core"],
  "language-server": ["project", "core"],
  vscode: ["typescript-plugin", "language-server", "project", "core"],
};

/** The core's layers: each may need those in its list. */
const LAYERS = {
  disk: [],
  reasons: [],
  contracts: ["disk"],
  modules: ["disk", "reasons"],
  scan: ["disk", "contracts", "modules", "syntax"],
  syntax: ["contracts", "modules"],
  semantics: ["reasons", "contracts", "modules", "syntax"],
  patterns: ["reasons", "contracts", "modules", "syntax", "semantics"],
  naming: ["reasons", "contracts", "modules", "syntax", "semantics"],
  edits: ["reasons", "contracts", "modules", "syntax", "semantics", "patterns", "naming"],
  rules: ["reasons", "contracts", "modules", "scan", "syntax", "semantics", "patterns", "naming", "edits"],
  run: ["reasons", "contracts", "modules", "scan", "syntax", "semantics", "patterns", "naming", "edits", "rules"],
};

/** The rooms of the module service: each may need those in its list. */
const MODULE_ROOMS = {
  parsing: [],
  tree: ["parsing"],
  packages: ["tree"],
  resolving: ["tree", "packages"],
  exports: ["tree", "parsing", "resolving"],
  specifiers: ["tree", "packages", "resolving", "exports"],
  prefilter: ["tree", "parsing", "packages", "resolving", "exports", "specifiers"],
};

/** The files by which a package is entered. */
const ENTRIES = "^packages/[^/]+/(dist|src)/(index|engine|(disk|contracts|modules|editor)/index)\\.(c?js|d\\.c?ts|c?ts)$";

const SOURCES_ONLY = "\\.test\\.ts$|/test-support/";

const arrows = Object.entries(MAY_NEED).map(([name, needed]) => ({
  name: `${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/${name}/`, pathNot: SOURCES_ONLY },
  to: { path: `^packages/(?!(${[name, ...needed].join("|")})/)` },
}));

const layers = Object.entries(LAYERS).map(([name, needed]) => ({
  name: `core-${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/core/src/${name}/`, pathNot: SOURCES_ONLY },
  to: { path: `^packages/core/src/(?!(${[name, ...needed].join("|")})/)` },
}));

const rooms = Object.entries(MODULE_ROOMS).map(([name, needed]) => ({
  name: `modules-${name}-needs-only-${needed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: `^packages/core/src/modules/${name}/`, pathNot: SOURCES_ONLY },
  to: { path: `^packages/core/src/modules/(?!(${[name, ...needed].join("|")})/)` },
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
    ...rooms,
    {
      name: "editors-are-a-front",
      comment: "What editors show is one front of the project; what all fronts share needs none of it.",
      severity: "error",
      from: { path: "^packages/(project/src/(?!editor/)|cli/|eslint-plugin/)", pathNot: SOURCES_ONLY },
      to: { path: "^packages/project/(src|dist)/editor/" },
    },
    {
      name: "program-needs-only-the-disk",
      comment: "The program knows files and TypeScript, no contracts and no rules.",
      severity: "error",
      from: { path: "^packages/program/", pathNot: SOURCES_ONLY },
      to: { path: "^packages/core/(src|dist)/(?!disk/)" },
    },
    {
      name: "rules-are-apart",
      comment: "What two rules share belongs to a layer below them, or directly into rules/.",
      severity: "error",
      from: { path: "^packages/core/src/rules/([^/]+)/" },
      to: { path: "^packages/core/src/rules/[^/]+/", pathNot: "^packages/core/src/rules/$1/" },
    },
    {
      name: "core-has-no-host",
      comment: "ESLint, tsserver and the command line are hosts of the core, which loads none of their parsers.",
      severity: "error",
      from: { path: "^packages/(core|project)/src/", pathNot: [SOURCES_ONLY, "^packages/project/src/editor/"] },
      to: { path: "node_modules/(eslint|typescript|@typescript-eslint/(parser|utils|typescript-estree))/" },
    },
    {
      name: "enter-packages-by-their-entry",
      comment: "Inside a package import from files, across packages from the package's entry.",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/[^/]+/", pathNot: ["^packages/$1/", ENTRIES] },
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
