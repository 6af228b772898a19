import { type Generator } from "../../generators/generator.ts";
import { type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import { type Point } from "../points.ts";
import { type BoxNode, type BoxTree } from "./box_tree.ts";
import { wholeCost, windowsCost, windowSizes } from "./cost.ts";
import { type HandleWindows } from "./handle_windows.ts";
import { type Planner } from "./layout.ts";

/** Billions of floating-point operations of products in a forward pass: two each. */
const gflop = (products: number): string => ((2 * products) / 1e9).toFixed(2);

/** The nodes of a tree on each block. */
function nodesByBlock({ nodes }: BoxTree): Map<number, Set<BoxNode>> {
  const found = new Map<number, Set<BoxNode>>();
  for (let level = nodes; level.length > 0;) {
    const here = level.flatMap((node) => node ?? []);
    for (const node of here) found.set(node.block, (found.get(node.block) ?? new Set()).add(node));
    level = here.map(({ parent }) => parent);
  }
  return found;
}

function describeBlock(
  block: WindowedBlock,
  i: number,
  whole: number,
  windows: { readonly handles: HandleWindows; readonly sizes: readonly number[] },
  nodes: ReadonlySet<BoxNode> | undefined,
): string {
  const side = `${block.resolution} × ${block.resolution}`;
  const { handles, sizes } = windows;
  const parts = [
    ...(i <= whole ? ["whole"] : []),
    ...(i > handles.shared ? [`${handles.count} × ${sizes[i]} × ${sizes[i]} around handles`] : []),
    ...[...nodes ?? []].map(({ box }) => `${box.width} × ${box.height} for the mask`),
  ];
  return `  block ${i} of ${side}: ${parts.join(", ")}`;
}

/** What is counted: of a U-Net only what can be computed in windows. */
const counted = ({ denoise }: Generator): string =>
  denoise ? "a forward pass above the last attention" : "a forward pass";

/** The GFLOP of every crossover, the chosen one marked. */
const crossovers = (blocks: readonly WindowedBlock[], handles: HandleWindows): string =>
  blocks.map((b, shared) => {
    const cost = wholeCost(blocks, shared) + windowsCost(blocks, blocks.length - 1, handles, shared);
    return `${b.resolution} px: ${gflop(cost)}${shared === handles.shared ? " (chosen)" : ""}`;
  }).join(", ");

/** What a step computes of each block, and the cost model's reasons, as lines of text. */
export function explain(
  generator: Generator,
  block: number,
  plan: Planner,
  points: readonly Point[],
): string {
  const blocks = generator.windows?.(block) ?? [];
  const end = blocks.length - 1;
  const handles = plan.handleWindows(points);
  if (!handles) {
    const cost = end < 0 ? "" : `, ${gflop(wholeCost(blocks, end))} GFLOP ${counted(generator)}`;
    return `A step computes whole maps up to block ${block}${cost}.`;
  }
  const tree = plan.mask?.tree;
  const nodes = tree ? nodesByBlock(tree) : new Map<number, Set<BoxNode>>();
  const sizes = windowSizes(blocks, end, handles.size);
  const whole = Math.max(handles.shared, tree?.shared ?? -1);
  return [
    `A step computes ${end === block ? `block ${block}` : "the map"} in windows:`,
    ...blocks.map((b, i) => describeBlock(b, i, whole, { handles, sizes }, nodes.get(i))),
    `  GFLOP of ${counted(generator)} with whole maps up to ${crossovers(blocks, handles)}`,
    ...(tree
      ? [`  with the mask ${gflop(handles.cost + tree.cost - wholeCost(blocks, tree.shared))} GFLOP`]
      : []),
    `  whole maps: ${gflop(wholeCost(blocks, end))} GFLOP`,
  ].join("\n");
}
