import { line } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { drawStepChart } from "./step_chart.ts";
import { type FigureText } from "./svg.ts";

/** How far the picture was from the photograph before each update of an inversion. */
export interface InversionLosses {
  /** Of the latent's optimisation, at least one. */
  readonly pivot: readonly number[];
  /** Of the generator's tuning. */
  readonly tuning: readonly number[];
}

const COLOURS = { pivot: "#0072b2", tuning: "#d55e00" } as const;
const LABELS = { pivot: "the latent is optimised", tuning: "the generator is tuned" } as const;

/**
 * How far the picture of an inversion is from the photograph, against its steps: first the latent is optimised, then the
 * generator is tuned. An SVG file, 640 pixels wide.
 *
 * @throws {InputError} when there is no step.
 */
export function inversionCurve(losses: InversionLosses, text: FigureText = {}): string {
  if (losses.pivot.length === 0) {
    throw new InputError("Expected at least one step of an inversion but found none.");
  }
  const parts = (["pivot", "tuning"] as const).filter((part) => losses[part].length > 0);
  const offsets = { pivot: 0, tuning: losses.pivot.length };
  const all = [...losses.pivot, ...losses.tuning];
  return drawStepChart({
    title: "Inversion of a photograph",
    caption: "Weighted sum of the differences of pixels and of looks, before each update.",
    ...text,
    legend: parts.map((part) => ({ label: LABELS[part], colour: COLOURS[part] })),
    lastStep: all.length - 1,
    label: "distance from the photograph",
    range: [0, Math.max(...all)],
    marks: parts.map((part) =>
      line(losses[part], {
        x: (_: number, i: number) => offsets[part] + i,
        y: (loss: number) => loss,
        stroke: COLOURS[part],
        strokeWidth: 1.5,
      })
    ),
  });
}
