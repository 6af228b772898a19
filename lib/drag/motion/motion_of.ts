import { InputError } from "../../errors.ts";
import { type Method } from "../method.ts";
import { type Motion } from "./motion.ts";
import { trackedMotion } from "./tracked.ts";

/**
 * What a method does with the features of a step.
 *
 * @throws {InputError} when it has a motion of its own and a part that this motion has no use for.
 */
export function motionOf(method: Method): Motion {
  if (!("motion" in method)) return trackedMotion(method);
  const unused = (["tracker", "confidence", "supervision"] as const).find((part) => part in method);
  if (!unused) return method.motion;
  throw new InputError(
    `Expected ${method.name} without a ${unused}, for which its motion has no use, but found one.`,
  );
}
