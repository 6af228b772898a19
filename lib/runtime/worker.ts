/// <reference lib="deno.worker" />
import * as ort from "onnxruntime-node";
import { type DType, type Tensor, type TensorData } from "../tensor.ts";
import { takeFloat16AsBits } from "./float16_bits.ts";
import { type Reply, type Request, type SessionSettings } from "./protocol.ts";
import { lowerThreadPriority } from "./thread_priority.ts";

takeFloat16AsBits(() => new ort.Tensor("float32", new Float32Array(1), [1]));

const sessions = new Map<number, ort.InferenceSession>();

/** Bytes up to which constants are computed ahead where weights are to stay what they are. */
const LARGEST_FOLDED = 65_536;

/**
 * Settings with which weights stay what they are in memory. Left alone, ONNX Runtime would widen all float16 ones, and
 * turn those of convolutions, when it makes the session: by folding constants, which its layout optimisations ("all")
 * also do. It would also join the Casts of one weight, whose wide copy would then be kept from the forward to the backward
 * pass; and it would lay out memory for whole runs beside what the first run took.
 */
const leanSettings = (
  optimization: SessionSettings["optimization"],
): ort.InferenceSession.SessionOptions => ({
  graphOptimizationLevel: optimization === "all" ? "extended" : optimization,
  enableMemPattern: false,
});

/** The same, as ONNX Runtime's own entries. */
const LEAN_ENTRIES = {
  optimization: {
    constant_folding_max_output_size_in_bytes: String(LARGEST_FOLDED),
    disable_specified_optimizers: "CommonSubexpressionElimination",
  },
};

/** That external data lies in a folder's files, which ONNX Runtime then maps. */
const folderEntries = (folder: string) =>
  folder === "" ? {} : { session: { model_external_initializers_file_folder_path: folder } };

async function create(request: Request & { kind: "create" }): Promise<void> {
  const { provider, threads, optimization, profile, background } = request.settings;
  if (background) lowerThreadPriority();
  const session = await ort.InferenceSession.create(request.model, {
    executionProviders: [provider],
    graphOptimizationLevel: optimization,
    ...(request.folder === ""
      ? { externalData: request.weights.map(([path, data]) => ({ path, data })) }
      : {}),
    logSeverityLevel: 4,
    ...(threads > 0 ? { intraOpNumThreads: threads } : {}),
    ...(request.lean ? leanSettings(optimization) : {}),
    extra: { ...(request.lean ? LEAN_ENTRIES : {}), ...folderEntries(request.folder) },
    ...(profile ? { enableProfiling: true, profileFilePrefix: profile } : {}),
  });
  sessions.set(request.session, session);
}

/** The binding takes no shared memory for inputs, so that such data is copied here, once per run. */
const toOrt = ({ dtype, data, shape }: Tensor): ort.Tensor =>
  new ort.Tensor(
    dtype as ort.Tensor.Type,
    (data.buffer instanceof SharedArrayBuffer ? data.slice() : data) as ort.Tensor.DataType,
    shape,
  );

const fromOrt = (t: ort.Tensor): Tensor => ({
  dtype: t.type as DType,
  shape: [...t.dims],
  data: t.data as TensorData[DType],
});

async function run(request: Request & { kind: "run" }): Promise<Record<string, Tensor>> {
  const session = sessions.get(request.session);
  if (!session) throw new Error("The session was released before this run.");
  const feeds = Object.fromEntries(Object.entries(request.feeds).map(([name, t]) => [name, toOrt(t)]));
  const outputs = await session.run(feeds);
  return Object.fromEntries(Object.entries(outputs).map(([name, t]) => [name, fromOrt(t)]));
}

async function release(request: Request & { kind: "release" }): Promise<void> {
  const session = sessions.get(request.session);
  sessions.delete(request.session);
  await session?.release();
}

async function handle(request: Request): Promise<Record<string, Tensor>> {
  if (request.kind === "run") return await run(request);
  if (request.kind === "create") await create(request);
  if (request.kind === "release") await release(request);
  return {};
}

/** The memory of outputs, which is handed over rather than copied: the binding has copied it out of ONNX Runtime's. */
const buffersOf = (outputs: Readonly<Record<string, Tensor>>): ArrayBuffer[] => [
  ...new Set(Object.values(outputs).map(({ data }) => data.buffer as ArrayBuffer)),
];

self.onmessage = async ({ data }: MessageEvent<{ id: number; request: Request }>): Promise<void> => {
  const reply = await handle(data.request).then(
    (outputs): Reply => ({ id: data.id, ok: true, outputs }),
    (error: unknown): Reply => ({ id: data.id, ok: false, message: String(error) }),
  );
  self.postMessage(reply, reply.ok ? buffersOf(reply.outputs) : []);
};
