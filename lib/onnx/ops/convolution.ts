import { apply, type Arg, op, Symbolic, symbolic } from "../symbolic.ts";

/** Places of a window over a map. */
export interface WindowOptions {
  /** Step between places (default 1), one number for both axes or [rows, columns]. */
  readonly stride?: number | readonly [number, number];
  /** Zeros around the map (default 0): one number, or [top, left, bottom, right]. */
  readonly pad?: number | readonly [number, number, number, number];
}

/** Options of {@linkcode conv}. */
export interface ConvOptions extends WindowOptions {
  /** Distance between the taps of the kernel (default 1). */
  readonly dilation?: number | readonly [number, number];
  /** Number of channel groups that do not mix (default 1). */
  readonly group?: number;
  /** Added to every output channel (shape [M], default none). */
  readonly bias?: Symbolic;
}

/** Options of {@linkcode convTranspose}. */
export interface ConvTransposeOptions extends ConvOptions {
  /** Rows and columns added at the bottom and right (default [0, 0]). */
  readonly outputPadding?: readonly [number, number];
}

const two = (
  v: number | readonly [number, number] = 1,
): readonly number[] => (typeof v === "number" ? [v, v] : v);
const four = (v: WindowOptions["pad"] = 0): readonly number[] => (typeof v === "number" ? [v, v, v, v] : v);

const windowAttributes = (options: ConvOptions): Record<string, { ints: readonly number[] }> => ({
  strides: { ints: two(options.stride) },
  pads: { ints: four(options.pad) },
  dilations: { ints: two(options.dilation) },
});

/**
 * Cross-correlation of a map [N, C, H, W] with weights [M, C / group, kH, kW] → [N, M, H', W'].
 *
 * @throws {InputError} when map, weights and bias do not fit, or the map is smaller than the kernel.
 */
export function conv(x: Arg, weight: Arg, options: ConvOptions = {}): Symbolic {
  const w = symbolic(weight);
  return op("Conv", [symbolic(x), w, ...(options.bias ? [options.bias] : [])], {
    ...windowAttributes(options),
    kernel_shape: { ints: w.shape.slice(2) },
    group: { int: options.group ?? 1 },
  });
}

/**
 * The transpose of {@linkcode conv} with weights [C, M / group, kH, kW]: [N, C, H, W] → [N, M, H', W'].
 *
 * @throws {InputError} when map, weights and bias do not fit, or `outputPadding` is not below the stride.
 */
export function convTranspose(x: Arg, weight: Arg, options: ConvTransposeOptions = {}): Symbolic {
  const w = symbolic(weight);
  return op("ConvTranspose", [symbolic(x), w, ...(options.bias ? [options.bias] : [])], {
    ...windowAttributes(options),
    kernel_shape: { ints: w.shape.slice(2) },
    output_padding: { ints: options.outputPadding ?? [0, 0] },
    group: { int: options.group ?? 1 },
  });
}

const poolAttributes = (
  kernel: readonly [number, number],
  options: WindowOptions,
): Record<string, { ints: readonly number[] }> => ({
  kernel_shape: { ints: kernel },
  strides: { ints: two(options.stride ?? kernel) },
  pads: { ints: four(options.pad) },
});

/** Mean of a map [N, C, H, W] over windows; padding counts as zeros. The stride defaults to the kernel. */
export const averagePool = (
  x: Arg,
  kernel: readonly [number, number],
  options: WindowOptions = {},
): Symbolic =>
  op("AveragePool", [symbolic(x)], { ...poolAttributes(kernel, options), count_include_pad: { int: 1 } });

/** Maximum of a map [N, C, H, W] over windows. The stride defaults to the kernel. */
export const maxPool = (x: Arg, kernel: readonly [number, number], options: WindowOptions = {}): Symbolic =>
  apply("MaxPool", [symbolic(x)], poolAttributes(kernel, options))[0]!;
