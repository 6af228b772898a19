import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { pixelNorm } from "../pixel_norm.ts";
import { parameter, rowsOf, type Stylegan2Weights } from "./config.ts";
import { inGraph } from "../weight.ts";
import { fullyConnected } from "./layers.ts";

/**
 * z [N, z_dim] (and for conditional models a one-hot class [N, c_dim]) to w [N, w_dim].
 *
 * Source: StyleGAN2-ADA's mapping network; learning rate multiplier 0.01, leaky ReLU with gain √2.
 */
export function mapping(weights: Stylegan2Weights, z: Symbolic, label?: Symbolic): Symbolic {
  const { wDim, mappingLayers } = weights.config;
  const embedded = label ? [pixelNorm(fullyConnected(weights, "mapping.embed", label, wDim))] : [];
  let x = o.concat([...(z.shape[1]! > 0 ? [pixelNorm(z)] : []), ...embedded], 1);
  for (let i = 0; i < mappingLayers; i++) {
    const out = o.leakyRelu(fullyConnected(weights, `mapping.fc${i}`, x, wDim, 0.01), 0.2);
    x = named(`mapping.fc${i}`, o.mul(out, Math.SQRT2));
  }
  return x;
}

/** w [N, w_dim] pulled towards the mean by `psi` (1 = as it is, 0 = the mean), as ws [N, num_ws, w_dim]. */
export function broadcastTruncated(weights: Stylegan2Weights, w: Symbolic, psi: number): Symbolic {
  const { wDim } = weights.config;
  const rows = rowsOf(weights.config);
  const repeated = o.expand(o.reshape(w, [w.shape[0]!, 1, wDim]), [w.shape[0]!, rows, wDim]);
  if (psi === 1) return repeated;
  const mean = inGraph(parameter(weights, "mapping.w_avg", [wDim]), "mapping.w_avg");
  return o.add(mean, o.mul(o.sub(repeated, mean), psi));
}
