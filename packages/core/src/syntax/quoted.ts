/** A string literal in the given quotes. */
export function quoted(value: string, quote: '"' | "'"): string {
  const body = JSON.stringify(value).slice(1, -1);
  return quote === '"' ? `"${body}"` : `'${body.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
