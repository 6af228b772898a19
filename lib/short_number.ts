/** A number with four digits that count: `0.1235`, `1.235e-9`, `12`. Integers of 64 bits have all of theirs. */
export function shortNumber(value: number | bigint): string {
  if (typeof value === "bigint") return String(value);
  return Number.isInteger(value) && Math.abs(value) < 1e6
    ? `${value + 0}`
    : `${Number(value.toPrecision(4))}`;
}
