import { Kernel } from "../../../lib/notebook/client/kernel.ts";
import { parseKernelSpec } from "../../../lib/notebook/client/kernel_command.ts";
import { type Execution } from "../../../lib/notebook/client/execution.ts";
import { kernelSpec } from "../../../lib/notebook/kernel/spec/kernel_spec.ts";
import { type Message } from "../../../lib/notebook/protocol/message.ts";

const TESTS = new URL("../../", import.meta.url).href;

/** A cell with a drag that would take hours, of a model of few channels. */
export const DRAG = `
import { drag, openRuntime, stabledrag } from "stabledrag";
import { smallProgan } from "${TESTS}small_progan.ts";
import { normalTensor } from "${TESTS}normal_tensor.ts";
const generator = smallProgan();
const latent = normalTensor(generator.latentShape, 6);
const points = [{ handle: [20, 40], target: [120, 40] }];
const method = stabledrag(generator, { r2: 3, r1: 1, lr: 1e-9 });
const runtime = await openRuntime({ provider: "cpu" });
for await (const step of drag(generator, { latent, points, steps: 1e6 }, method, { runtime })) kept++;
`;

/** Variables by which a process has its temporary files in a folder: where it is killed they are left. */
export const temporaryIn = (folder: string): Record<string, string> => ({ TMPDIR: folder, TEMP: folder });

/** Starts the kernel that is tested, for notebooks of the folder `cwd`. */
export const startOurKernel = (cwd: string, onPublished?: (message: Message) => void): Promise<Kernel> =>
  Kernel.start({ ...parseKernelSpec(kernelSpec(), "."), env: temporaryIn(cwd) }, {
    cwd,
    ...(onPublished ? { onPublished } : {}),
  });

/** What a cell shows: the texts of its outputs, and its errors as `name: message`. */
export const shown = ({ outputs }: Execution): string[] =>
  outputs.map((output) => {
    if (output.output_type === "stream") return output.text;
    if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
    return String(output.data["text/plain"]);
  });

/** Executes a cell and returns what it shows. */
export const show = async ({ client }: Kernel, code: string): Promise<string[]> =>
  shown(await client.execute(code, { timeout: 30_000 }));

/** Resolves after some milliseconds. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
