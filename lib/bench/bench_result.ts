import { z } from "zod";
import { parseJson } from "../parse_json.ts";
import { checkSchema, type Schema } from "../schema.ts";
import { type Provider } from "../runtime/protocol.ts";
import { type GanCase } from "./gan_cases.ts";
import {
  OFFICIAL_COST,
  OFFICIAL_UNET_COST,
  type OfficialCost,
  type OfficialUnetCost,
} from "./official_cost.ts";
import { type PhotographCase } from "./photograph_cases.ts";
import { PHOTOGRAPH_COST, type PhotographCost } from "./photograph_cost.ts";
import { STEP_COST, type StepCost } from "./step_cost.ts";
import { type UnetCase } from "./unet_cases.ts";
import { UNET_COST, type UnetCost } from "./unet_cost.ts";

/** What a step on a GAN costs, computed in each way. */
export interface GanResult {
  /** What was dragged. */
  readonly case: GanCase;
  /** Ours, as drags compute it: windows of the feature map where that is cheaper. */
  readonly windowed: StepCost;
  /** Ours with the whole feature map. */
  readonly fullFrame: StepCost;
  /** The official DragGAN, where it was timed. */
  readonly official?: OfficialCost | undefined;
}

/** What a step on a U-Net costs. */
export interface UnetResult {
  /** What was dragged. */
  readonly case: UnetCase;
  /** Ours. */
  readonly cost: UnetCost;
  /** The official DragDiffusion, where it was timed. */
  readonly official?: OfficialUnetCost | undefined;
}

/** What a whole edit of a picture costs. */
export interface PhotographResult {
  /** What was edited. */
  readonly case: PhotographCase;
  /** Its cost. */
  readonly cost: PhotographCost;
}

/** The content of a file that `bench --json` writes. */
export interface BenchResult {
  /** Versions of what was timed, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Where it was computed. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 for one per physical core. */
  readonly threads: number;
  /** Processors of the machine. */
  readonly processors: number;
  /** How often everything was timed at least; the best counts. */
  readonly rounds: number;
  /** The cases of GANs in the order in which they were timed. */
  readonly cases: readonly GanResult[];
  /** Those of U-Nets. */
  readonly unets: readonly UnetResult[];
  /** Whole edits of pictures. */
  readonly photographs: readonly PhotographResult[];
}

const MASK = z.enum(["quarter-fixed", "quarter-free"]).optional();
const SIZE = z.enum(["small", "sd15"]);

const BENCH_RESULT: Schema<BenchResult> = z.strictObject({
  versions: z.record(z.string(), z.string()),
  provider: z.enum(["cuda", "webgpu", "cpu"]),
  threads: z.int().nonnegative(),
  processors: z.int().positive(),
  rounds: z.int().positive(),
  cases: z.array(z.strictObject({
    case: z.strictObject({
      name: z.string(),
      model: z.enum(["stylegan2", "progan"]),
      resolution: z.int().positive(),
      channelBase: z.int().positive().optional(),
      handles: z.int().positive(),
      mask: MASK,
    }),
    windowed: STEP_COST,
    fullFrame: STEP_COST,
    official: OFFICIAL_COST.optional(),
  })),
  unets: z.array(z.strictObject({
    case: z.strictObject({
      name: z.string(),
      model: z.literal("unet"),
      size: SIZE,
      resolution: z.int().positive(),
      handles: z.int().positive(),
      mask: MASK,
      checkpoint: z.boolean(),
    }),
    cost: UNET_COST,
    official: OFFICIAL_UNET_COST.optional(),
  })).default([]),
  photographs: z.array(z.strictObject({
    case: z.strictObject({
      name: z.string(),
      model: z.literal("photograph"),
      size: SIZE,
      resolution: z.int().positive(),
      batch: z.int().positive(),
    }),
    cost: PHOTOGRAPH_COST,
  })).default([]),
});

/**
 * Reads what `bench --json` wrote.
 *
 * @throws {InputError} naming the first field that is wrong, or saying that it is no JSON.
 */
export const parseBenchResult = (text: string): BenchResult => checkSchema(BENCH_RESULT, parseJson(text));
