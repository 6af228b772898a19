import { FormatError } from "../../errors.ts";
import { describe, quoted } from "./describe.ts";
import type { PickleContext } from "./machine.ts";
import { setArrayState, setDtypeState } from "./numpy.ts";
import { PickleDtype, PickleGlobal, PickleTensor, type PickleValue } from "./value.ts";

/**
 * Applies a global to arguments, if it is on the allow-list: nothing else can be "called".
 *
 * @throws {FormatError} naming the global when it is not on the list.
 */
export function construct(
  callable: PickleValue | undefined,
  args: PickleValue | undefined,
  context: PickleContext,
): PickleValue {
  if (!(callable instanceof PickleGlobal)) {
    throw new FormatError("pickle", `Expected a global to construct with but found ${describe(callable)}.`);
  }
  const handler = context.globals.get(callable.path);
  if (handler === undefined) {
    throw new FormatError(
      "pickle",
      `Expected harmless globals only but found ${quoted(callable.path)}, which is not on the allow-list.`,
    );
  }
  if (!Array.isArray(args)) {
    throw new FormatError(
      "pickle",
      `Expected the arguments of ${callable.path} in a tuple but found ${describe(args)}.`,
    );
  }
  return handler(args, context.budget);
}

/**
 * Gives an object its state, as `BUILD` asks. Attributes of dicts, such as torch's `_metadata`, are dropped.
 *
 * @throws {FormatError} when `target` takes no state.
 */
export function setState(target: PickleValue, state: PickleValue, context: PickleContext): void {
  if (target instanceof PickleTensor) return setArrayState(target, state, context.budget);
  if (target instanceof PickleDtype) return setDtypeState(target, state);
  if (target instanceof Map) return;
  throw new FormatError("pickle", `Expected an object that takes a state but found ${describe(target)}.`);
}
