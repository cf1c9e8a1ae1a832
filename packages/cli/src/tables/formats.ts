/** The formats that are made of the JSON of `godwit check`, by the names of `--format`. */
export const REPORT_FORMAT_NAMES = ["json", "sarif", "github", "gitlab", "junit", "markdown"] as const;

/** A format that is made of the JSON. */
export type ReportFormat = (typeof REPORT_FORMAT_NAMES)[number];

/** The names that `godwit check --format` takes. */
export const CHECK_FORMATS = ["stylish", ...REPORT_FORMAT_NAMES] as const;

/** A name that `godwit check --format` takes. */
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The names that `--format` takes where a result is for people or for programs. */
export const PLAIN_FORMATS = ["stylish", "json"] as const;

/** The names that `godwit plan --format` takes. */
export const PLAN_FORMATS = ["stylish", "md", "json", "html"] as const;

/** The names that `godwit consumers --format` takes. */
export const CONSUMERS_FORMATS = ["stylish", "md", "json", "mermaid", "dot"] as const;

/** The names that `godwit history --format` takes. */
export const HISTORY_FORMATS = ["stylish", "json", "csv"] as const;

/** The names that `godwit report --format` takes without `--from`. */
export const OVERVIEW_FORMATS = ["html", "md", "json", "csv"] as const;

/** The names that `godwit contracts graph --format` takes. */
export const GRAPH_FORMATS = ["mermaid", "dot"] as const;

/** The names that `godwit status --by` takes. */
export const GROUP_KINDS = ["owner", "package", "phase"] as const;
