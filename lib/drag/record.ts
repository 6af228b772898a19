import { type Generator } from "../generators/generator.ts";
import { type Size } from "../generators/size.ts";
import { type Method } from "./method.ts";
import { motionOf } from "./motion/motion_of.ts";
import { type Point, type PointPair } from "./points.ts";
import { type DragProblem } from "./problem.ts";
import { type Provenance } from "./provenance.ts";
import { type DragStep } from "./state.ts";

/** One line of `steps.jsonl`: the state of a drag before update `step` + 1. */
export interface StepLine {
  /** Updates made before. */
  readonly step: number;
  /** Handles after tracking, [x, y] in pixels of the picture. */
  readonly handles: readonly Point[];
  /** Pixels between each handle and its target. */
  readonly distances: readonly number[];
  /** Loss before the update; absent on the line that ends a drag which arrived. */
  readonly loss?: number;
  /** Confidence of each handle, relative to the undragged picture. */
  readonly confidence: readonly number[];
  /** What supervised each handle. */
  readonly supervisedBy: readonly ("current" | "template")[];
  /** True on the line that ends a drag which arrived. */
  readonly stopped?: true;
}

/** What figures are drawn from: one drag as it was recorded. */
export interface DragRecord {
  /** Name of the method, as legends show it. */
  readonly method: string;
  /** Height and width of the picture in pixels. */
  readonly size: Size;
  /** Handles and targets as they were asked for. */
  readonly points: readonly PointPair[];
  /** The threshold of confidence, where the method has one. */
  readonly tau?: number;
  /** Its steps in order. */
  readonly steps: readonly StepLine[];
}

/** How long a drag took. */
export interface Timings {
  /** Number of steps. */
  readonly steps: number;
  /** Median over the steps. */
  readonly secondsPerStep: number;
  /** Of all steps, with compilation. */
  readonly seconds: number;
}

/** The content of `record.json`. */
export interface RecordFile extends Provenance, Omit<DragRecord, "steps"> {
  /** What the method was set to, defaults too. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** Whether every handle arrived. */
  readonly arrived: boolean;
  /** How long it took; the only part that differs between equal drags. */
  readonly timings: Timings;
}

/** What a record says of a drag beside its steps. */
export function recordWithoutSteps(
  { size }: Pick<Generator, "size">,
  { points }: Pick<DragProblem, "points">,
  method: Method,
): Omit<DragRecord, "steps"> {
  const { tau } = motionOf(method);
  return {
    method: method.name,
    size,
    points,
    ...(tau !== undefined && Number.isFinite(tau) ? { tau } : {}),
  };
}

/** The line of a step. */
export function stepLine(step: DragStep): StepLine {
  const { handles, distances, loss, confidence, supervisedBy, stopped } = step;
  return {
    step: step.step,
    handles,
    distances,
    ...(loss === undefined ? {} : { loss }),
    confidence,
    supervisedBy,
    ...(stopped ? { stopped: true } : {}),
  };
}
