import { z } from "zod";
import { type Schema } from "../schema.ts";
import { POINT, POINT_PAIR } from "./point_schema.ts";
import { type DragRecord, type RecordFile, type StepLine } from "./record.ts";

const COUNT = z.int().nonnegative();
const HASH = z.string().exactOptional();

/** One line of `steps.jsonl`. */
export const STEP_LINE: Schema<StepLine> = z.object({
  step: COUNT,
  handles: z.array(POINT),
  distances: z.array(z.number()),
  loss: z.number().exactOptional(),
  confidence: z.array(z.number()),
  supervisedBy: z.array(z.enum(["current", "template"])),
  stopped: z.literal(true).exactOptional(),
});

const DRAG = {
  method: z.string(),
  size: z.tuple([z.int().positive(), z.int().positive()]),
  points: z.array(POINT_PAIR),
  tau: z.number().exactOptional(),
};

/** A drag with its steps in one. */
export const DRAG_RECORD: Schema<DragRecord> = z.object({ ...DRAG, steps: z.array(STEP_LINE) });

/** The content of `record.json`. What other versions say beside it stays, to be compared. */
export const RECORD_FILE: Schema<RecordFile> = z.looseObject({
  ...DRAG,
  spec: z.record(z.string(), z.unknown()),
  sha256: z.looseObject({ model: z.string(), latent: HASH, image: HASH, mask: HASH, text: HASH, lora: HASH }),
  versions: z.record(z.string(), z.string()),
  provider: z.enum(["cuda", "webgpu", "cpu"]),
  threads: COUNT,
  settings: z.record(z.string(), z.union([z.number(), z.string()])),
  arrived: z.boolean(),
  timings: z.object({ steps: COUNT, secondsPerStep: z.number(), seconds: z.number() }),
});
