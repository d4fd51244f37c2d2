/** Rows of a table in plain text under their heads, two spaces in: columns to the right, the last one to the left. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  const last = head.length - 1;
  return lines.map((cells) =>
    `  ${cells.map((cell, column) => (column === last ? cell : cell.padStart(widths[column]))).join('  ')}`.trimEnd(),
  );
}
