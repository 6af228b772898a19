import { z } from "zod";
import { type Point } from "../../drag/points.ts";
import { type Size } from "../../generators/size.ts";
import { checkSchema } from "../../schema.ts";
import { HANDLE_COLOUR, handleColour, PATH_COLOUR, TARGET_COLOUR } from "../../figures/colours.ts";

/** A handle whose target may still be missing. */
export interface DraftPair {
  /** Where the content is. */
  readonly handle: Point;
  /** Where it shall go. */
  readonly target: Point | null;
}

/** Where a drag is in its life; the last four are ends of a run. */
export type DragStatus =
  | "ready"
  | "starting"
  | "running"
  | "stopping"
  | "arrived"
  | "done"
  | "stopped"
  | "failed";

/** What the drag widget shares with its front end. */
export interface DragWidgetState {
  /** Red, green, blue and opacity of each pixel, [H, W, 4]. */
  readonly picture: Uint8Array;
  /** H and W, height and width of the picture in pixels. */
  readonly size: Size;
  /** Those of our figures. */
  readonly colours: {
    readonly handle: string;
    readonly target: string;
    readonly path: string;
    readonly curves: readonly string[];
  };
  /** Handles and targets as they are placed. */
  readonly points: readonly DraftPair[];
  /** 1 where the picture may move, else 0, [H, W]; null where all of it may. */
  readonly mask: Uint8Array | null;
  /** Name of the method that Run takes. */
  readonly method: string;
  /** Names of the methods to choose from. */
  readonly methods: readonly string[];
  /** Updates at most. */
  readonly steps: number;
  /** What goes on. */
  readonly status: DragStatus;
  /** Why a drag failed; else empty. */
  readonly message: string;
  /** The steps of the drag, [steps, handles, 4]: x and y of the handle, distance to its target, confidence. */
  readonly trace: Float32Array;
  /** Threshold of confidence of the drag that is shown; null where its method has none. */
  readonly tau: number | null;
}

/** The most updates that the widget asks for. */
export const MOST_STEPS = 2000;

/** Whether a drag goes on, so that nothing may be changed. */
export const isBusy = (status: DragStatus): boolean => ["starting", "running", "stopping"].includes(status);

/** The colours that the front end draws in. */
export const widgetColours = (): DragWidgetState["colours"] => ({
  handle: HANDLE_COLOUR,
  target: TARGET_COLOUR,
  path: PATH_COLOUR,
  curves: Array.from({ length: 8 }, (_, i) => handleColour(i)),
});

/**
 * What a front end may change, and to what.
 *
 * @param methods names to choose from.
 * @returns a function that throws an `InputError` at anything else, naming the first value that is wrong.
 */
export function checkChanges(
  [height, width]: Size,
  methods: readonly string[],
): (changes: Readonly<Record<string, unknown>>) => Partial<DragWidgetState> {
  const below = (length: number): z.ZodNumber => z.number().min(0).max(length - 1);
  const point = z.tuple([below(width), below(height)]);
  const mask = z.instanceof(Uint8Array, { error: "Expected bytes but found something else" }).refine(
    (bytes) => bytes.length === height * width,
    {
      error: ({ input }) => `Expected ${height} × ${width} bytes but found ${(input as Uint8Array).length}`,
    },
  );
  const schema = z.strictObject({
    points: z.array(z.object({ handle: point, target: point.nullable() })).max(100),
    mask: mask.transform((bytes) => bytes.map((v) => v > 0 ? 1 : 0)).nullable(),
    method: z.enum(methods),
    steps: z.number().int().min(1).max(MOST_STEPS),
  }).partial();
  return (changes) =>
    Object.fromEntries(
      Object.entries(checkSchema(schema, changes)).filter(([, value]) => value !== undefined),
    );
}
