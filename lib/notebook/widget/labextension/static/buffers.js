const isPlain = (value) =>
  typeof value === "object" && value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Takes bytes out of a state: null is left of them in arrays and nothing in objects. */
export function splitBuffers(state) {
  const paths = [];
  const buffers = [];
  const split = (value, path) => {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      paths.push(path);
      buffers.push(value);
      return typeof path.at(-1) === "number" ? null : undefined;
    }
    if (Array.isArray(value)) return value.map((item, i) => split(item, [...path, i]));
    if (!isPlain(value)) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, split(item, [...path, name])]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return { state: split(state, []), paths, buffers };
}

function withBytes(value, [head, ...rest], bytes) {
  if (head === undefined) return bytes;
  const inner = withBytes(value?.[head], rest, bytes);
  return Array.isArray(value) ? value.with(head, inner) : { ...value, [head]: inner };
}

/** Puts bytes back to where they were in a state. */
export const joinBuffers = (state, paths, buffers) =>
  paths.reduce((joined, path, i) => withBytes(joined, path, buffers[i]), state);
