import assert from "node:assert/strict";
import { readPickle } from "../../lib/formats/pickle/read.ts";
import { PickleObject, PickleTensor, type PickleValue } from "../../lib/formats/pickle/value.ts";
import { readStyleganPickle } from "../../lib/formats/stylegan.ts";
import { readTorch } from "../../lib/formats/torch/read.ts";
import { ARRAY_OF, sizeOf, type Tensor } from "../../lib/tensor.ts";
import { readSample } from "./pickle_samples.ts";

const PICKLES = [0, 1, 2, 3, 4, 5].map((protocol) => `values${protocol}.pkl`);

function assertSound({ dtype, shape, data }: Tensor): void {
  assert.ok(data instanceof ARRAY_OF[dtype], `data of ${dtype}`);
  assert.equal(data.length, sizeOf(shape));
}

/** Walks a value by plain recursion, as users do, and checks its tensors. */
function walk(value: PickleValue): void {
  if (value instanceof PickleTensor) assertSound(value);
  if (value instanceof PickleObject) walk(value.state);
  if (Array.isArray(value) || value instanceof Map) { for (const item of value.values()) walk(item); }
}

/** The readers of pickles, with small valid files to mutate. */
export const PICKLE_TARGETS = [
  {
    name: "pickle",
    samples: [...PICKLES, "numpy1.pkl", "numpy2.pkl", "meta_data.pkl"].map(readSample),
    parse: (bytes: Uint8Array): void => walk(readPickle(bytes)),
  },
  {
    name: "torch archive",
    samples: [readSample("zip.pt")],
    parse: (bytes: Uint8Array): void => walk(readTorch(bytes)),
  },
  {
    name: "torch stream",
    samples: [readSample("legacy.pt")],
    parse: (bytes: Uint8Array): void => walk(readTorch(bytes)),
  },
  {
    name: "stylegan",
    samples: [readSample("stylegan.pkl")],
    parse: (bytes: Uint8Array): void => readStyleganPickle(bytes).parameters.forEach(assertSound),
  },
];
