import { InputError } from "../errors.ts";

/** An argument of a tensor function: its name and its shape, in which a letter is the same length wherever it stands. */
interface ArgumentShape {
  readonly name: string;
  /** Absent where nothing is said of it. */
  readonly axes?: readonly string[];
}

/** Reads `"features [n, C, k, k]"`, or `"filter"`, of which no shape is known. */
function parseArgument(text: string): ArgumentShape {
  const found = /^([^[\]]+?)(?: \[(|\w+(?:, \w+)*)\])?$/.exec(text);
  if (!found) {
    throw new InputError(`Expected an argument such as "features [n, C, h, w]" but found "${text}".`);
  }
  const [, name, axes] = found;
  return { name: name!, ...(axes === undefined ? {} : { axes: axes ? axes.split(", ") : [] }) };
}

/** Whether a shape has the axes; the letters' lengths, where they are not known yet, are noted. */
function fits(shape: readonly number[], axes: readonly string[], lengths: Map<string, number>): boolean {
  if (shape.length !== axes.length) return false;
  return axes.every((axis, i) => {
    const length = /^\d+$/.test(axis) ? Number(axis) : lengths.get(axis) ?? shape[i]!;
    lengths.set(axis, length);
    return shape[i] === length;
  });
}

const shapeOf = (value: unknown): readonly number[] | undefined =>
  typeof value === "object" && value !== null && "shape" in value
    ? (value as { shape: readonly number[] }).shape
    : undefined;

/**
 * A check that tensors have the shapes that a function says it takes.
 *
 * @param texts of each argument its name and shape, such as `"template [n, C]"`: letters stand for one length each in
 * all of them, numbers for themselves; of an argument without a shape nothing is checked.
 * @returns a function of the arguments that throws an {@linkcode InputError} with the first that does not fit.
 * @throws {InputError} when a text is none of these.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { argumentShapes } from "./argument_shapes.ts";
 * import { zeros } from "../tensor.ts";
 *
 * const check = argumentShapes(["features [n, C, h, w]", "template [n, C]"]);
 * check([zeros([1, 8, 3, 3]), zeros([1, 8])]);
 * assert.throws(() => check([zeros([1, 8, 3, 3]), zeros([8, 1])]), {
 *   message: "Expected template [n, C] = [1, 8] but found [8, 1].",
 * });
 * ```
 */
export function argumentShapes(texts: readonly string[]): (values: readonly unknown[]) => void {
  const expected = texts.map(parseArgument);
  return (values) => {
    const lengths = new Map<string, number>();
    expected.forEach(({ name, axes }, i) => {
      const shape = shapeOf(values[i]);
      const known = new Map(lengths);
      if (!axes || (shape && fits(shape, axes, lengths))) return;
      const now = axes.map((axis) => known.get(axis) ?? axis);
      const letters = `[${axes.join(", ")}]`;
      const numbers = `[${now.join(", ")}]`;
      throw new InputError(
        `Expected ${name} ${letters}${numbers === letters ? "" : ` = ${numbers}`} but found ${
          shape ? `[${shape.join(", ")}]` : values[i] === undefined ? "nothing" : `${values[i]}`
        }.`,
      );
    });
  };
}
