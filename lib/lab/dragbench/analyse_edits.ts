import { benchmarkBars } from "../../figures/benchmark_bars.ts";
import { InputError } from "../../errors.ts";
import { bootstrap, type Interval, mean } from "../../metrics/bootstrap.ts";
import { EDIT_QUANTITIES, type EditQuantity, type MeasuredEdit } from "../../metrics/edit_averages.ts";
import { type Quantity } from "../measure.ts";
import { type Row } from "../run/row.ts";
import { type Analysis } from "../tables/analysis.ts";
import { type Group, groupsBy, numbersOf } from "../tables/summary.ts";
import { relativeTable } from "../tables/relative_table.ts";
import { type Cell, type Table } from "../tables/table.ts";
import { measuredEdit } from "./edit_row.ts";
import { publishedEdits } from "./published_edits.ts";

/** Averages are of all pictures together, not of one each: a sample drawn anew costs more than that of a mean. */
const RESAMPLES = 2000;

/** A method with its edits. */
interface Edits {
  readonly method: string;
  readonly rows: readonly Row[];
  readonly edits: readonly MeasuredEdit[];
  /** Averages with their intervals, by the quantity's name; null where it was not measured. */
  readonly intervals: ReadonlyMap<string, Interval | null>;
}

/** An average with its interval; pictures are drawn anew. */
function intervalOf(edits: readonly MeasuredEdit[], { of }: EditQuantity): Interval | null {
  if (of(edits) === undefined) return null;
  return bootstrap(edits, (sample) => of(sample)!, { resamples: RESAMPLES });
}

function editsOf({ label, rows }: Group): Edits {
  const edits = rows.map(measuredEdit);
  const intervals = new Map(EDIT_QUANTITIES.map((quantity) => [quantity.name, intervalOf(edits, quantity)]));
  return { method: label, rows, edits, intervals };
}

/** A method with the rows of the pictures that it edited, if there are any. */
function edited({ label, rows }: Group): Group[] {
  const own = rows.filter(({ distances }) => typeof distances === "string");
  return own.length === 0 ? [] : [{ label, rows: own }];
}

/** Methods on the pictures that all of them edited; nothing where these are all, or none. */
function onCommon(groups: readonly Group[]): Group[] | undefined {
  const names = groups.map(({ rows }) => new Set(rows.map(({ sample }) => sample)));
  const isCommon = ({ sample }: Row): boolean => names.every((own) => own.has(sample!));
  const common = groups.map(({ label, rows }) => ({ label, rows: rows.filter(isCommon) }));
  const count = common[0]!.rows.length;
  return count === 0 || names.every(({ size }) => size === count) ? undefined : common;
}

/** The quantities that some method has. */
const measuredOf = (methods: readonly Edits[]): EditQuantity[] =>
  EDIT_QUANTITIES.filter(({ name }) => methods.some(({ intervals }) => intervals.get(name)));

/** Mean of a column; null where nothing is in it. */
function meanOf(rows: readonly Row[], column: string): Cell {
  const values = numbersOf(rows, column);
  return values.length === 0 ? null : mean(values);
}

/** Pairs whose handle is at its target already: they are measured, and not dragged. */
const still = (rows: readonly Row[]): number =>
  numbersOf(rows, "still").reduce((sum, value) => sum + value, 0);

/** A row for each method: the averages that papers have, and how its drags ended. */
function tableOf(methods: readonly Edits[]): Table {
  const quantities = measuredOf(methods);
  return {
    columns: [
      { name: "method", label: "method" },
      { name: "pictures", label: "pictures" },
      { name: "pairs", label: "pairs" },
      { name: "still", label: "of them at their target before" },
      ...quantities.map(({ name, label, digits }) => ({ name, label, digits })),
      { name: "believed", label: "believed distance [px]", digits: 2 },
      { name: "arrived", label: "drags that arrived [%]", digits: 1 },
      { name: "steps", label: "steps", digits: 1 },
      { name: "features", label: "handles found by" },
      { name: "distance", label: "IF is 1 −" },
    ],
    rows: methods.map(({ method, rows, edits, intervals }) => [
      method,
      rows.length,
      edits.reduce((sum, { numbers }) => sum + numbers.distances.length, 0),
      still(rows),
      ...quantities.map(({ name }) => intervals.get(name)!),
      ...["believed", "arrived", "steps"].map((column) => meanOf(rows, column)),
      ...["features", "distance"].map((column) => String(rows[0]![column])),
    ]),
  };
}

/** What is shown of each category, as DragDiffusion's paper does. */
const BY_CATEGORY = ["md_pairs", "fidelity"];

/**
 * A row for each category, a column for each method: mean distance over its pairs and image fidelity; empty where a method
 * did not edit all of its pictures.
 */
function categoryTable(methods: readonly Edits[]): Table {
  const quantities = EDIT_QUANTITIES.filter(({ name }) => BY_CATEGORY.includes(name));
  const categories = [...new Set(methods.flatMap(({ edits }) => edits.map(({ category }) => category)))];
  return {
    columns: [
      { name: "category", label: "category" },
      { name: "pictures", label: "pictures" },
      ...quantities.flatMap(({ name, label, digits }) =>
        methods.map(({ method }) => ({ name: `${name} ${method}`, label: `${label}: ${method}`, digits }))
      ),
    ],
    rows: categories.map((category) => {
      const edits = methods.map((method) => method.edits.filter((edit) => edit.category === category));
      const pictures = Math.max(...edits.map(({ length }) => length));
      const average = ({ of }: EditQuantity): Cell[] =>
        edits.map((own) => (own.length < pictures ? null : of(own) ?? null));
      return [category, pictures, ...quantities.flatMap(average)];
    }),
  };
}

/** What methods are compared in picture by picture, as means over its pairs. */
const COMPARED: readonly Quantity[] = [
  { name: "md", label: "MD", better: "less" },
  { name: "m_md", label: "m-MD", better: "less" },
  { name: "fidelity", label: "IF", better: "more" },
  { name: "dai_1", label: "DAI(1)", better: "less" },
];

/** The method that the others are compared with. */
const REFERENCE = "dragdiffusion";

/** What the figure shows. */
const DRAWN = ["md_pairs", "m_md", "fidelity", "dai_1"];

function figureOf(methods: readonly Edits[], title: string): string {
  const panels = measuredOf(methods).filter(({ name }) => DRAWN.includes(name)).map((quantity) => ({
    label: quantity.label,
    digits: quantity.digits,
    better: quantity.better,
    values: methods.map(({ intervals }) => intervals.get(quantity.name)!),
  }));
  const { features, distance } = methods[0]!.rows[0]!;
  const pictures = methods[0]!.rows.length;
  return benchmarkBars(methods.map(({ method }) => method), panels, {
    title,
    caption: [
      `${pictures === 1 ? "One picture" : `${pictures} pictures`}.`,
      `MD: distance to the targets from where handles are found again by ${features}; m-MD: found inside of the mask.`,
      `IF: 1 − ${distance}. DAI(1): squared difference of the patches around handle before and target after.`,
      "Bars: averages; lines: their bootstrap 95 % intervals over pictures.",
    ].join(" "),
  });
}

/**
 * Tables and a figure of edits of a dataset, from rows of {@linkcode editRow}.
 *
 * @throws {InputError} when there is no row of a picture that was measured.
 */
export function analyseEdits(rows: readonly Row[], name: string, title: string): Analysis {
  const groups = groupsBy(rows, "method").flatMap(edited);
  if (groups.length === 0) {
    throw new InputError(`Expected a measured picture in ${title}'s rows but found none.`);
  }
  const methods = groups.map(editsOf);
  const common = onCommon(groups);
  const relative = relativeTable(groups, COMPARED, {
    column: { name: "method", label: "method" },
    against: REFERENCE,
    key: "sample",
  });
  return {
    tables: {
      [name]: tableOf(methods),
      [`${name}-categories`]: categoryTable(methods),
      ...(common ? { [`${name}-common`]: tableOf(common.map(editsOf)) } : {}),
      ...(relative.rows.length > 0 ? { [`${name}-relative`]: relative } : {}),
      ...Object.fromEntries(
        Object.entries(publishedEdits()).map(([paper, table]) => [`${name}-published-${paper}`, table]),
      ),
    },
    figures: { [name]: figureOf(methods, title) },
  };
}
