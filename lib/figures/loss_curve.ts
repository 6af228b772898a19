import { line } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { mean } from "../metrics/bootstrap.ts";
import { coloursOf } from "./colours.ts";
import { drawStepChart } from "./step_chart.ts";
import { type FigureText } from "./svg.ts";

/** The loss of one step of a training. */
export interface StepLoss {
  /** Its number, counted from 0. */
  readonly step: number;
  /** Any finite number from 0. */
  readonly loss: number;
}

/** Points of a curve at most. */
const MOST_POINTS = 200;

/** Means of the loss over stretches of equal length. */
function stretches(steps: readonly StepLoss[]): { step: number; loss: number }[] {
  const length = Math.ceil(steps.length / MOST_POINTS);
  return Array.from({ length: Math.ceil(steps.length / length) }, (_, i) => {
    const own = steps.slice(i * length, (i + 1) * length);
    return { step: mean(own.map(({ step }) => step)), loss: mean(own.map(({ loss }) => loss)) };
  });
}

/**
 * The loss of a training against its steps: means over stretches, 200 of them at most. An SVG file, 640 pixels wide.
 *
 * @throws {InputError} when there are no steps.
 */
export function lossCurve(steps: readonly StepLoss[], text: FigureText = {}): string {
  if (steps.length === 0) throw new InputError("Expected at least one step of a training but found none.");
  const points = stretches(steps);
  const length = Math.ceil(steps.length / MOST_POINTS);
  const caption = length === 1 ? "Each step's loss." : `Means over ${length} steps each.`;
  return drawStepChart({
    title: "Loss of the training",
    caption,
    ...text,
    legend: [],
    lastStep: steps.at(-1)!.step,
    label: "loss",
    range: [0, Math.max(...points.map(({ loss }) => loss))],
    marks: [line(points, { x: "step", y: "loss", stroke: coloursOf(["loss"])[0]!, strokeWidth: 1.5 })],
  });
}
