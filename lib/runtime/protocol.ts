import { type Tensor } from "../tensor.ts";

/** Where graphs are computed. */
export type Provider = "cuda" | "webgpu" | "cpu";

/** How sessions are made. */
export interface SessionSettings {
  /** Where to compute. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 lets ONNX Runtime take one per physical core. */
  readonly threads: number;
  /** ONNX Runtime's graph optimisation; "basic" keeps float64 graphs runnable. */
  readonly optimization: "disabled" | "basic" | "extended" | "all";
  /** Write ONNX Runtime's per-node profile to a file with this prefix; empty for none. */
  readonly profile: string;
  /** Lower the priority of the worker's thread, and of all that it starts, before the session is made. */
  readonly background: boolean;
}

/** What the main thread asks of the worker. */
export type Request =
  | {
    readonly kind: "create";
    readonly session: number;
    readonly model: Uint8Array;
    /** External data: its name in the model, and its bytes in shared memory. */
    readonly weights: readonly (readonly [string, Uint8Array])[];
    /** Folder of the files that hold the model's external data; empty where memory does. */
    readonly folder: string;
    /** Keep no other copies of weights than they are: float16 is widened, and what is moved is moved, when it is read. */
    readonly lean: boolean;
    readonly settings: SessionSettings;
  }
  | { readonly kind: "run"; readonly session: number; readonly feeds: Readonly<Record<string, Tensor>> }
  | { readonly kind: "release"; readonly session: number };

/** What the worker answers: the outputs of a run, nothing for the other requests, or what went wrong. */
export type Reply =
  | { readonly id: number; readonly ok: true; readonly outputs: Readonly<Record<string, Tensor>> }
  | { readonly id: number; readonly ok: false; readonly message: string };
