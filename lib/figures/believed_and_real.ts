import { areaY, dot, line } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { coloursOf } from "./colours.ts";
import { type Mark } from "./document.ts";
import { type LegendEntry } from "./legend.ts";
import { curve, drawStepChart } from "./step_chart.ts";
import { type FigureText } from "./svg.ts";

/** What a method believed of a drag, and what was so. */
export interface BelievedDrag {
  /** As legends show it. */
  readonly method: string;
  /** In order. */
  readonly steps: readonly BelievedStep[];
}

/** Distances to the target at one step, in pixels: means over the handles. */
export interface BelievedStep {
  /** Updates made before. */
  readonly step: number;
  /** Of where the method has the handle. */
  readonly believed: number;
  /** Of where its content really is; null where nobody looked, or it could not be found. */
  readonly real: number | null;
}

/**
 * How far handles are from their targets at each step: as the method believes (dashed), and really (solid), with the
 * difference shaded, which is what a lost handle hides. An SVG file, 640 pixels wide.
 *
 * @throws {InputError} when there is no drag, or one has no step or a distance that is no finite number.
 */
export function believedAndReal(drags: readonly BelievedDrag[], text: FigureText = {}): string {
  checkDrags(drags);
  const colours = coloursOf(drags.map(({ method }) => method));
  const distances = drags.flatMap(({ steps }) =>
    steps.flatMap(({ believed, real }) => [believed, real ?? 0])
  );
  const legend: LegendEntry[] = [
    ...drags.map(({ method }, i) => ({ label: method, colour: colours[i]! })),
    { label: "real", colour: "black" },
    { label: "believed", colour: "black", symbol: "dash" },
  ];
  return drawStepChart({
    title: "Believed and real distance to the target",
    caption: "Shaded: what the method does not know of.",
    ...text,
    legend,
    lastStep: Math.max(...drags.map(({ steps }) => steps.at(-1)!.step)),
    label: "distance to the target (px)",
    range: [0, Math.max(1, ...distances)],
    marks: [
      ...drags.map(({ steps }, i) => shade(steps, colours[i]!)),
      ...drags.flatMap(({ steps }, i) => curves(steps, colours[i]!)),
    ],
  });
}

function checkDrags(drags: readonly BelievedDrag[]): void {
  if (drags.length === 0) throw new InputError("Expected at least one drag but found none.");
  for (const { method, steps } of drags) {
    if (steps.length === 0) {
      throw new InputError(`Expected at least one step of ${JSON.stringify(method)} but found none.`);
    }
    const odd = steps.flatMap(({ believed, real }) => [believed, real ?? 0]).find((v) => !Number.isFinite(v));
    if (odd !== undefined) {
      throw new InputError(`Expected finite distances of ${JSON.stringify(method)} but found ${odd}.`);
    }
  }
}

/** Nobody knows: a gap. */
const realOf = ({ real }: BelievedStep): number => real ?? NaN;

const shade = (steps: readonly BelievedStep[], fill: string): Mark =>
  areaY(steps, { x: "step", y1: "believed", y2: realOf, fill, fillOpacity: 0.13 });

function curves(steps: readonly BelievedStep[], stroke: string): Mark[] {
  const seen = steps.filter(({ real }) => real !== null);
  return [
    line(steps, { x: "step", y: "believed", stroke, strokeWidth: 1.6, strokeDasharray: "6,4" }),
    ...curve(steps, realOf, { colour: stroke, width: 2.2 }),
    dot(seen.slice(-1), { x: "step", y: "real", r: 4, fill: stroke, stroke: "white", strokeWidth: 1 }),
  ];
}
