import { type Interval } from "../metrics/bootstrap.ts";
import { coloursOf, sharedColour } from "./colours.ts";
import { figureDocument } from "./document.ts";
import { checkMeans } from "./interval.ts";
import { drawIntervalRows } from "./interval_rows.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** One quantity of a benchmark. */
export interface BenchmarkPanel {
  /** What it is. */
  readonly label: string;
  /** Its unit; default none. */
  readonly unit?: string;
  /** Digits after the point (default: so many that the largest mean has three in all). */
  readonly digits?: number;
  /** Which is better, said beside the label; default: neither. */
  readonly better?: "less" | "more";
  /** Mean and interval of each method; null where it was not measured. */
  readonly values: readonly (Interval | null)[];
}

/** Options of {@linkcode benchmarkBars}. */
export interface BenchmarkBarsOptions extends FigureText {
  /** Panels in a row (default 2). */
  readonly columns?: number;
}

const WIDTH = 360;
const BETTER = { less: "less is better", more: "more is better" } as const;

/**
 * What methods reached on some quantities: bars from 0 with their 95 % intervals and numbers, one panel for each
 * quantity. An SVG file.
 *
 * @param methods as labels have them; each keeps its colour of the other figures.
 * @throws {InputError} when there is no method or no panel, or a panel has not one value for each method.
 */
export function benchmarkBars(
  methods: readonly string[],
  panels: readonly BenchmarkPanel[],
  { columns = 2, ...text }: BenchmarkBarsOptions = {},
): string {
  checkMeans(methods, panels.map(({ label, values }) => ({ label, means: values })));
  const document = figureDocument();
  const colours = coloursOf(methods, sharedColour);
  const drawn = panels.map((panel): LabelledPanel => {
    const { label, unit, better, values, digits } = panel;
    const rows = methods.map((method, i) => ({ label: method, colour: colours[i]!, interval: values[i]! }));
    const axis = [unit ?? "", better ? `(${BETTER[better]})` : ""].filter(Boolean).join(" ");
    const numbers = digits === undefined ? {} : { digits };
    return {
      ...drawIntervalRows(document, { label: axis, rows, bars: true, width: WIDTH, ...numbers }),
      label,
    };
  });
  return composeFigure({
    caption: "Bars: means; lines: their bootstrap 95 % intervals.",
    ...text,
    document,
    ...placePanels(document, drawn, columns),
  });
}
