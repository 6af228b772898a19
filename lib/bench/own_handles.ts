import { drag } from "../drag/drag.ts";
import { type Method } from "../drag/method.ts";
import { type Point } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type Generator } from "../generators/generator.ts";
import { type Provider } from "../runtime/protocol.ts";
import { openRuntime } from "../runtime/runtime.ts";

/** Handles after each step, by our own implementation of a method. */
export async function ownHandles(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  { provider, threads }: { readonly provider: Provider; readonly threads: number },
): Promise<(readonly Point[])[]> {
  await using runtime = await openRuntime({ provider, threads });
  const handles: (readonly Point[])[] = [];
  for await (const step of drag(generator, problem, method, { runtime })) handles.push(step.handles);
  return handles;
}

/** Steps from the first on after which all handles are the same. */
export function agreeing(
  theirs: readonly (readonly Point[])[],
  ours: readonly (readonly Point[])[],
): number {
  const apart = theirs.findIndex((handles, i) => String(handles) !== String(ours[i]));
  return apart < 0 ? theirs.length : apart;
}
