import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type FeatureView, windowAround, windowFeatures } from "../view.ts";

/** The feature vector at each handle, [n, C]. */
export function templateFeature(view: FeatureView, handles: Symbolic): Symbolic {
  const at = windowFeatures(view, windowAround(handles, 0, view.grid));
  return o.reshape(at, at.shape.slice(0, 2));
}
