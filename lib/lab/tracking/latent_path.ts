import { type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";
import { type FacePair } from "../faces/face_pairs.ts";
import { type Json } from "../run/json.ts";

/** A way from picture to picture that begins at the first face of a pair, by value. */
export interface LatentPath {
  /** What kind of path it is, and all that it depends on beside the pair and the generator. */
  readonly settings: Readonly<Record<string, Json>>;
  /** The latents of a pair's path in the generator's full space, one per picture. */
  readonly latents: (lab: Lab, pair: FacePair) => Promise<readonly Tensor[]>;
}
