/** The names that `godwit plan --format` takes; apart from their renderers, which only a run needs. */
export const PLAN_FORMATS = ["stylish", "md", "json", "html"] as const;

/** The names that `godwit consumers --format` takes. */
export const CONSUMERS_FORMATS = ["stylish", "md", "json", "mermaid", "dot"] as const;
