/** The page of a rule. */
export function ruleUrl(rule: string): string {
  return `https://github.com/godwit-dev/godwit/blob/main/docs/rules/${rule}.md`;
}
