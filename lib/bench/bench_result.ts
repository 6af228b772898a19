import { z } from "zod";
import { type Schema } from "../schema.ts";
import { InputError } from "../errors.ts";
import { type Provider } from "../runtime/protocol.ts";
import { type BenchCase } from "./cases.ts";
import { OFFICIAL_COST, type OfficialCost } from "./official_cost.ts";
import { STEP_COST, type StepCost } from "./step_cost.ts";

/** What a step of one case costs, computed in each way. */
export interface CaseResult {
  /** What was dragged. */
  readonly case: BenchCase;
  /** Ours, as drags compute it: windows of the feature map where that is cheaper. */
  readonly windowed: StepCost;
  /** Ours with the whole feature map. */
  readonly fullFrame: StepCost;
  /** The official DragGAN, where it was timed. */
  readonly official?: OfficialCost | undefined;
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
  /** The cases in the order in which they were timed. */
  readonly cases: readonly CaseResult[];
}

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
      mask: z.enum(["quarter-fixed", "quarter-free"]).optional(),
    }),
    windowed: STEP_COST,
    fullFrame: STEP_COST,
    official: OFFICIAL_COST.optional(),
  })),
});

/**
 * Reads what `bench --json` wrote.
 *
 * @throws {InputError} when it is something else.
 */
export function parseBenchResult(text: string): BenchResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError("Expected a result of bench as JSON but found something else.", { cause });
  }
  const { data, error } = BENCH_RESULT.safeParse(json);
  if (data) return data;
  const { path, message } = error!.issues[0]!;
  throw new InputError(`Expected a result of bench but found at "${path.join(".")}": ${message}.`);
}
