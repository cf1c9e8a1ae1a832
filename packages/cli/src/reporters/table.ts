/** Columns padded to their widest cell, those in `numbers` at the start; `paint` colours a cell after it is padded. */
export function renderTable(
  rows: readonly (readonly string[])[],
  paint: (text: string, column: number, row: number) => string,
  numbers: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number, isLast: boolean): string => {
    if (numbers.includes(column)) return cell.padStart(widths[column]!);
    return isLast ? cell : cell.padEnd(widths[column]!);
  };
  return rows.map((row, index) =>
    row
      .map((cell, column) => paint(pad(cell, column, column === row.length - 1), column, index))
      .join("  ")
      .trimEnd(),
  );
}
