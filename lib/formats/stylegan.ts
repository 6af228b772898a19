import { FormatError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { describe, quoted } from "./pickle/describe.ts";
import type { GlobalHandler } from "./pickle/machine.ts";
import { dict } from "./pickle/python.ts";
import { readPickle } from "./pickle/read.ts";
import { type PickleMap, PickleObject, PickleTensor, type PickleValue } from "./pickle/value.ts";
import { torchGlobals } from "./torch/legacy.ts";

/** A plain attribute of a module. */
export type Scalar = null | boolean | number | string;

/** A StyleGAN generator as data. Names are paths of modules and members, joined by dots. */
export interface StyleganNetwork {
  /** Class of the network, such as `"Generator"`. */
  readonly className: string;
  /** Keyword arguments it was made with, such as `z_dim` and `synthesis_kwargs`, by name. */
  readonly initKwargs: PickleMap;
  /** Parameters and buffers in the order of torch's `state_dict`, such as `"synthesis.b4.conv1.weight"`. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Those names in `parameters` that are buffers, such as `"mapping.w_avg"`: nothing that was learnt. */
  readonly bufferNames: ReadonlySet<string>;
  /** Public numbers, strings, booleans and Nones of every module, such as `"synthesis.b4.conv1.act_gain"`. */
  readonly attributes: ReadonlyMap<string, Scalar>;
}

/** Longest path of a member, in characters; the longest in StyleGAN2 and 3 has some 40. */
const MAX_PATH = 512;
/** Most members of all modules together; StyleGAN2 has some 1000. */
const MAX_MEMBERS = 1 << 16;

/** `_reconstruct_persistent_obj(meta)`: the source code in `meta` is ignored. */
const persistentObject: GlobalHandler = ([meta]) => {
  const [name, state] = meta instanceof Map ? [meta.get("class_name"), meta.get("state")] : [];
  if (typeof name === "string" && state instanceof Map) return new PickleObject(name, state);
  throw new FormatError("stylegan", `Expected a class name and a state but found ${describe(meta)}.`);
};

const refuseTensorFlow: GlobalHandler = () => {
  throw new FormatError(
    "stylegan",
    "Expected a PyTorch pickle but found one of the TensorFlow era (dnnlib.tflib.network.Network), " +
      "which NVIDIA's legacy.py must convert first.",
  );
};

/**
 * Reads a network pickle of StyleGAN2-ada or StyleGAN3 for PyTorch and takes the generator `G_ema` out of it,
 * *as data*: the Python source in such pickles is never run.
 *
 * @param bytes the whole pickle.
 * @throws {FormatError} when the bytes are anything else, name another network, or ask for more than data.
 */
export function readStyleganPickle(bytes: Uint8Array): StyleganNetwork {
  const root = readPickle(bytes, {
    globals: new Map([
      ...torchGlobals((step) => step()),
      ["torch_utils.persistence._reconstruct_persistent_obj", persistentObject],
      ["dnnlib.util.EasyDict", dict],
      ["dnnlib.tflib.network.Network", refuseTensorFlow],
    ]),
  });
  const generator = generatorOf(root);
  const network = { parameters: new Map(), bufferNames: new Set<string>(), attributes: new Map() };
  addModule(network, generator, "");
  const { className, state } = generator;
  return { className, initKwargs: mapOf(state, "_init_kwargs"), ...network };
}

function generatorOf(root: PickleValue): PickleObject {
  if (!(root instanceof Map)) {
    throw new FormatError("stylegan", `Expected a dict with G_ema but found ${describe(root)}.`);
  }
  const generator = root.get("G_ema");
  if (generator instanceof PickleObject) return generator;
  const found = generator === undefined
    ? `the keys ${quoted([...root.keys()].slice(0, 20).join(", "))}`
    : describe(generator);
  throw new FormatError("stylegan", `Expected a network G_ema but found ${found}.`);
}

interface Members {
  readonly parameters: Map<string, Tensor>;
  readonly bufferNames: Set<string>;
  readonly attributes: Map<string, Scalar>;
}

/** Adds what a module and the modules inside it hold, in torch's order. Pickles nest at most 500 deep. */
function addModule(members: Members, { state }: PickleObject, prefix: string): void {
  for (const [name, value] of mapOf(state, "_parameters")) addTensor(members, prefix + name, value);
  const transient = state.get("_non_persistent_buffers_set");
  for (const [name, value] of mapOf(state, "_buffers")) {
    if (value === null || (transient instanceof Set && transient.has(name))) continue;
    addTensor(members, prefix + name, value);
    members.bufferNames.add(prefix + name);
  }
  for (const [name, value] of state) {
    if (isScalar(value) && !String(name).startsWith("_")) {
      members.attributes.set(path(members, prefix + name), value);
    }
  }
  for (const [name, module] of mapOf(state, "_modules")) {
    if (module instanceof PickleObject) addModule(members, module, path(members, `${prefix}${name}.`));
  }
}

function addTensor(members: Members, name: string, value: PickleValue): void {
  if (value === null) return;
  if (!(value instanceof PickleTensor)) {
    throw new FormatError("stylegan", `Expected a tensor ${quoted(name)} but found ${describe(value)}.`);
  }
  const { dtype, shape, data } = value;
  members.parameters.set(path(members, name), { dtype, shape, data });
}

/** Keeps names out of a hostile file from filling the memory. */
function path({ parameters, attributes }: Members, name: string): string {
  if (name.length <= MAX_PATH && parameters.size + attributes.size < MAX_MEMBERS) return name;
  throw new FormatError(
    "stylegan",
    `Expected up to ${MAX_MEMBERS} names of up to ${MAX_PATH} characters but found ${quoted(name)} beyond.`,
  );
}

/** A dict in the state of an object; empty when there is none. */
function mapOf(state: PickleMap, name: string): PickleMap {
  const value = state.get(name);
  return value instanceof Map ? value : new Map();
}

const isScalar = (value: PickleValue): value is Scalar =>
  value === null || ["boolean", "number", "string"].includes(typeof value);
