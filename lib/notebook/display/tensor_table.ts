import { type TextTable } from "../../lab/tables/text_table.ts";
import { shortNumber } from "../../short_number.ts";
import { type Tensor } from "../../tensor.ts";
import { elementsOf, type Summary } from "./tensor_numbers.ts";

/** So many rows and columns of numbers are shown at most. */
const [MOST_ROWS, MOST_COLUMNS] = [6, 8];
const ELLIPSIS = "…";

/** A summary of numbers as a table; counts of what is odd only where there is some. */
export function statistics({ least, most, mean, deviation, zeros, nan, infinite }: Summary): TextTable {
  const numbers: readonly (readonly [string, number])[] = [
    ["least", least],
    ["mean", mean],
    ["most", most],
    ["standard deviation", deviation],
    ["zeros", zeros],
    ...(nan > 0 ? [["NaN", nan] as const] : []),
    ...(infinite > 0 ? [["infinite", infinite] as const] : []),
  ];
  return {
    head: numbers.map(([label]) => label),
    rows: [numbers.map(([, value]) => Number.isNaN(value) ? "–" : shortNumber(value))],
    right: numbers.map((_, i) => i),
  };
}

/** Indices along an axis: all, or the first ones and the last with a gap between them. */
function shownIndices(length: number, most: number): (number | undefined)[] {
  if (length <= most) return [...Array(length).keys()];
  return [...Array(most - 2).keys(), undefined, length - 1];
}

/** A corner of the last two axes, at 0 of the others; the last number of each axis is shown too. */
export function corner(tensor: Tensor): TextTable {
  const { shape } = tensor;
  const values = elementsOf(tensor);
  const [height, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const columns = shownIndices(width, MOST_COLUMNS);
  const cell = (y: number | undefined, x: number | undefined): string =>
    y === undefined || x === undefined ? ELLIPSIS : shortNumber(values[y * width + x]!);
  const isVector = shape.length < 2;
  return {
    head: [...(isVector ? [] : [placeOf(shape)]), ...columns.map((x) => `${x ?? ELLIPSIS}`)],
    rows: shownIndices(height, MOST_ROWS).map((y) => [
      ...(isVector ? [] : [`${y ?? ELLIPSIS}`]),
      ...columns.map((x) => cell(y, x)),
    ]),
    right: [...columns.keys(), ...(isVector ? [] : [columns.length])],
  };
}

/** Which part of a tensor its last two axes are shown of: `[0, 0, y, x]`. */
const placeOf = (shape: readonly number[]): string =>
  `[${[...shape.slice(2).map(() => "0"), "y", "x"].join(", ")}]`;
