import fc from "fast-check";

/** Shapes of up to `rank` axes, each 1 to 3 long. */
export const shape = (rank: number, least = 0): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: least, maxLength: rank });

/** A shape that broadcasts to `full`: leading axes are missing and others have size 1. */
const narrowed = (full: readonly number[]): fc.Arbitrary<number[]> =>
  fc.tuple(fc.nat({ max: full.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([from, ones]) => full.slice(from).map((d, i) => (ones[i] ? 1 : d)));

/** `count` shapes that broadcast with each other. */
export const broadcastable = (count: number): fc.Arbitrary<number[][]> =>
  shape(4).chain((full) => fc.tuple(...Array.from({ length: count }, () => narrowed(full))));

/** A shape with some of its axes, in any order, counted from either end. */
export const shapeAndAxes: fc.Arbitrary<{ shape: number[]; axes: number[] }> = shape(4, 1).chain((full) =>
  fc.record({
    shape: fc.constant(full),
    axes: fc.uniqueArray(fc.nat({ max: full.length - 1 }), { minLength: 1 })
      .chain((axes) => fc.tuple(...axes.map((a) => fc.constantFrom(a, a - full.length)))),
  })
);
