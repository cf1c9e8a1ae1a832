/** The formats that are made of the JSON, by the names of `--format`; apart from their renderers, which only a run needs. */
export const REPORT_FORMAT_NAMES = ["json", "sarif", "github", "gitlab", "junit", "markdown"] as const;

/** A format that is made of the JSON. */
export type ReportFormat = (typeof REPORT_FORMAT_NAMES)[number];

/** The names that `godwit check --format` takes. */
export const CHECK_FORMATS = ["stylish", ...REPORT_FORMAT_NAMES] as const;

/** A name that `godwit check --format` takes. */
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The options of `godwit check`. */
export interface CheckCommandOptions {
  readonly contract?: readonly string[];
  readonly phase?: string;
  readonly owner?: string;
  readonly staged?: boolean;
  readonly changed?: string | true;
  readonly shard?: string;
  readonly fix?: boolean;
  readonly format?: readonly string[];
  readonly output?: string;
  /** False with --no-cache. */
  readonly cache?: boolean;
  readonly lenient?: boolean;
  readonly frozen?: boolean;
  readonly quiet?: boolean;
  readonly suppressed?: boolean;
  readonly summary?: boolean;
  readonly gates?: boolean;
}
