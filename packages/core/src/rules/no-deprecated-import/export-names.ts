import type { ExportTest } from "../../modules/index.js";

/** The exports that an entry speaks of. */
export interface ExportNames extends ExportTest {
  /** As the contract writes them. */
  readonly written: readonly string[];
}

/** Reads names and patterns such as `getOrganization*`; a pattern means no default export, which has no name of its own. */
export function exportNames(written: readonly string[]): ExportNames {
  const exact = new Set(written.filter((name) => !isPattern(name)));
  const patterns = written.filter(isPattern).map(expressionOf);
  return {
    written,
    has: (name) => exact.has(name) || (name !== "default" && name !== "*" && patterns.some((pattern) => pattern.test(name))),
    texts: written.map((name) => name.split("*").reduce((best, part) => (part.length > best.length ? part : best))),
  };
}

/** Whether a name of the option is a pattern. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split(/\*+/u).map((part) => part.replace(/[$()+.?[\\\]^{|}]/gu, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "u");
}
