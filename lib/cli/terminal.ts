type Stream = { writeSync(bytes: Uint8Array): number };

function writeAll(stream: Stream, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
}

/** Writes lines to standard output: what was asked for. */
export const print = (text: string): void => writeAll(Deno.stdout, `${text}\n`);

/** Writes lines to standard error: progress, warnings and errors. */
export const note = (text: string): void => writeAll(Deno.stderr, `${text}\n`);

/** A table with aligned columns; those named in `right` stand to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const aligned = (cell: string, i: number): string =>
    right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!);
  return rows.map((row) => row.map(aligned).join("  ").trimEnd()).join("\n");
}
