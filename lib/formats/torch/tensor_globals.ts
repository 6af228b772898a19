import { FormatError } from "../../errors.ts";
import { describe } from "../pickle/describe.ts";
import { count, counts, fillTensor } from "../pickle/layout.ts";
import type { AllowList, GlobalHandler } from "../pickle/machine.ts";
import { BASE_GLOBALS } from "../pickle/read.ts";
import { PickleStorage, PickleTensor, type PickleValue } from "../pickle/value.ts";
import { type Layout } from "../strided.ts";

/**
 * The globals by which torch writes tensors, with those of Python and NumPy.
 *
 * @param whenLoaded runs a step that needs the storages' bytes: at once where they are there, else later.
 */
export function tensorGlobals(whenLoaded: (step: () => void) => void): AllowList {
  const rebuild: GlobalHandler = ([storage, ...layout], budget) => {
    if (!(storage instanceof PickleStorage)) {
      throw new FormatError("torch", `Expected a tensor's storage but found ${describe(storage)}.`);
    }
    const tensor = new PickleTensor();
    const where = layoutOf(layout);
    const { kind } = storage;
    whenLoaded(() => fillTensor(tensor, { kind, bytes: storage.bytes, order: "little" }, where, budget));
    return tensor;
  };
  return new Map([
    ...BASE_GLOBALS,
    ["torch._utils._rebuild_tensor", rebuild],
    ["torch._utils._rebuild_tensor_v2", rebuild],
    ["torch._utils._rebuild_parameter", parameter],
    ["torch.Size", size],
  ]);
}

/** `_rebuild_parameter(tensor, requires_grad, hooks)`. */
const parameter: GlobalHandler = ([tensor]) => {
  if (tensor instanceof PickleTensor) return tensor;
  throw new FormatError("torch", `Expected a parameter's tensor but found ${describe(tensor)}.`);
};

const size: GlobalHandler = ([shape]) => counts(shape, "a size");

function layoutOf([offset, shape, strides]: readonly PickleValue[]): Layout {
  const layout = {
    offset: count(offset, "a tensor's offset"),
    shape: counts(shape, "a tensor's shape"),
    strides: counts(strides, "a tensor's strides"),
  };
  if (layout.shape.length === layout.strides.length) return layout;
  throw new FormatError(
    "torch",
    `Expected as many strides as axes but found ${layout.strides.length} for ${layout.shape.length}.`,
  );
}
