import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Attend } from "./attention.ts";
import { checkpointed, isLarge, recomputed } from "./checkpointed.ts";
import { joinHeads, mapOfPixels, pixelVectors, splitHeads } from "./heads.ts";
import { convolution, gelu, groupNorm, layerNorm, linear } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { type UnetConfig } from "./unet_config.ts";
import { type TransformerPlan } from "./unet_plan.ts";

/** Keys and values of one attention, [N, heads, tokens, d] each. */
export type KeyValue = {
  /** What queries are compared with. */
  readonly key: Symbolic;
  /** What attention mixes. */
  readonly value: Symbolic;
};

/** Name of a transformer's only block in the file. */
const blockOf = (plan: TransformerPlan): string => `${plan.name}.transformer_blocks.0`;

/** Name of the cross-attention of a transformer, such as `mid_block.attentions.0.transformer_blocks.0.attn2`. */
export const crossName = (plan: TransformerPlan): string => `${blockOf(plan)}.attn2`;

/** Keys and values that an attention module makes of vectors [N, S, D]. */
export function keyValue(
  p: Parameters,
  name: string,
  { channels, heads }: TransformerPlan,
  x: Symbolic,
): KeyValue {
  const project = (part: string): Symbolic =>
    splitHeads(linear(p, `${name}.${part}`, x, channels, false), heads);
  return { key: project("to_k"), value: project("to_v") };
}

/** Channels from which on a feed-forward layer is computed once: one of fewer takes more memory for each product. */
const COMPUTED_ONCE = 640;

/**
 * The feed-forward layer behind its normalisation, x [N, L, C]: half of 8 C numbers gates the other half by GELU. It is they
 * that decide how much is kept for the way back.
 */
function feedForward(p: Parameters, block: string, x: Symbolic): Symbolic {
  const c = x.shape[2]!;
  const gated = (p: Parameters, x: Symbolic): Symbolic => {
    const inner = linear(p, `${block}.ff.net.0.proj`, layerNorm(p, `${block}.norm3`, x), 8 * c);
    const [value, gate] = o.split(inner, 2, [4 * c, 4 * c]);
    return recomputed(p, (_, value, gate) => o.mul(value, gelu(gate)))(value!, gate!);
  };
  const half = c < COMPUTED_ONCE && isLarge(x) ? checkpointed(p, gated)(x) : gated(p, x);
  return named(`${block}.ff`, linear(p, `${block}.ff.net.2`, half, c));
}

/** Self-attention, cross-attention and feed-forward layer, each added to its input [N, L, C]. */
function transformerBlock(
  p: Parameters,
  plan: TransformerPlan,
  attend: Attend,
  x: Symbolic,
  text: KeyValue,
): Symbolic {
  const name = blockOf(plan);
  const attention = (part: string, from: Symbolic, { key, value }: KeyValue, cross: boolean): Symbolic => {
    const query = splitHeads(linear(p, `${name}.${part}.to_q`, from, plan.channels, false), plan.heads);
    const mixed = attend(query, key, value, { index: plan.index + (cross ? 1 : 0), cross });
    return named(
      `${name}.${part}`,
      linear(p, `${name}.${part}.to_out.0`, joinHeads(mixed), plan.channels),
    );
  };
  const first = layerNorm(p, `${name}.norm1`, x);
  const self = o.add(x, attention("attn1", first, keyValue(p, `${name}.attn1`, plan, first), false));
  const cross = o.add(self, attention("attn2", layerNorm(p, `${name}.norm2`, self), text, true));
  return o.add(cross, feedForward(p, name, cross));
}

/** A transformer over the pixels of a map [N, C, h, w], added to it; `text` are its keys and values of the text. */
export function transformer(
  config: UnetConfig,
  p: Parameters,
  plan: TransformerPlan,
  attend: Attend,
  x: Symbolic,
  text: KeyValue,
): Symbolic {
  const [c, h, w] = x.shape.slice(1) as [number, number, number];
  const normal = groupNorm(p, `${plan.name}.norm`, x, { groups: config.groups, epsilon: 1e-6 });
  const before = config.linearProjection
    ? linear(p, `${plan.name}.proj_in`, pixelVectors(normal), c)
    : pixelVectors(convolution(p, `${plan.name}.proj_in`, normal, c, 1));
  const vectors = transformerBlock(p, plan, attend, before, text);
  const after = config.linearProjection
    ? mapOfPixels(linear(p, `${plan.name}.proj_out`, vectors, c), h, w)
    : convolution(p, `${plan.name}.proj_out`, mapOfPixels(vectors, h, w), c, 1);
  return named(plan.name, o.add(x, after));
}
