import { disc } from "./disc.ts";
import { type SupervisedPatch } from "./supervised_patch.ts";

/** DragGAN's disc: the mean over it. Its window is one pixel wider than r1, since the disc may slide by one. */
export const discPatch: SupervisedPatch = {
  name: "disc",
  windowRadius: (r1) => Math.ceil(r1) + 1,
  weights: (points, window, _shift, r1, grid) => disc(points, window, r1, grid),
  gain: () => 1,
};
