/** Whether a drag goes on. */
export const isBusy = (model) => ["starting", "running", "stopping"].includes(model.get("status"));

/** Whether points and mask may be changed: after a drag one goes back to the undragged picture first. */
export const isEditable = (model) => ["ready", "failed"].includes(model.get("status"));

/** Changes the state here and in the kernel. */
export function change(model, name, value) {
  model.set(name, value);
  model.save_changes();
}

/** The steps of the drag that is shown: of each step, of each handle [x, y, distance, confidence]. */
export function stepsOf(model) {
  const trace = model.get("trace");
  const { buffer, byteOffset, byteLength } = trace;
  const values = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const handles = model.get("points").length;
  const steps = handles === 0 ? 0 : Math.floor(values.length / (4 * handles));
  const at = (step, handle) => [...values.subarray(4 * (step * handles + handle)).subarray(0, 4)];
  return Array.from(
    { length: steps },
    (_, step) => Array.from({ length: handles }, (_, handle) => at(step, handle)),
  );
}

/** Where each handle is now. */
export function handlesOf(model, steps) {
  const last = steps.at(-1);
  return model.get("points").map(({ handle }, i) => last ? last[i].slice(0, 2) : handle);
}

const distance = ([x, y], [u, v]) => Math.hypot(x - u, y - v);

/** The handle or target nearest to a place, within some pixels of the picture. */
export function nearestEnd(points, place, within) {
  const ends = points.flatMap(({ handle, target }, pair) => [
    { pair, end: "handle", at: handle },
    ...(target ? [{ pair, end: "target", at: target }] : []),
  ]);
  const [nearest] = ends.toSorted((a, b) => distance(a.at, place) - distance(b.at, place));
  return nearest && distance(nearest.at, place) <= within ? nearest : undefined;
}

/** The pairs with one end elsewhere. */
export const moved = (points, { pair, end }, place) => points.with(pair, { ...points[pair], [end]: place });

/** The pairs with a new end: the target of the last handle, if it has none, or else a new handle. */
export function placed(points, place) {
  const last = points.at(-1);
  if (!last || last.target) return [...points, { handle: place, target: null }];
  return points.with(-1, { ...last, target: place });
}
