import { type Point } from "../drag/points.ts";
import { type DragRecord, type StepLine } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { mean } from "../metrics/bootstrap.ts";

/**
 * Refuses records that cannot be drawn.
 *
 * @throws {InputError} when there are no points, when a step does not have all of them, and when coordinates are
 * no finite numbers.
 */
export function checkRecord({ method, points, steps }: DragRecord): void {
  const name = `the record of ${JSON.stringify(method)}`;
  if (points.length === 0) {
    throw new InputError(`Expected at least one pair of points in ${name} but found none.`);
  }
  const isPoint = (point: Point): boolean => point.length === 2 && point.every(Number.isFinite);
  for (const { handle, target } of points) {
    if (!isPoint(handle) || !isPoint(target)) {
      throw new InputError(`Expected points [x, y] in ${name} but found [${handle}] and [${target}].`);
    }
  }
  for (const { step, handles, distances, confidence, supervisedBy } of steps) {
    const counts = [handles, distances, confidence, supervisedBy].map((values) => values.length);
    if (counts.some((count) => count !== points.length)) {
      throw new InputError(
        `Expected ${points.length} handles, distances, confidences and supervisors at step ${step} of ${name} but found ${counts}.`,
      );
    }
    if (!handles.every(isPoint)) {
      throw new InputError(
        `Expected handles [x, y] at step ${step} of ${name} but found ${JSON.stringify(handles)}.`,
      );
    }
  }
}

/**
 * Refuses what {@linkcode checkRecord} refuses, and records without a step.
 *
 * @throws {InputError} then.
 */
export function checkSteps(record: DragRecord): void {
  checkRecord(record);
  if (record.steps.length === 0) {
    throw new InputError(
      `Expected at least one step in the record of ${JSON.stringify(record.method)} but found none.`,
    );
  }
}

/** Where each handle was, from where it was set to where it was last found, up to and with a step (default: all). */
export function pathsOf({ points, steps }: DragRecord, lastStep = Infinity): Point[][] {
  const walked = steps.filter(({ step }) => step <= lastStep);
  return points.map(({ handle }, i) => [handle, ...walked.map(({ handles }) => handles[i]!)]);
}

/** The mean distance of the handles to their targets in pixels. */
export const meanDistance = ({ distances }: StepLine): number => mean(distances);

/** A number of pixels as labels have it: `3.1 px`. */
export const inPixels = (distance: number): string => `${distance.toFixed(1)} px`;
