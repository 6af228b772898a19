import { InputError } from "../errors.ts";
import { messageOf } from "../message_of.ts";
import { mul } from "../onnx/ops/elementwise.ts";
import { encodeModel } from "../onnx/model.ts";
import { trace } from "../onnx/trace.ts";
import { float32 } from "../tensor.ts";
import { type Provider } from "./protocol.ts";
import { WorkerClient } from "./worker_client.ts";

/** What a user may ask for: a provider by name, or the first that works. */
export type ProviderChoice = Provider | "auto";

/**
 * The order in which "auto" tries.
 *
 * What is known of them, with ONNX Runtime 1.30: the CPU is what all tests run on. WebGPU was compared with it in
 * software, as `deno task webgpu` does: every operator that has a derivative, every component of the methods, pictures,
 * features and whole drag steps, in windows and of the whole map, with and without a mask, of StyleGAN2, ProGAN and a
 * diffusion model. They agree to 8e-5 of the largest value (sine and cosine to 2e-4, of which WGSL promises no more);
 * float16 could not be compared, as the software device has none; what does not agree is refused
 * when it is compiled (`check_webgpu.ts`). Sign, Or, LogSoftmax and casts of int64 have no WebGPU kernel, so that the
 * CPU computes them amid the others; the derivative of MaxPool fails. CUDA was not tried.
 */
export const PROVIDERS: readonly Provider[] = ["cuda", "webgpu", "cpu"];

/** What has to be there for a provider, in words that a user can act on. */
export const REMEDIES: Readonly<Record<Provider, string>> = {
  cuda:
    "it needs an NVIDIA GPU with its driver, the CUDA 12 runtime with cuDNN 9, and the provider library that " +
    "`ONNXRUNTIME_NODE_INSTALL=cuda12 deno install --allow-scripts=npm:onnxruntime-node` fetches " +
    '(with "nodeModulesDir": "auto" in deno.json)',
  webgpu:
    "it needs a GPU with a Vulkan, Metal or Direct3D 12 driver (on Linux: libvulkan.so.1 and an ICD file)",
  cpu: "it needs the onnxruntime-node package for this platform (x64 or arm64 on Linux, macOS or Windows)",
};

/** Whether a provider creates a session and computes, and ONNX Runtime's words where it does not. */
export interface ProviderReport {
  /** What was tried. */
  readonly provider: Provider;
  /** Whether it gave the right numbers. */
  readonly works: boolean;
  /** ONNX Runtime's words where it failed; else empty. */
  readonly reason: string;
}

/** Tries a provider with a tiny session in a worker of its own. */
export async function probe(provider: Provider): Promise<ProviderReport> {
  using client = new WorkerClient();
  const { graph } = trace("probe", (x) => mul(x, 2), [{ dtype: "float32", shape: [2] }]);
  const settings = { provider, threads: 1, optimization: "basic", profile: "", background: false } as const;
  try {
    await client.ask({
      kind: "create",
      session: 0,
      model: encodeModel(graph).model,
      weights: [],
      folder: "",
      lean: false,
      settings,
    });
    const { out } = await client.ask({ kind: "run", session: 0, feeds: { "in.0": float32([2], [1, 2]) } });
    return { provider, works: out?.data[1] === 4, reason: "" };
  } catch (error) {
    return { provider, works: false, reason: messageOf(error) };
  }
}

/** The driver library without which a provider cannot work; asking for it is silent, where ONNX Runtime is not. */
const DRIVERS: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  cuda: { linux: "libcuda.so.1", windows: "nvcuda.dll", darwin: "libcuda.dylib" },
  webgpu: { linux: "libvulkan.so.1" },
  cpu: {},
};

/** Whether the driver of a provider can be loaded, or none is looked for on this platform. */
export function hasDriver(provider: Provider): boolean {
  const library = DRIVERS[provider][Deno.build.os];
  if (!library) return true;
  try {
    Deno.dlopen(library, {}).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * The provider to use: the one asked for, or for "auto" the first that really creates a session.
 *
 * @throws {InputError} when a provider asked for by name does not work; the sentence says how to get it.
 */
export async function chooseProvider(choice: ProviderChoice): Promise<Provider> {
  if (choice === "cpu") return "cpu";
  for (const provider of choice === "auto" ? PROVIDERS : [choice]) {
    if (provider === "cpu" || (hasDriver(provider) && (await probe(provider)).works)) return provider;
  }
  throw new InputError(
    `Expected a working ${choice} provider but found none: ${REMEDIES[choice as Provider]}.`,
  );
}
