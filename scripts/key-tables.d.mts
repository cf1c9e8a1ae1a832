import type { RuleDescription } from "@godwit/core/contracts";

export function renderKeyTables(descriptions: readonly RuleDescription[]): string;
