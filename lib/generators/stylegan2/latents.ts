import { InputError } from "../../errors.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, sizeOf, type Tensor, zeros } from "../../tensor.ts";
import {
  DEFAULT_PSI,
  finiteLatent,
  inSource,
  type LatentKind,
  type LatentMaker,
  seededZ,
} from "../latents.ts";
import { rowsOf, type Stylegan2Config, type Stylegan2Weights } from "./config.ts";
import { broadcastTruncated, mapping } from "./mapping.ts";

/** The shape of one latent of each kind, in the order in which a shape is looked up. */
const shapesOf = (config: Stylegan2Config): Readonly<Record<LatentKind, readonly number[]>> => ({
  ws: [rowsOf(config), config.wDim],
  z: [config.zDim],
  w: [config.wDim],
});

/** What an array is, and its shape with the batch axis. */
function read(
  config: Stylegan2Config,
  array: Tensor,
  asked: LatentKind | undefined,
): { kind: LatentKind; latent: Tensor<"float32"> } {
  const shapes = shapesOf(config);
  const fits = (kind: LatentKind): boolean => {
    const [one, batch] = [shapes[kind], array.shape.length - shapes[kind].length];
    return (batch === 0 || batch === 1) && String(array.shape.slice(batch)) === String(one);
  };
  const kind = (asked ? [asked] : (["ws", "z", "w"] as const)).find(fits);
  if (!kind) {
    const expected = asked
      ? `${asked} [${shapes[asked].join(", ")}]`
      : `z [${shapes.z}], w [${shapes.w}] or ws [${shapes.ws.join(", ")}]`;
    throw new InputError(
      `Expected a latent ${expected}, with or without a batch axis, but found [${array.shape.join(", ")}].`,
    );
  }
  const count = sizeOf(array.shape) / sizeOf(shapes[kind]);
  return { kind, latent: finiteLatent(array, [count, ...shapes[kind]]) };
}

/** The one-hot class of every latent, [N, c_dim]; `undefined` for models without classes. */
function oneHot(
  config: Stylegan2Config,
  count: number,
  label: number | undefined,
): Tensor<"float32"> | undefined {
  if (config.cDim === 0) return undefined;
  if (label === undefined) {
    throw new InputError(
      `Expected a class from 0 to ${config.cDim - 1}, as the model is conditional, but found none.`,
    );
  }
  const classes = zeros([count, config.cDim]);
  for (let i = 0; i < count; i++) classes.data[i * config.cDim + label] = 1;
  return classes;
}

function checkLabel({ cDim }: Stylegan2Config, label: number | undefined): void {
  if (label === undefined) return;
  if (cDim === 0) throw new InputError(`Expected no class, as the model has none, but found ${label}.`);
  if (!Number.isInteger(label) || label < 0 || label >= cDim) {
    throw new InputError(`Expected a class from 0 to ${cDim - 1} but found ${label}.`);
  }
}

/** z [N, z_dim], and a class for conditional models, to ws [N, num_ws, w_dim]. */
async function mapped(
  weights: Stylegan2Weights,
  runtime: Runtime,
  z: Tensor<"float32">,
  { psi, label }: { psi: number; label: number | undefined },
): Promise<Tensor<"float32">> {
  const classes = oneHot(weights.config, z.shape[0]!, label);
  const f = (latent: Symbolic, ...labels: Symbolic[]): Symbolic =>
    broadcastTruncated(weights, mapping(weights, latent, ...labels), psi);
  await using compiled = await runtime.compile(f, classes ? [z, classes] : [z], "mapping");
  return await compiled.run(z, ...(classes ? [classes] : [])) as Tensor<"float32">;
}

/** w [N, w_dim] for every layer: ws [N, num_ws, w_dim]. */
function repeated(w: Tensor<"float32">, rows: number): Tensor<"float32"> {
  const [count, size] = w.shape as [number, number];
  const data = new Float32Array(count * rows * size);
  for (let i = 0; i < count * rows; i++) {
    data.set(w.data.subarray(Math.floor(i / rows) * size, Math.floor(i / rows) * size + size), i * size);
  }
  return float32([count, rows, size], data);
}

/** Latents of a StyleGAN2, ws [N, num_ws, w_dim], from seeds through the mapping network, or from z, w or ws. */
export const stylegan2Latents =
  (weights: Stylegan2Weights): LatentMaker => async (runtime, source, label): Promise<Tensor<"float32">> => {
    const { config } = weights;
    checkLabel(config, label);
    if ("seed" in source) {
      const z = seededZ(source.seed, config.zDim);
      return await mapped(weights, runtime, z, { psi: source.psi ?? DEFAULT_PSI, label });
    }
    const { kind, latent } = inSource(source, () => read(config, source.array, source.kind));
    if (kind === "ws") return latent;
    if (kind === "w") return repeated(latent, rowsOf(config));
    return await mapped(weights, runtime, latent, { psi: 1, label });
  };
