import { clipLayer } from "../../generators/diffusion/clip_layer.ts";
import { pixelVectors } from "../../generators/diffusion/heads.ts";
import { layerNorm, linear } from "../../generators/diffusion/layers.ts";
import { constantParameters, type Parameters } from "../../generators/diffusion/parameters.ts";
import { mapSize } from "../../generators/size.ts";
import { readTensors } from "../../hub/read_tensors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { rint } from "../../rint.ts";
import { float32 } from "../../tensor.ts";
import { type ClipShape, clipShape } from "./clip_shape.ts";

/** Means and deviations of red, green and blue, from 0 to 1, by which CLIP's pictures are normalised. */
const [MEAN, DEVIATION] = [[0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]];

/** Pictures as CLIP takes them: the shorter side resized to `side` (bicubic), the middle of the other, normalised. */
function clipInput(pictures: Symbolic, side: number): Symbolic {
  const [height, width] = mapSize(pictures);
  const shorter = Math.min(height, width);
  const [h, w] = [height, width].map((length) => Math.floor(side * length / shorter)) as [number, number];
  const colours = o.mul(o.add(o.clip(pictures, -1, 1), 1), 0.5);
  const resized = o.clip(o.resizeAntialiased(colours, [h, w], "bicubic"), 0, 1);
  const middle = (x: Symbolic, axis: number, length: number): Symbolic => {
    const start = rint((length - side) / 2);
    return o.slice(x, axis, start, start + side);
  };
  const cropped = middle(middle(resized, 2, h), 3, w);
  return o.div(o.sub(cropped, float32([1, 3, 1, 1], MEAN)), float32([1, 3, 1, 1], DEVIATION));
}

/** Embeddings [N, E] of pictures [N, 3, H, W], RGB from −1 to 1. */
function embeddingOf(shape: ClipShape, p: Parameters, pictures: Symbolic): Symbolic {
  const { width, patch, grid, layers, embedding, epsilon } = shape;
  const part = (name: string): string => `vision_model.${name}`;
  const kernel = p(part("embeddings.patch_embedding.weight"), [width, 3, patch, patch]);
  const patches = pixelVectors(o.conv(clipInput(pictures, grid * patch), kernel, { stride: patch }));
  const own = o.reshape(p(part("embeddings.class_embedding"), [width]), [1, 1, width]);
  const tokens = o.concat([o.expand(own, [pictures.shape[0]!, 1, width]), patches], 1);
  const placed = o.add(tokens, p(part("embeddings.position_embedding.weight"), [grid ** 2 + 1, width]));
  let x = layerNorm(p, part("pre_layrnorm"), placed, epsilon);
  for (let i = 0; i < layers; i++) x = clipLayer(shape, p, part(`encoder.layers.${i}`), x);
  const pooled = o.reshape(o.slice(x, 1, 0, 1), [pictures.shape[0]!, width]);
  return linear(
    p,
    "visual_projection",
    layerNorm(p, part("post_layernorm"), pooled, epsilon),
    embedding,
    false,
  );
}

/**
 * How similar CLIP's image tower (arXiv 2103.00020) finds two batches of pictures [N, 3, H, W], RGB from −1 to 1: cosines of
 * their embeddings, [N] from −1 to 1. Pictures are prepared as by OpenAI's program, but for rounding to 8 bits.
 *
 * @param p weights under the names of the transformers library.
 */
export const clipSimilarity = (
  shape: ClipShape,
  p: Parameters,
): TensorFunction<[a: Symbolic, b: Symbolic], Symbolic> =>
  tensorFunction("clipSimilarity", (a, b) => {
    const unit = (pictures: Symbolic): Symbolic => {
      const vector = embeddingOf(shape, p, pictures);
      return o.div(vector, o.sqrt(o.reduceSum(o.square(vector), { axes: [1], keep: true })));
    };
    return o.reduceSum(o.mul(unit(a), unit(b)), { axes: [1] });
  });

/**
 * {@linkcode clipSimilarity} with weights in a file, safetensors or torch's, that the user has: the `model.safetensors` or
 * `pytorch_model.bin` of a CLIP model for the transformers library, such as ViT-B/32 (DragBench's choice).
 *
 * Calls throw an `InputError` where a weight is missing or misshapen.
 *
 * @throws {InputError} when the file cannot be read, or holds no image tower.
 */
export async function openClip(path: string): Promise<TensorFunction<[a: Symbolic, b: Symbolic], Symbolic>> {
  const { tensors } = await readTensors(path);
  return clipSimilarity(clipShape(tensors, path), constantParameters(tensors, path));
}
