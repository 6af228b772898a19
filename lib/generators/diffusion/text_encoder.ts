import { InputError } from "../../errors.ts";
import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import { clipLayer } from "./clip_layer.ts";
import { layerNorm } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { type TextConfig } from "./text_config.ts";

/** Added to the scores [L, L] so that no token sees a later one. */
function causalMask(length: number): Symbolic {
  const rows = Float32Array.from(
    { length: length * length },
    (_, i) => i % length > Math.floor(i / length) ? -Infinity : 0,
  );
  return constant(float32([length, length], rows), "causal_mask");
}

/** A text encoder's tensors under `text_model.`, which version 5 of the transformers library leaves out. */
export const underTextModel = <T>(tensors: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...tensors].map(([name, value]) => [
    /^(embeddings|encoder|final_layer_norm)\./.test(name) ? `text_model.${name}` : name,
    value,
  ]));

/**
 * The text encoder of CLIP (arXiv 2103.00020): tokens [N, L], int64, to vectors [N, L, D] after the last normalisation,
 * as the transformers library's `CLIPTextModel` computes them.
 *
 * @throws {InputError} when a parameter is missing or misshapen, or the tokens have another type or are too many.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openRuntime } from "../../runtime/runtime.ts";
 * import { tensor } from "../../tensor.ts";
 * import { randomParameters } from "./random_parameters.ts";
 * import { parseTextConfig } from "./text_config.ts";
 * import { textEncoder } from "./text_encoder.ts";
 *
 * const config = parseTextConfig({ vocab_size: 10, hidden_size: 16, intermediate_size: 32, num_hidden_layers: 1 });
 * const tokens = tensor("int64", [1, 3], BigInt64Array.of(8n, 2n, 9n));
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const text = await runtime.run(textEncoder(config, randomParameters()), tokens);
 * assert.deepEqual(text.shape, [1, 3, 16]);
 * ```
 */
export function textEncoder(config: TextConfig, p: Parameters): (inputIds: Symbolic) => Symbolic {
  return (inputIds) => {
    const { dtype, shape: [n, length, ...more] } = inputIds;
    if (dtype !== "int64" || length === undefined || more.length > 0 || length > config.tokens) {
      throw new InputError(
        `Expected tokens [N, at most ${config.tokens}] of int64 but found ${dtype} [${
          inputIds.shape.join(", ")
        }].`,
      );
    }
    const embeddings = "text_model.embeddings";
    const table = p(`${embeddings}.token_embedding.weight`, [config.vocabulary, config.width]);
    const places = p(`${embeddings}.position_embedding.weight`, [config.tokens, config.width]);
    const words = o.reshape(o.gather(table, inputIds), [n!, length, config.width]);
    let x = o.add(words, o.slice(places, 0, 0, length));
    const mask = causalMask(length);
    for (let i = 0; i < config.layers; i++) {
      x = clipLayer(config, p, `text_model.encoder.layers.${i}`, x, mask);
    }
    return named("text", layerNorm(p, "text_model.final_layer_norm", x, config.epsilon));
  };
}
