import { type Method } from "../../drag/method.ts";
import { type LandmarkCount } from "./landmark_drags.ts";

/**
 * Pixels from its target at which a handle has arrived, as DragGAN's paper has it for landmarks: 1, or 2 for more than
 * five.
 */
export const stopDistanceFor = (points: LandmarkCount): number => (points > 5 ? 2 : 1);

/**
 * A method whose handles arrive nearer to their targets, or farther from them; those without a tracker are left alone
 * (our choice).
 *
 * @param stopDistance in pixels.
 */
export const stoppingAt = (method: Method, stopDistance: number): Method =>
  "stopDistance" in method ? { ...method, stopDistance } : method;
