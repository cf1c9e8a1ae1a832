/** The names that `godwit history --format` takes; apart from their renderers, which only a run needs. */
export const HISTORY_FORMATS = ["stylish", "json", "csv"] as const;

/** The names that `godwit status --format` takes. */
export const STATUS_FORMATS = ["stylish", "json"] as const;

/** The names that `godwit status --by` takes. */
export const GROUP_KINDS = ["owner", "package", "phase"] as const;

/** The names that `godwit report --format` takes without `--from`. */
export const OVERVIEW_FORMATS = ["html", "md", "json", "csv"] as const;

/** The names that `godwit contracts graph --format` takes. */
export const GRAPH_FORMATS = ["mermaid", "dot"] as const;
