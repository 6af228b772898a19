import { type Table, type TableColumn } from "./tables/table.ts";

/**
 * Rows that one paper published, to stand beside ours and never in one table with them: other generators, other pictures,
 * other networks that measure.
 */
export const published = (paper: string, columns: readonly TableColumn[], rows: Table["rows"]): Table => ({
  columns: [{ name: "method", label: `method, as published in ${paper}` }, ...columns],
  rows,
});

const DRAGGAN = "DragGAN (arXiv 2305.10973)";

/** Mean distance of 1, 5 and 68 points, FID and seconds; the latter two are of one point. */
const FACES = [
  ["no edit", [12.93, 11.66, 16.02], null, null],
  ["UserControllableLT", [11.64, 10.41, 10.15], 25.32, 0.03],
  ["DragGAN with RAFT", [13.43, 13.59, 15.92], 51.37, 15.4],
  ["DragGAN with PIPs", [2.98, 4.83, 5.3], 31.87, 6.6],
  ["DragGAN", [2.44, 3.18, 4.73], 9.28, 2],
] as const;

/** DragGAN's Table 1: face landmarks, StyleGAN2 of 512 × 512 FFHQ faces, distances in its pixels. */
export function publishedFaceLandmarks(points: 1 | 5 | 68): Table {
  const which = { 1: 0, 5: 1, 68: 2 }[points];
  const distance = { name: "distance", label: "mean distance [px of 512]", digits: 2 };
  if (points !== 1) {
    return published(`${DRAGGAN}, Table 1`, [distance], FACES.map(([name, all]) => [name, all[which]!]));
  }
  const others = [
    { name: "fid", label: "FID", digits: 2 },
    { name: "seconds", label: "seconds on an RTX 3090", digits: 2 },
  ];
  return published(
    `${DRAGGAN}, Table 1`,
    [distance, ...others],
    FACES.map(([name, all, fid, seconds]) => [name, all[which]!, fid, seconds]),
  );
}

const KINDS = ["lion", "cat", "dog", "car"];

/** DragGAN's Table 2: paired reconstruction, StyleGAN2 of four kinds of pictures. */
export const publishedPairedReconstruction = (): Table =>
  published(
    `${DRAGGAN}, Table 2`,
    KINDS.flatMap((kind) => [
      { name: `${kind}_mse`, label: `${kind}: squared error × 100`, digits: 2 },
      { name: `${kind}_lpips`, label: `${kind}: LPIPS × 10`, digits: 2 },
    ]),
    [
      ["UserControllableLT", 1.82, 1.14, 1.25, 0.87, 1.23, 0.92, 1.98, 0.85],
      ["DragGAN", 0.66, 0.72, 1.04, 0.82, 0.48, 0.44, 1.67, 0.74],
    ],
  );
