import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type SpecInput } from "../drag/spec.ts";
import { inFile } from "../errors.ts";
import { encodePng, type RgbaImage } from "../formats/image.ts";
import { decodeSafetensors } from "../formats/safetensors.ts";
import { finiteLatent } from "../generators/latents.ts";
import { jsonIn } from "../hub/read_json.ts";
import { readNpy } from "../hub/read_npy.ts";
import { isFloat } from "../onnx/dtypes.ts";
import { type Provider } from "../runtime/protocol.ts";
import { checkSchema } from "../schema.ts";
import { permissionsOf } from "../task_permissions.ts";
import { type Tensor } from "../tensor.ts";
import { type PhotographCase } from "./photograph_cases.ts";
import { type PhotographCost } from "./photograph_cost.ts";
import { casePoints } from "./problem.ts";

/** How an edit is run. */
export interface PhotographSettings {
  /** Where to compute. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 for one per physical core. */
  readonly threads: number;
  /** Stops it (default: nothing does). */
  readonly signal?: AbortSignal;
}

/** A picture of smooth colours. */
function smoothPicture(side: number): RgbaImage {
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [i % side / side, Math.floor(i / side) / side];
    [3 * x + y, x - 2 * y, 5 * x * y].forEach((wave, channel) => {
      data[4 * i + channel] = 127.5 * (1 + Math.sin(2 * Math.PI * wave));
    });
  }
  return { width: side, height: side, data };
}

/** One step of a LoRA, an inversion of two steps, two of the drag, two of the denoising. */
const specOf = ({ resolution, batch }: PhotographCase, model: string): SpecInput => ({
  model,
  image: "picture.png",
  prompt: "a picture",
  lora: { steps: 1, batch },
  inferenceSteps: 3,
  points: casePoints({ resolution, handles: 1 }),
  steps: 2,
});

/** How many numbers there are in tensors; throws where one of them is infinite or NaN. */
function countFinite(tensors: ReadonlyMap<string, Tensor>, file: string): number {
  const floats = [...tensors].filter(([, { dtype }]) => isFloat(dtype));
  return floats.reduce(
    (count, [name, tensor]) =>
      count + inFile(`${file}, ${name}`, () => finiteLatent(tensor, tensor.shape)).data.length,
    0,
  );
}

/** Numbers in all that the edit kept: latents, LoRA with its optimiser's state, picture, dragged latent. */
async function countNumbers(cache: string, out: string): Promise<number> {
  let count = countFinite(new Map([["latent", await readNpy(join(out, "latent.npy"), "a latent")]]), out);
  for await (const { name } of Deno.readDir(join(cache, "edits"))) {
    count += countFinite(decodeSafetensors(await Deno.readFile(join(cache, "edits", name))).tensors, name);
  }
  return count;
}

/** Runs `drag` with a cache folder of its own, and a watch on its memory. */
async function runDrag(
  spec: string,
  out: string,
  cache: string,
  { provider, threads, signal }: PhotographSettings,
): Promise<void> {
  const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const watched = ["run", "--quiet", ...permissionsOf("drag"), "--preload", at("./report_memory.ts")];
  const drag = [at("../cli/main.ts"), "drag", spec, "--out", out];
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [...watched, ...drag, "--provider", provider, "--threads", String(threads)],
    env: { STABLEDRAG_CACHE: cache },
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
    ...(signal ? { signal } : {}),
  }).spawn().status;
  if (code !== 0) throw new Error(`The edit failed with exit status ${code}.`);
}

const RECORD = z.object({ timings: z.object({ secondsPerStep: z.number() }) });

/**
 * Edits a picture from beginning to end by `deno task drag`, in a process of its own whose words on its stages are passed
 * on, and checks that all numbers that it kept are finite. All files are removed again.
 *
 * @param model folder of the diffusion model.
 * @throws {Error} when it fails, or a number is infinite or NaN.
 */
export async function editPhotograph(
  photograph: PhotographCase,
  model: string,
  settings: PhotographSettings,
): Promise<PhotographCost> {
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-photograph-" });
  const [spec, out, cache] = ["spec.json", "out", "cache"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    await Deno.mkdir(cache);
    await Deno.writeFile(join(folder, "picture.png"), encodePng(smoothPicture(photograph.resolution)));
    await Deno.writeTextFile(spec, JSON.stringify(specOf(photograph, model)));
    const start = performance.now();
    await runDrag(spec, out, cache, settings);
    const seconds = (performance.now() - start) / 1000;
    const record = await jsonIn(join(out, "record.json"), (json) => checkSchema(RECORD, json));
    const peakMemory = Number(await Deno.readTextFile(join(cache, "peak-memory")));
    const numbers = await countNumbers(cache, out);
    return { seconds, secondsPerStep: record.timings.secondsPerStep, peakMemory, numbers };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
