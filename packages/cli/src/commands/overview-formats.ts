/** The names that `godwit history --format` takes; apart from their renderers, which only a run needs. */
export const HISTORY_FORMATS = ["stylish", "json", "csv"] as const;
