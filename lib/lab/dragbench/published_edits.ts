import { published } from "../published.ts";
import { type Table, type TableColumn } from "../tables/table.ts";

const MD: TableColumn = { name: "md_pairs", label: "MD [px]", digits: 2 };
const IF: TableColumn = { name: "fidelity", label: "IF", digits: 3 };

/** Mean distance and image fidelity. */
const both = (paper: string, rows: Table["rows"]): Table => published(paper, [MD, IF], rows);

const CATEGORIES: Table["rows"] = [
  ["art_work", 59.51, 30.74, 0.71, 0.87],
  ["land_scape", 47.6, 36.55, 0.84, 0.88],
  ["building_city_view", 41.94, 26.18, 0.74, 0.89],
  ["building_countryside_view", 46.96, 43.21, 0.79, 0.88],
  ["animals", 60.12, 39.22, 0.72, 0.87],
  ["human_head", 65.14, 36.43, 0.91, 0.85],
  ["human_upper_body", 82.98, 39.75, 0.33, 0.89],
  ["human_full_body", 37.01, 20.56, 0.31, 0.95],
  ["interior_design", 75.65, 24.83, 0.57, 0.9],
  ["other_objects", 58.25, 39.52, 0.71, 0.87],
];

/** DragDiffusion's own table, by category. */
const byCategory = (): Table => ({
  columns: [
    { name: "category", label: "category, as published in DragDiffusion" },
    ...["DragGAN", "DragDiffusion"].map((name) => ({
      name: `md ${name}`,
      label: `MD [px]: ${name}`,
      digits: 2,
    })),
    ...["DragGAN", "DragDiffusion"].map((name) => ({ name: `if ${name}`, label: `IF: ${name}`, digits: 2 })),
  ],
  rows: CATEGORIES,
});

const geodrag = (): Table =>
  published("GeoDrag, its comparison on DragBench", [
    MD,
    { name: "dai_1", label: "DAI(1)", digits: 3 },
    { name: "dai_20", label: "DAI(20)", digits: 3 },
    IF,
    { name: "seconds", label: "seconds", digits: 2 },
    { name: "memory", label: "GB of the GPU", digits: 2 },
  ], [
    ["DragDiffusion", 34.57, 0.181, 0.16, 0.871, 22.46, 18.63],
    ["FreeDrag", 30.8, 0.183, 0.151, 0.845, 42.9, 18.9],
    ["DragNoise", 33.84, 0.179, 0.158, 0.861, 21.12, 18.36],
    ["FastDrag", 32.1, 0.131, 0.115, 0.85, 3.23, 5.85],
    ["GeoDrag", 29.24, 0.128, 0.111, 0.847, 3.95, 5.44],
  ]);

const freedrag = (): Table =>
  published("FreeDrag, its Table 3 on DragBench", [
    MD,
    { name: "lpips", label: "LPIPS × 10", digits: 2 },
    { name: "seconds", label: "seconds", digits: 2 },
  ], [["DragDiffusion", 38.76, 1.38, 71.77], ["FreeDrag", 33.49, 1.02, 63.62]]);

const lazydrag = (): Table =>
  published("LazyDrag, its comparison on DragBench", [MD], [
    ["DragNoise", 37.87],
    ["DragDiffusion", 34.84],
    ["FreeDrag", 34.09],
    ["FastDrag", 31.84],
    ["DiffEditor", 26.95],
    ["Inpaint4Drag", 23.68],
    ["GoodDrag", 22.17],
    ["DragText", 21.51],
    ["LazyDrag", 21.49],
  ]);

const inpaint4drag = (): Table =>
  published("Inpaint4Drag, on DragBench-SR and -DR", [
    ...["SR", "DR"].flatMap((set) => [
      { name: `${set}_disc_md`, label: `${set}: MD in discs ×100`, digits: 1 },
      { name: `${set}_lpips`, label: `${set}: LPIPS ×100`, digits: 1 },
    ]),
    { name: "memory", label: "GB of the GPU", digits: 1 },
    { name: "seconds", label: "seconds on a V100", digits: 1 },
  ], [
    ["DragDiffusion", 7, 18, 6.7, 10.2, 11.6, 177.7],
    ["DiffEditor", 23.6, 17.6, 22.1, 10.9, 6.6, 43.1],
    ["SDE-Drag", 7.5, 11.4, 8.1, 14.9, 6.9, 126.1],
    ["FastDrag", 4.1, 24.1, 5.1, 13.5, 5, 4.2],
    ["Inpaint4Drag", 3.6, 11.4, 3.9, 9.1, 2.7, 0.3],
  ]);

/**
 * Rows that papers published of DragBench and the sets after it, a table for each paper, never mixed: for the same method they
 * differ by a fifth from paper to paper. All edit by Stable Diffusion 1.5, and find handles by Stable Diffusion 2.1's features
 * where they give MD.
 */
export const publishedEdits = (): Readonly<Record<string, Table>> => ({
  geodrag: geodrag(),
  dragdiffusion: byCategory(),
  freedrag: freedrag(),
  flowdrag: both("FlowDrag, its comparison on DragBench", [
    ["DiffEditor", 28.46, 0.89],
    ["DragDiffusion", 33.7, 0.89],
    ["DragNoise", 33.41, 0.63],
    ["FreeDrag", 35, 0.7],
    ["GoodDrag", 22.96, 0.86],
    ["FlowDrag", 22.88, 0.82],
  ]),
  dragnoise: both("DragNoise's repository, by its author, on DragBench", [
    ["DragGAN", 58, 0.69],
    ["DragDiffusion, version 4", 35.6, 0.88],
    ["DragDiffusion, version 5", 34.2, 0.88],
    ["FreeDrag", 55, 0.7],
    ["DragNoise", 33.4, 0.89],
  ]),
  lazydrag: lazydrag(),
  inpaint4drag: inpaint4drag(),
  gooddrag: published("GoodDrag, on Drag100", [{ name: "dai_1", label: "DAI(1)", digits: 4 }], [
    ["DragDiffusion", 0.1477],
    ["GoodDrag", 0.0696],
  ]),
});
