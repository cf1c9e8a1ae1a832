/** Columns padded to their widest cell; `paint` colours a cell after it is padded. */
export function renderTable(
  rows: readonly (readonly string[])[],
  paint: (text: string, column: number, row: number) => string,
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row, index) =>
    row
      .map((cell, column) => paint(column === row.length - 1 ? cell : cell.padEnd(widths[column]!), column, index))
      .join("  ")
      .trimEnd(),
  );
}
