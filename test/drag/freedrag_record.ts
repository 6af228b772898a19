import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { type Point } from "../../lib/drag/points.ts";
import { type DragProblem } from "../../lib/drag/problem.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { fixtureArray, fixtureNames, rows } from "../fixtures.ts";
import { flipped } from "./official_record.ts";

/** A record of the official FreeDrag; points are [y, x], those of sub-motions in feature pixels. */
export interface FreedragRecord {
  handles: Point[];
  targets: Point[];
  parameters: {
    handle_size: number;
    l_expected: number;
    d_max: number;
    max_steps: number;
    max_steps_per_submotion: number;
    lr: number;
    win_r: number;
    mask_weight: number;
  };
  submotions: {
    branch: string[];
    point: Point[];
    loss_ini_in: number[];
    loss_end: number[];
    template_update_coefficient: number[];
    steps: { loss_per_point: number[]; loss: number }[];
  }[];
  total_steps: number;
}

/** The names of the records, such as `b128/freedrag_mask`. */
export const freedragRuns: readonly string[] = fixtureNames("b128")
  .filter((name) => /^freedrag.*\.json$/.test(name)).map((name) => `b128/${name.slice(0, -5)}`);

/** The drag of a record. Its mask is 1 where the picture may move, as ours is. */
export function freedragProblem(run: string, { handles, targets, parameters }: FreedragRecord): DragProblem {
  return {
    latent: rows(fixtureArray("b128/ws_psi0.7"), 0),
    points: handles.map((handle, i) => ({ handle: flipped(handle), target: flipped(targets[i]!) })),
    steps: parameters.max_steps,
    ...(run.endsWith("mask") ? { mask: fixtureArray(`${run}_mask`) } : {}),
  };
}

/** The method of a record. */
export const freedragMethod = (generator: Generator, { parameters: p }: FreedragRecord): Method =>
  freedrag(generator, {
    featureSize: p.handle_size,
    expectedLoss: p.l_expected,
    maxDistance: p.d_max,
    stepsPerSubmotion: p.max_steps_per_submotion,
    lr: p.lr,
    patchRadius: p.win_r,
    lambdaMask: p.mask_weight,
  });
