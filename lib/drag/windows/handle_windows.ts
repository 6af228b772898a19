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

/** Handles that share a window. */
interface Group {
  /** Which. */
  readonly members: readonly number[];
  /** The least x and y of them. */
  readonly low: Point;
  /** The largest. */
  readonly high: Point;
}

/** Two groups as one. */
const joined = (a: Group, b: Group): Group => ({
  members: [...a.members, ...b.members],
  low: [Math.min(a.low[0], b.low[0]), Math.min(a.low[1], b.low[1])],
  high: [Math.max(a.high[0], b.high[0]), Math.max(a.high[1], b.high[1])],
});

/** The longer side of what two groups, or one, take up. */
const spreadOf = (a: Group, b = a): number =>
  Math.max(
    Math.max(a.high[0], b.high[0]) - Math.min(a.low[0], b.low[0]),
    Math.max(a.high[1], b.high[1]) - Math.min(a.low[1], b.low[1]),
  );

/** Feature pixels that hold all samples around one point. */
export const sizeAround = ({ perPixel, reach }: Pick<Sight, "perPixel" | "reach">): number =>
  Math.ceil(2 * reach * perPixel) + 2;

/** Feature pixels that hold all samples around points so far apart. */
const sizeFor = (spread: number, sight: Sight): number =>
  sizeAround(sight) + GROWTH * Math.ceil((spread * sight.perPixel) / GROWTH);

/** The feature pixel with which bilinear resizing begins at a place of the picture. */
const featureAt = (place: number, { perPixel }: Sight): number => Math.floor((place + 0.5) * perPixel - 0.5);

/** Windows for groups of handles, with the cheapest crossover. */
function windowsFor(sight: Sight, handles: number, groups: readonly Group[]): HandleWindows {
  const spread = Math.max(...groups.map((group) => spreadOf(group)));
  const windows = { count: groups.length, size: sizeFor(spread, sight) };
  const { blocks, block, given, reach } = sight;
  const choices = blocks.slice(0, block + 1).map((_, shared) => ({
    shared,
    cost: wholeCost(blocks, Math.max(shared, given)) + windowsCost(blocks, block, windows, shared),
  }));
  const first = (v: number): number => featureAt(v - reach, sight);
  return {
    ...windows,
    ...cheapest(choices),
    starts: groups.map(({ low }): Point => [first(low[0]), first(low[1])]),
    owners: Array.from({ length: handles }, (_, i) => groups.findIndex(({ members }) => members.includes(i))),
  };
}

/** The groups with those two made one that spread least together; the first where some spread alike. */
function merged(groups: readonly Group[]): Group[] {
  let [first, second, least] = [0, 1, Infinity];
  for (const [i, a] of groups.entries()) {
    for (let j = i + 1; j < groups.length; j++) {
      const spread = spreadOf(a, groups[j]!);
      if (spread < least) [first, second, least] = [i, j, spread];
    }
  }
  const both = joined(groups[first]!, groups[second]!);
  return groups.flatMap((group, i) => (i === first ? [both] : i === second ? [] : [group]));
}

/**
 * Cheap windows for handles: one each, or fewer that are shared and all as large as the largest has to be. Of windows
 * merged two by two, those first that spread least together, down to one for all handles, the cheapest are taken. Depends
 * on where the handles are and on nothing before, so that a resumed drag computes what the interrupted one did.
 */
export function planHandleWindows(sight: Sight, handles: readonly Point[]): HandleWindows {
  let groups = handles.map((at, i): Group => ({ members: [i], low: at, high: at }));
  let best = windowsFor(sight, handles.length, groups);
  while (groups.length > 1) {
    groups = merged(groups);
    const windows = windowsFor(sight, handles.length, groups);
    if (windows.cost < best.cost) best = windows;
  }
  return best;
}
