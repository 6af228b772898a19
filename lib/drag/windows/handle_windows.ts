import { type WindowedBlock } from "../../generators/windows/windowed_block.ts";
import { type Point } from "../points.ts";
import { cheapest, wholeCost, windowsCost } from "./cost.ts";

/** What a compiled step knows of the windows around the handles. */
export interface HandleLayout {
  /** How many windows there are. */
  readonly count: number;
  /** Height and width of each, in feature pixels. */
  readonly size: number;
  /** The last block that is computed whole; the feature block itself where windows do not pay. */
  readonly shared: number;
}

/** Windows of the feature map that hold all that a step reads around the handles. */
export interface HandleWindows extends HandleLayout {
  /** First column and row of each window on the feature map. */
  readonly starts: readonly Point[];
  /** The window of each handle. */
  readonly owners: readonly number[];
  /** Products of the forward pass, overhead included. */
  readonly cost: number;
}

/** What windows are planned for. */
export interface Sight {
  /** The generator's blocks. */
  readonly blocks: readonly WindowedBlock[];
  /** Index of the block whose map is looked at. */
  readonly block: number;
  /** Feature pixels per pixel of the picture, at most 1. */
  readonly perPixel: number;
  /** How far from a handle a step reads, in pixels of the grid. */
  readonly reach: number;
  /** The last block that something else needs whole; −1 for none. */
  readonly given: number;
}

/** Steps in which shared windows grow, in feature pixels, so that moving handles seldom need another graph. */
const GROWTH = 4;

interface Bounds {
  readonly low: Point;
  readonly high: Point;
}

const boundsOf = (points: readonly Point[]): Bounds => ({
  low: [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))],
  high: [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))],
});

/** Feature pixels that hold all samples around one point. */
export const sizeAround = ({ perPixel, reach }: Pick<Sight, "perPixel" | "reach">): number =>
  Math.ceil(2 * reach * perPixel) + 2;

/** Feature pixels that hold all samples around points so far apart. */
const sizeFor = (spread: number, sight: Sight): number =>
  sizeAround(sight) + GROWTH * Math.ceil((spread * sight.perPixel) / GROWTH);

/** The feature pixel with which bilinear resizing begins at a place of the picture. */
const featureAt = (place: number, { perPixel }: Sight): number => Math.floor((place + 0.5) * perPixel - 0.5);

/** Windows for groups of handles, with the cheapest crossover. */
function windowsFor(sight: Sight, handles: readonly Point[], groups: readonly number[][]): HandleWindows {
  const bounds = groups.map((group) => boundsOf(group.map((i) => handles[i]!)));
  const spreads = bounds.flatMap(({ low, high }) => [high[0] - low[0], high[1] - low[1]]);
  const windows = { count: groups.length, size: sizeFor(Math.max(...spreads), sight) };
  const { blocks, block, given, reach } = sight;
  const choices = blocks.slice(0, block + 1).map((_, shared) => ({
    shared,
    cost: wholeCost(blocks, Math.max(shared, given)) + windowsCost(blocks, block, windows, shared),
  }));
  const first = (v: number): number => featureAt(v - reach, sight);
  return {
    ...windows,
    ...cheapest(choices),
    starts: bounds.map(({ low }): Point => [first(low[0]), first(low[1])]),
    owners: handles.map((_, i) => groups.findIndex((group) => group.includes(i))),
  };
}

/** All ways to make one group of two. */
const merged = (groups: readonly number[][]): number[][][] =>
  groups.flatMap((a, i) =>
    groups.slice(i + 1).map((b) =>
      groups.flatMap((group) => (group === a ? [[...a, ...b]] : group === b ? [] : [group]))
    )
  );

/**
 * The cheapest windows for handles: one each, and shared ones as long as merging two makes a step cheaper. Depends on
 * where the handles are and on nothing before, so that a resumed drag computes what the interrupted one did.
 */
export function planHandleWindows(sight: Sight, handles: readonly Point[]): HandleWindows {
  let groups: number[][] = handles.map((_, i) => [i]);
  let best = windowsFor(sight, handles, groups);
  for (;;) {
    const choices = merged(groups).map((g) => ({ groups: g, windows: windowsFor(sight, handles, g) }));
    const next = choices.reduce<typeof choices[number] | undefined>(
      (least, choice) => (least && least.windows.cost <= choice.windows.cost ? least : choice),
      undefined,
    );
    if (!next || next.windows.cost >= best.cost) return best;
    groups = next.groups;
    best = next.windows;
  }
}
