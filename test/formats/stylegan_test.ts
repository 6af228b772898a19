import assert from "node:assert/strict";
import { readStyleganPickle } from "../../lib/formats/stylegan.ts";
import type { Tensor } from "../../lib/tensor.ts";
import { type Hostile, refuses } from "./hostile.ts";
import { bytes, call, legacyStream, raw, text, tuple } from "./pickle_bytes.ts";
import { readSample } from "./pickle_samples.ts";

interface Check {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly abs_sum: number;
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly kind: "parameter" | "buffer";
}

const file = (path: string): URL => new URL(`../fixtures/${path}`, import.meta.url);
const MODELS = ["a64", "b128", "c64cond"].map((name) => ({
  name,
  pickle: Deno.readFileSync(file(`${name}/model.pkl`)),
  checks: JSON.parse(Deno.readTextFileSync(file(`${name}/state_dict_check.json`))) as Record<string, Check>,
}));
const TOY = readSample("stylegan.pkl");

const test = (name: string, fn: () => void): void => Deno.test({ name, permissions: "none", fn });

const numbers = ({ data }: Tensor): number[] => {
  assert.ok(data instanceof Float32Array);
  return [...data];
};

for (const { name, pickle, checks } of MODELS) {
  test(`stylegan reads every parameter and buffer of ${name} as PyTorch does`, () => {
    const { parameters, bufferNames } = readStyleganPickle(pickle);
    assert.deepEqual([...parameters.keys()], Object.keys(checks));
    for (const [key, check] of Object.entries(checks)) {
      const tensor = parameters.get(key)!;
      const values = numbers(tensor);
      const absolute = values.reduce((sum, value) => sum + Math.abs(value), 0);
      const sum = values.reduce((sum, value) => sum + value, 0);
      assert.deepEqual(tensor.shape, check.shape, key);
      assert.ok(Math.abs(sum - check.sum) <= 1e-6 * check.abs_sum, `${key}: sum ${sum}`);
      assert.ok(
        Math.abs(absolute - check.abs_sum) <= 1e-6 * check.abs_sum,
        `${key}: sum of sizes ${absolute}`,
      );
      assert.deepEqual(values.slice(0, 4), check.first, key);
      assert.deepEqual(values.slice(-2), check.last, key);
      assert.equal(bufferNames.has(key), check.kind === "buffer", key);
    }
  });
}

test("stylegan keeps the arguments and plain attributes of the network", () => {
  const { className, initKwargs, attributes } = readStyleganPickle(MODELS[2]!.pickle);
  assert.equal(className, "Generator");
  assert.equal(initKwargs.get("architecture"), "skip");
  assert.deepEqual(initKwargs.get("mapping_kwargs"), new Map([["num_layers", 3]]));
  const expected = {
    z_dim: 32,
    c_dim: 5,
    w_dim: 48,
    num_ws: 10,
    "mapping.num_layers": 3,
    "synthesis.b4.is_last": false,
    "synthesis.b4.conv1.use_noise": true,
    "synthesis.b4.conv1.act_gain": Math.SQRT2,
    "synthesis.b64.torgb.conv_clamp": 2,
  };
  for (const [key, value] of Object.entries(expected)) assert.equal(attributes.get(key), value, key);
});

test("stylegan leaves out what torch's state_dict leaves out, and private attributes", () => {
  const { parameters, bufferNames, attributes } = readStyleganPickle(TOY);
  assert.deepEqual([...parameters].map(([key, tensor]) => [key, numbers(tensor)]), [
    ["synthesis.weight", [0, 1, 2]],
    ["synthesis.noise", [0.5, 0.5]],
    ["mapping.weight", [0, 1]],
    ["mapping.noise", [0.5, 0.5]],
  ]);
  assert.deepEqual([...bufferNames], ["synthesis.noise", "mapping.noise"]);
  assert.deepEqual(Object.fromEntries(attributes), {
    training: true,
    z_dim: 2,
    "synthesis.training": true,
    "synthesis.gain": Math.SQRT2,
    "synthesis.clamp": null,
    "mapping.training": true,
    "mapping.gain": Math.SQRT2,
    "mapping.clamp": null,
  });
});

const dict = (entries: Record<string, string | Uint8Array>): Uint8Array =>
  bytes("}(", ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]), "u");
const object = (state: Uint8Array): Uint8Array =>
  call(
    "torch_utils.persistence._reconstruct_persistent_obj",
    dict({ module_src: text("import os\nos.system('id')"), class_name: text("Generator"), state }),
  );
const persistent = (state: Record<string, string | Uint8Array>): Uint8Array => object(dict(state));
const network = (state: Record<string, string | Uint8Array>): Uint8Array =>
  bytes(dict({ G_ema: persistent(state) }), ".");

/** A module of two modules that are the same one, of two that are the same one, and so on. */
function wide(levels: number): Uint8Array {
  const leaf = persistent(Object.fromEntries([..."abcdefgh"].map((name) => [name, "N"])));
  const level = bytes(persistent({ _modules: dict({ a: "g1\n", b: "g1\n" }) }), "p1\n0");
  return bytes(leaf, "p1\n0", ...Array(levels).fill(level), "g1\n");
}

const COMMAND = "cos\nsystem\n(S'id'\ntR";

test("stylegan ignores the Python source in a pickle", () => {
  const read = readStyleganPickle(
    network({ z_dim: "I4\n", _modules: dict({ m: persistent({ x: "N" }), none: "N" }) }),
  );
  assert.deepEqual([...read.attributes], [["z_dim", 4], ["m.x", null]]);
  assert.equal(JSON.stringify(read).includes("system"), false);
});

const HOSTILE: Hostile[] = [
  ["a command", network({ x: COMMAND }), /os\.system, which is not on the allow-list/],
  ["a command beside the network", bytes(dict({ G_ema: persistent({}), G: COMMAND }), "."), /os\.system/],
  [
    "a command in nested bytes",
    network({ x: call("torch.storage._load_from_bytes", raw(legacyStream(COMMAND))) }),
    /os\.system/,
  ],
  [
    "a pickled nn.Module",
    bytes(dict({ G_ema: bytes("ctraining.networks\nGenerator\n)", 0x81) }), "."),
    /found training\.networks\.Generator, which/,
  ],
  [
    "a network without state",
    bytes(dict({ G_ema: call("torch_utils.persistence._reconstruct_persistent_obj", "}") }), "."),
    /a class name and a state but found a dict of 0/,
  ],
  [
    "a network of nothing",
    bytes(dict({ G_ema: call("torch_utils.persistence._reconstruct_persistent_obj", "N") }), "."),
    /a class name and a state but found None/,
  ],
  [
    "a TensorFlow pickle",
    bytes(tuple(bytes("cdnnlib.tflib.network\nNetwork\n)", 0x81, "}b")), "."),
    /TensorFlow era.*legacy\.py must convert first/,
  ],
  [
    "other keys",
    bytes(dict({ G: "N", state_dict: "N" }), "."),
    /a network G_ema but found the keys "G, state_dict"/,
  ],
  ["no network", bytes(dict({ G_ema: "N" }), "."), /a network G_ema but found None/],
  ["no dict", bytes("]."), /a dict with G_ema but found a list of 0/],
  [
    "a parameter that is none",
    network({ _parameters: dict({ weight: "I1\n" }) }),
    /a tensor weight but found number 1/,
  ],
  ["a very long name", network({ ["x".repeat(600)]: "N" }), /names of up to 512 characters/],
  ["very many names", network({ _modules: dict({ all: wide(14) }) }), /up to 65536 names/],
  [
    "a network inside itself",
    bytes(dict({ G_ema: object(bytes("}p9\n", text("_modules"), "g9\ns")) }), "."),
    /holds itself/,
  ],
];

refuses("stylegan", readStyleganPickle, "hostile networks", HOSTILE);
