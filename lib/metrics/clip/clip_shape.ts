import { InputError } from "../../errors.ts";
import { type ClipLayerConfig } from "../../generators/diffusion/clip_layer.ts";
import { type Tensor } from "../../tensor.ts";

/** The shape of CLIP's image tower. */
export interface ClipShape extends ClipLayerConfig {
  /** Transformer layers. */
  readonly layers: number;
  /** Pixels of a patch's side. */
  readonly patch: number;
  /** Patches along a side of the picture. */
  readonly grid: number;
  /** Length of an embedding. */
  readonly embedding: number;
}

/** Width of a head of attention in all of OpenAI's models. */
const HEAD_WIDTH = 64;

/**
 * The shape of an image tower by those of its weights, under the names of the transformers library
 * (`vision_model.embeddings.class_embedding` and so on, `visual_projection.weight`).
 *
 * @throws {InputError} when a weight that tells it is missing, or they are no vision transformer's.
 */
export function clipShape(tensors: ReadonlyMap<string, Tensor>, file: string): ClipShape {
  const shapeOf = (name: string, axes: number): readonly number[] => {
    const shape = tensors.get(name)?.shape;
    if (shape?.length === axes) return shape;
    throw new InputError(
      `${file}: Expected the tensor ${name} of ${axes} axes but found ${
        shape ? `[${shape.join(", ")}]` : "none"
      }.`,
    );
  };
  const [width, , patch] = shapeOf("vision_model.embeddings.patch_embedding.weight", 4) as [
    number,
    number,
    number,
  ];
  const [places] = shapeOf("vision_model.embeddings.position_embedding.weight", 2) as [number];
  const [hidden] = shapeOf("vision_model.encoder.layers.0.mlp.fc1.weight", 2) as [number];
  const [embedding] = shapeOf("visual_projection.weight", 2) as [number];
  const grid = Math.round(Math.sqrt(places - 1));
  if (width % HEAD_WIDTH !== 0 || grid ** 2 !== places - 1) {
    throw new InputError(
      `${file}: Expected vectors of a multiple of ${HEAD_WIDTH} numbers for a class and a square of patches but found ` +
        `${width} numbers and ${places} places.`,
    );
  }
  const isLayer = (name: string): boolean =>
    /^vision_model\.encoder\.layers\.\d+\.mlp\.fc1\.weight$/.test(name);
  const layers = [...tensors.keys()].filter(isLayer).length;
  return {
    width,
    heads: width / HEAD_WIDTH,
    hidden,
    layers,
    patch,
    grid,
    embedding,
    activation: "quick_gelu",
    epsilon: 1e-5,
  };
}
