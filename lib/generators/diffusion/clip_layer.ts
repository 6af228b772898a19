import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { joinHeads, splitHeads } from "./heads.ts";
import { gelu, layerNorm, linear, quickGelu } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { type TextConfig } from "./text_config.ts";

/** The shape of a layer of CLIP's encoders, of texts and of pictures. */
export type ClipLayerConfig = Pick<TextConfig, "width" | "heads" | "hidden" | "activation" | "epsilon">;

/** Attention of tokens [N, L, D] to each other; `mask` [L, L] is added to the scores. */
function attention(
  config: ClipLayerConfig,
  p: Parameters,
  name: string,
  x: Symbolic,
  mask: Symbolic | undefined,
): Symbolic {
  const project = (part: string): Symbolic =>
    splitHeads(linear(p, `${name}.${part}`, x, config.width), config.heads);
  const q = o.mul(project("q_proj"), 1 / Math.sqrt(config.width / config.heads));
  const scores = o.matMul(q, o.transposeLast(project("k_proj")));
  const masked = mask ? o.add(scores, mask) : scores;
  const mixed = joinHeads(o.matMul(o.softmax(masked), project("v_proj")));
  return linear(p, `${name}.out_proj`, mixed, config.width);
}

/**
 * A layer of CLIP's encoders: attention and a feed-forward layer, each added to its input [N, L, D].
 *
 * @param mask added to the scores of attention, [L, L] (default none: every token sees all).
 */
export function clipLayer(
  config: ClipLayerConfig,
  p: Parameters,
  name: string,
  x: Symbolic,
  mask?: Symbolic,
): Symbolic {
  const normal = (part: string, v: Symbolic): Symbolic => layerNorm(p, `${name}.${part}`, v, config.epsilon);
  const attended = o.add(x, attention(config, p, `${name}.self_attn`, normal("layer_norm1", x), mask));
  const hidden = linear(p, `${name}.mlp.fc1`, normal("layer_norm2", attended), config.hidden);
  const active = config.activation === "gelu" ? gelu(hidden) : quickGelu(hidden);
  return named(name, o.add(attended, linear(p, `${name}.mlp.fc2`, active, config.width)));
}
