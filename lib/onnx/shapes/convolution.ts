import { intOf, intsOf } from "../attributes.ts";
import { constantInts, type TensorType } from "../symbolic.ts";
import { given, misfit, type ShapeContext, type ShapeRule } from "./rule.ts";

interface Windows {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

function windowsOf({ attributes }: ShapeContext): Windows {
  return {
    strides: intsOf(attributes, "strides", [1, 1]),
    dilations: intsOf(attributes, "dilations", [1, 1]),
    pads: intsOf(attributes, "pads", [0, 0, 0, 0]),
  };
}

/** Number of window places along axis `i` (0 = rows, 1 = columns). */
function places(size: number, kernel: number, { strides, dilations, pads }: Windows, i: number): number {
  const padded = size + pads[i]! + pads[i + 2]!;
  return Math.floor((padded - dilations[i]! * (kernel - 1) - 1) / strides[i]!) + 1;
}

const conv: ShapeRule = (context) => {
  const [x, w, b] = [given(context, 0), given(context, 1), context.inputs[2]];
  const group = intOf(context.attributes, "group", 1);
  const [n, cin, h, wd] = x.shape;
  const [cout, perGroup, kh, kw] = w.shape;
  const windows = windowsOf(context);
  const fits = x.shape.length === 4 && w.shape.length === 4 && cin === perGroup! * group &&
    cout! % group === 0;
  if (!fits || x.dtype !== w.dtype || (b && (b.shape.length !== 1 || b.shape[0] !== cout))) {
    throw misfit(context, `a map [N, C, H, W] and weights [M, C / ${group}, kH, kW]`);
  }
  const shape = [n!, cout!, places(h!, kh!, windows, 0), places(wd!, kw!, windows, 1)];
  if (shape[2]! < 1 || shape[3]! < 1) throw misfit(context, "a map no smaller than the kernel");
  return [{ dtype: x.dtype, shape }];
};

const convTranspose: ShapeRule = (context) => {
  const [x, w, b] = [given(context, 0), given(context, 1), context.inputs[2]];
  const group = intOf(context.attributes, "group", 1);
  const { strides, dilations, pads } = windowsOf(context);
  const extra = intsOf(context.attributes, "output_padding", [0, 0]);
  const fits = x.shape.length === 4 && w.shape.length === 4 && x.shape[1] === w.shape[0] &&
    x.shape[1]! % group === 0;
  if (!fits || x.dtype !== w.dtype || (b && (b.shape.length !== 1 || b.shape[0] !== w.shape[1]! * group))) {
    throw misfit(context, "a map [N, C, H, W] and weights [C, M / group, kH, kW]");
  }
  if (extra.some((e, i) => e < 0 || e >= strides[i]!)) {
    throw misfit(context, `output padding below the stride, not [${extra.join(", ")}],`);
  }
  const size = (i: number): number =>
    strides[i]! * (x.shape[i + 2]! - 1) + extra[i]! + dilations[i]! * (w.shape[i + 2]! - 1) + 1 -
    pads[i]! - pads[i + 2]!;
  const shape = [x.shape[0]!, w.shape[1]! * group, size(0), size(1)];
  if (shape[2]! < 1 || shape[3]! < 1) throw misfit(context, "less padding");
  return [{ dtype: x.dtype, shape }];
};

const pool: ShapeRule = (context) => {
  const x = given(context, 0);
  const kernel = intsOf(context.attributes, "kernel_shape", [1, 1]);
  const windows = windowsOf(context);
  if (x.shape.length !== 4) throw misfit(context, "a map [N, C, H, W]");
  const shape = [
    ...x.shape.slice(0, 2),
    ...[0, 1].map((i) => places(x.shape[i + 2]!, kernel[i]!, windows, i)),
  ];
  if (shape[2]! < 1 || shape[3]! < 1) throw misfit(context, "a map no smaller than the window");
  return [{ dtype: x.dtype, shape }];
};

const maxPool: ShapeRule = (context) => {
  const [values] = pool(context);
  return [values!, { dtype: "int64", shape: values!.shape }];
};

const resize: ShapeRule = (context) => {
  const x = given(context, 0);
  const shape = constantInts(context.inputs[3], "sizes of Resize");
  if (shape.some((d, i) => d < 1 || d % x.shape[i]! !== 0)) throw misfit(context, "a whole factor per axis");
  return [{ dtype: x.dtype, shape }];
};

/** Normalisation with a scale and a shift for every place along `axis`. */
const normalization = (axis: number): ShapeRule => (context): readonly TensorType[] => {
  const x = given(context, 0);
  const fits = (v: TensorType | undefined): boolean =>
    !v || (v.dtype === x.dtype && v.shape.length === 1 && v.shape[0] === x.shape.at(axis));
  if (!context.inputs.slice(1).every(fits)) throw misfit(context, `scale and shift as long as axis ${axis}`);
  return [{ dtype: x.dtype, shape: x.shape }];
};

/** Convolutions, pooling, resizing and the normalisations over maps. */
export const CONVOLUTION_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  AveragePool: pool,
  MaxPool: maxPool,
  Resize: resize,
  InstanceNormalization: normalization(1),
  LayerNormalization: normalization(-1),
};
