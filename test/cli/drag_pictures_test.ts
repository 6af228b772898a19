import assert from "node:assert/strict";
import { dragPictures } from "../../lib/cli/drag_pictures.ts";
import { drag } from "../../lib/drag/drag.ts";
import { FILES } from "../../lib/drag/folder.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { type OpenedSpec } from "../../lib/drag/open_spec.ts";
import { recordWithoutSteps } from "../../lib/drag/record.ts";
import { Recorder } from "../../lib/drag/recorder.ts";
import { type DragState } from "../../lib/drag/state.ts";
import { decodeImage } from "../../lib/formats/image.ts";
import { decodeNpy } from "../../lib/formats/npy.ts";
import { drawDrag } from "../../lib/notebook/display/drag_view.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { flatGenerator, flatLatent } from "../drag/flat_generator.ts";
import { temporaryFolder } from "./temporary_folder.ts";
import { PROVENANCE } from "../drag/test_provenance.ts";

const generator = { ...flatGenerator({ size: [24, 40] }), grid: [12, 20] } as const;
const points = [{ handle: [31, 9], target: [22, 15] }] as const;
const problem = { latent: flatLatent(generator), points, steps: 5 };
const method = draggan(generator);
const opened: OpenedSpec = {
  model: { generator, sha256: "m", latents: () => Promise.resolve(problem.latent) },
  ...{ problem, method, sha256: PROVENANCE.sha256, warnings: [] },
};

/** Records steps into a folder, all or some, going on with what it holds. */
async function recorded(runtime: Runtime, folder: string, steps = problem.steps): Promise<Recorder> {
  const recorder = await Recorder.open(folder, PROVENANCE);
  assert(recorder !== "finished");
  const { state } = recorder.checkpoint;
  const resume: { resume?: DragState } = state ? { resume: state } : {};
  for await (const step of drag(generator, problem, method, { runtime, ...resume })) {
    await recorder.add(step, 0.1);
    if (recorder.checkpoint.lines.length === steps) break;
  }
  return recorder;
}

Deno.test("a drag of a picture that is not square is recorded, goes on after a kill, and is drawn in its shape", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  using folder = temporaryFolder();
  await recorded(runtime, folder.at("killed"), 2);
  const { checkpoint } = await recorded(runtime, folder.at("killed"));
  const whole = await recorded(runtime, folder.at("whole"));
  assert.deepEqual(checkpoint.lines, whole.checkpoint.lines);
  assert.deepEqual(checkpoint.state, whole.checkpoint.state);

  const record = { ...recordWithoutSteps(generator, problem, method), steps: checkpoint.lines };
  assert.deepEqual(record.size, [24, 40]);
  const files = await dragPictures(opened, checkpoint, record, runtime);
  const shapeOf = (name: string): [number, number] => {
    const { width, height } = decodeImage(files.get(name)!);
    return [width, height];
  };
  assert.deepEqual([shapeOf(FILES.before), shapeOf(FILES.after)], [[40, 24], [40, 24]]);
  const [width, height] = shapeOf(FILES.path);
  assert(Math.abs(width / height - 40 / 24) < 0.01, `${width} × ${height}`);
  assert.deepEqual(decodeNpy(files.get(FILES.latent)!).shape, [1, 3, 12, 20]);
  assert(files.get(FILES.gif)!.length > 0);
  const seen = drawDrag({ record, picture: decodeImage(files.get(FILES.after)!) });
  assert.match(seen, /<svg/);
});
