import { distance, type Point, type PointPair } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type Generator } from "../generators/generator.ts";
import { drawn, seededNormal, seededUniform } from "../random.ts";
import { float32, type Tensor } from "../tensor.ts";
import { type CaseMask, type GanCase } from "./gan_cases.ts";

/** What is dragged in a picture, whatever the model. */
export type Scene = Pick<GanCase, "resolution" | "handles" | "mask">;

const SEED = 1;
/** How many places are looked at for each handle; the one farthest from the other handles is taken. */
const CANDIDATES = 20;

/** Whether the content of a pixel may move. */
function isFree(mask: CaseMask | undefined, resolution: number, [x, y]: Point): boolean {
  const half = resolution / 2;
  if (mask === "quarter-fixed") return x >= half || y >= half;
  if (mask === "quarter-free") return Math.max(Math.abs(x - half), Math.abs(y - half)) < half / 2;
  return true;
}

/** A handle and its target an eighth of the picture away, both inside of the picture and free. */
function randomPair({ resolution, mask }: Scene, uniform: () => number): PointPair {
  const [margin, way] = [resolution / 16, resolution / 8];
  const place = (): number => Math.floor(margin + uniform() * (resolution - 2 * margin));
  for (;;) {
    const handle: Point = [place(), place()];
    const angle = 2 * Math.PI * uniform();
    const target: Point = [
      Math.round(handle[0] + way * Math.cos(angle)),
      Math.round(handle[1] + way * Math.sin(angle)),
    ];
    const isInside = target.every((v) => v >= margin && v < resolution - margin);
    if (isInside && [handle, target].every((point) => isFree(mask, resolution, point))) {
      return { handle, target };
    }
  }
}

/** The handles of a case and their targets, spread over what may move: equal for equal cases. */
export function casePoints(scene: Scene): PointPair[] {
  const uniform = seededUniform(SEED);
  const points: PointPair[] = [];
  const room = ({ handle }: PointPair): number =>
    Math.min(...points.map((other) => distance(other.handle, handle)));
  while (points.length < scene.handles) {
    const candidates = Array.from({ length: CANDIDATES }, () => randomPair(scene, uniform));
    points.push(candidates.reduce((best, pair) => (room(pair) > room(best) ? pair : best)));
  }
  return points;
}

/** 1 where the picture of a case may move, else 0: [R, R]; absent where it may move everywhere. */
export function caseMask({ resolution, mask }: Scene): Tensor<"float32"> | undefined {
  if (!mask) return undefined;
  const data = Float32Array.from(
    { length: resolution * resolution },
    (_, i) => Number(isFree(mask, resolution, [i % resolution, Math.floor(i / resolution)])),
  );
  return float32([resolution, resolution], data);
}

/** What is dragged in a case: a random latent, its points, and its mask. */
export function caseProblem(scene: Scene, generator: Generator, steps: number): DragProblem {
  const latent = drawn(generator.latentShape, seededNormal(SEED));
  const mask = caseMask(scene);
  return { latent, points: casePoints(scene), steps, ...(mask ? { mask } : {}) };
}
