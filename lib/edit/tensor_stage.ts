import { FormatError } from "../errors.ts";
import { type Tensor } from "../tensor.ts";
import { type Stage, type StageState } from "./stage.ts";

/** How a stage whose value is one tensor is written. */
export const keptAs = (name: string): Pick<Stage<Tensor>, "tensorsOf" | "valueFrom"> => ({
  tensorsOf: (value) => new Map([[name, value]]),
  valueFrom(tensors): Tensor {
    const value = tensors.get(name);
    if (!value) throw new FormatError("stage", `Expected the tensor ${name} but found none.`);
    return value;
  },
});

/** A stage whose value is one tensor, computed in one step. */
export const tensorStage = (
  name: string,
  dependsOn: Stage<Tensor>["dependsOn"],
  compute: () => Promise<Tensor>,
): Stage<Tensor> => ({
  name,
  dependsOn,
  steps: 1,
  ...keptAs(name),
  async *run(_, signal): AsyncGenerator<StageState<Tensor>> {
    signal?.throwIfAborted();
    yield { done: 1, value: await compute() };
  },
});
