import * as o from "../../../lib/onnx/ops/mod.ts";
import { apply, int64s, op } from "../../../lib/onnx/symbolic.ts";
import { type Case, casesOf, normal } from "./case.ts";

const sliced = (name: string, size: number, start: number, end: number, step: number): Case =>
  casesOf("Slice")(name, (x) => o.slice(x, 1, start, end, step), [normal([2, size, 2])]);

const slices: readonly Case[] = [
  sliced("the middle", 6, 2, 5, 1),
  sliced("one", 3, 1, 2, 1),
  sliced("every second from the first", 6, 0, 6, 2),
  sliced("every second", 7, 1, 7, 2),
  sliced("every third, some left over", 9, 1, 9, 3),
  sliced("negative bounds", 6, -4, -1, 1),
  sliced("an end beyond the last", 5, 1, 99, 2),
  sliced("a start before the first", 5, -99, 3, 1),
  sliced("backwards", 5, 3, 0, -1),
  sliced("backwards through the first", 5, 3, -99, -1),
  sliced("every second backwards", 6, -1, -99, -2),
  sliced("every third backwards, bounds beyond", 8, 99, 1, -3),
  casesOf("Slice")("a negative axis", (x) => o.slice(x, -1, 1, 3), [normal([2, 4])]),
  casesOf("Slice")("reversed", (x) => o.flip(x, 0), [normal([3, 2])]),
  casesOf("Slice")("nothing, joined to something", (x) => o.concat([x, o.slice(x, 1, 2, 1, 1)], 1), [
    normal([2, 3]),
  ]),
  casesOf("Slice")("nothing backwards", (x) => o.concat([x, o.slice(x, 1, 2, 2, -2)], 1), [normal([2, 3])]),
  casesOf("Slice")("nothing to spread", (x) => o.slice(x, 1, 1, 3), [normal([2, 4])], {
    avoids: ["Reshape"],
  }),
  casesOf("Slice")("nothing to spread backwards", (x) => o.slice(x, 1, 2, 0, -1), [normal([2, 4])], {
    avoids: ["Reshape"],
  }),
  casesOf("Slice")(
    "two axes in one operator",
    (x) => op("Slice", [x, int64s([1, -1]), int64s([3, -9]), int64s([-1, 0]), int64s([1, -2])]),
    [normal([5, 4])],
  ),
];

/** Cases of the operators that move elements. */
export const LAYOUT_CASES: readonly Case[] = [
  ...slices,
  casesOf("Reshape")("to a matrix", (x) => o.reshape(x, [4, -1]), [normal([2, 2, 3])]),
  casesOf("Reshape")("to a vector", (x) => o.reshape(x, [-1]), [normal([2, 3])]),
  casesOf("Transpose")("swapped", (x) => o.transpose(x, [1, 0]), [normal([2, 3])]),
  casesOf("Transpose")("turned round", (x) => o.transpose(x, [1, 2, 0]), [normal([2, 3, 4])]),
  casesOf("Transpose")("turned round, of equal sizes", (x) => o.transpose(x, [2, 0, 1]), [normal([3, 3, 3])]),
  casesOf("Expand")("an axis of size 1", (x) => o.expand(x, [2, 3]), [normal([2, 1])]),
  casesOf("Expand")("new axes in front", (x) => o.expand(x, [2, 3, 2]), [normal([2])]),
  casesOf("Expand")("both", (x) => o.expand(x, [2, 3, 4]), [normal([3, 1])]),
  casesOf("Concat")("along the first", (a, b) => o.concat([a!, b!], 0), [
    normal([1, 3], 1),
    normal([2, 3], 2),
  ]),
  casesOf("Concat")("three along a negative axis", (a, b, c) => o.concat([a!, b!, c!], -1), [
    normal([2, 1], 1),
    normal([2, 3], 2),
    normal([2, 2], 3),
  ]),
  casesOf("Concat")("stacked", (a, b) => o.stack([a!, b!], 1), [normal([2, 3], 1), normal([2, 3], 2)]),
  casesOf("Split")("all pieces used", (x) => {
    const [a, b, c] = o.split(x, 1, [1, 2, 1]);
    return o.mul(b!, o.sub(a!, c!));
  }, [normal([2, 4])]),
  casesOf("Split")("one piece used, a negative axis", (x) => o.split(x, -1, [1, 3])[1]!, [normal([2, 4])]),
  casesOf("Split")("along ONNX's own axis", (x) => apply("Split", [x, int64s([1, 2])])[0]!, [normal([3, 2])]),
  casesOf("Split")("the first piece used", (x) => o.split(x, 0, [1, 2, 1])[0]!, [normal([4, 2])]),
  casesOf("Pad")("unevenly, with a value", (x) => o.pad(x, [1, 0], [2, 3], 5), [normal([2, 3])]),
  casesOf("Pad")("before", (x) => o.pad(x, [2, 1], [0, 0]), [normal([2, 3])]),
  casesOf("DepthToSpace")("blocks of 2", (x) => o.depthToSpace(x, 2), [normal([2, 8, 2, 3])]),
  casesOf("DepthToSpace")("blocks of 3", (x) => o.depthToSpace(x, 3), [normal([1, 9, 3, 2])]),
];
