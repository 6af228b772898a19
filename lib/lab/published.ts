import { type Table, type TableColumn } from "./tables/table.ts";

/**
 * Rows that one paper published, to stand beside ours and never in one table with them: other generators, other pictures,
 * other networks that measure.
 */
const published = (paper: string, columns: readonly TableColumn[], rows: Table["rows"]): Table => ({
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

/** GeoDrag's table of DragBench: all 205 pictures, Stable Diffusion 1.5, handles found by Stable Diffusion 2.1's features. */
export const publishedDragbench = (): Table =>
  published("GeoDrag, its comparison on DragBench", [
    { name: "md_pairs", label: "MD [px]", digits: 2 },
    { name: "dai_1", label: "DAI(1)", digits: 3 },
    { name: "dai_20", label: "DAI(20)", digits: 3 },
    { name: "fidelity", label: "IF", digits: 3 },
    { name: "seconds", label: "seconds", digits: 2 },
    { name: "memory", label: "GB of the GPU", digits: 2 },
  ], [
    ["DragDiffusion", 34.57, 0.181, 0.16, 0.871, 22.46, 18.63],
    ["FreeDrag", 30.8, 0.183, 0.151, 0.845, 42.9, 18.9],
    ["DragNoise", 33.84, 0.179, 0.158, 0.861, 21.12, 18.36],
    ["FastDrag", 32.1, 0.131, 0.115, 0.85, 3.23, 5.85],
    ["GeoDrag", 29.24, 0.128, 0.111, 0.847, 3.95, 5.44],
  ]);
