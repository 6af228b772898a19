import { type Gan } from "../generators/gan.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type PictureLoss } from "./picture_loss.ts";
import { type InversionSettings } from "./settings.ts";
import { type InversionSpace } from "./space.ts";

/** A photograph that is inverted, and with what. */
export interface InversionSubject {
  /** The generator. */
  readonly gan: Gan;
  /** What of it is optimised first. */
  readonly space: InversionSpace;
  /** [1, 3, S, S], of the generator's size, RGB in [−1, 1]. */
  readonly photograph: Tensor;
  /** How far a picture [1, 3, S, S] is from the photograph. */
  readonly loss: (picture: Symbolic) => PictureLoss;
  /** Numbers. */
  readonly settings: InversionSettings;
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** All that any stage depends on beside its settings, as JSON: hashes of generator, photograph and loss. */
  readonly dependsOn: Readonly<Record<string, unknown>>;
}
