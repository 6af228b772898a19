import { FormatError } from "../../errors.ts";
import { PickleObject, type PickleValue } from "./value.ts";

/** Most values one meets when walking from the root, shared ones counted as often as they are met. */
const MAX_VALUES = 1_000_000;
/** Most containers inside each other: low enough for recursive walks. */
const MAX_HEIGHT = 500;

interface Extent {
  readonly height: number;
  readonly values: number;
}

interface Visit {
  readonly container: object;
  readonly children: Iterator<PickleValue>;
  height: number;
  values: number;
}

const LEAF: Extent = { height: 0, values: 1 };

/**
 * Makes sure that walking a value as a tree ends soon: no container holds itself, none is nested too deeply,
 * and shared containers do not multiply beyond bounds.
 *
 * @throws {FormatError} when walking would not end or take too long.
 */
export function checkTree(root: PickleValue): void {
  const known = new Map<object, Extent | "open">();
  const path: Visit[] = [];
  const enter = (value: PickleValue): void => {
    const extent = extentOf(value, known);
    const parent = path.at(-1);
    if (extent !== undefined) return parent && add(parent, extent);
    known.set(value as object, "open");
    path.push({ container: value as object, children: childrenOf(value), height: 1, values: 1 });
    if (path.length > MAX_HEIGHT) throw tooDeep();
  };
  enter(root);
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const next = visit.children.next();
    if (!next.done) {
      enter(next.value);
      continue;
    }
    path.pop();
    known.set(visit.container, visit);
    const parent = path.at(-1);
    if (parent) add(parent, visit);
  }
}

/** The extent of a value already known, or undefined for a container not seen yet. */
function extentOf(value: PickleValue, known: ReadonlyMap<object, Extent | "open">): Extent | undefined {
  if (!isContainer(value)) return LEAF;
  const extent = known.get(value);
  if (extent === "open") {
    throw new FormatError("pickle", "Expected a tree but found a container that holds itself.");
  }
  return extent;
}

function add(parent: Visit, child: Extent): void {
  parent.height = Math.max(parent.height, child.height + 1);
  parent.values += child.values;
  if (parent.height > MAX_HEIGHT) throw tooDeep();
  if (parent.values > MAX_VALUES) {
    throw new FormatError(
      "pickle",
      `Expected at most ${MAX_VALUES} values but found more, counting repetitions.`,
    );
  }
}

type Container = PickleValue[] | Map<unknown, PickleValue> | PickleObject;

function isContainer(value: PickleValue): value is Container & PickleValue {
  return Array.isArray(value) || value instanceof Map || value instanceof PickleObject;
}

function* childrenOf(value: PickleValue): Iterator<PickleValue> {
  if (value instanceof PickleObject) yield value.state;
  if (Array.isArray(value) || value instanceof Map) yield* value.values();
}

const tooDeep = (): FormatError =>
  new FormatError("pickle", `Expected containers nested at most ${MAX_HEIGHT} deep but found more.`);
