import { type Layout } from "../layout.ts";
import { drag100 } from "./drag100.ts";
import { dragBench, dragBenchRegions } from "./drag_bench.ts";
import { dragBenchJson } from "./drag_bench_json.ts";
import { freeDragBench } from "./free_drag_bench.ts";
import { sdeDrag } from "./sde_drag.ts";

/**
 * All layouts by name. A dataset has the first that is found in its folder: DragBench with regions is DragBench too. A
 * new one is a file and a line here.
 */
export const LAYOUTS: Readonly<Record<string, Layout>> = Object.fromEntries(
  [dragBenchRegions, dragBench, dragBenchJson, sdeDrag, drag100, freeDragBench]
    .map((layout) => [layout.name, layout]),
);
