import { FormatError } from "../../errors.ts";
import { PickleObject, type PickleValue } from "./value.ts";

/** Most values one meets when walking from the root, shared ones counted as often as they are met. */
const MAX_VALUES = 1_000_000;
/** Most containers inside each other: low enough for recursive walks. */
const MAX_HEIGHT = 500;

type Container = PickleValue[] | Map<unknown, PickleValue> | PickleObject;

/** A container on the way, or behind it when all its children have been seen. */
interface Visit {
  readonly children: Iterator<PickleValue>;
  /** Most containers inside each other, this one included. */
  height: number;
  /** Values met when walking from here. */
  values: number;
  seen: boolean;
}

/**
 * Makes sure that walking a value as a tree ends soon: no container holds itself, none is nested too deeply,
 * and shared containers do not multiply beyond bounds.
 *
 * @throws {FormatError} when walking would not end or take too long.
 */
export function checkTree(root: PickleValue): void {
  const visits = new Map<Container, Visit>();
  const path = [visitOf([root])];
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const { done, value } = visit.children.next();
    if (done) {
      visit.seen = true;
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) add(parent, visit.height, visit.values);
    } else if (!hasChildren(value)) {
      add(visit, 0, 1);
    } else {
      const known = visits.get(value);
      if (known !== undefined) add(visit, ...extentOf(known));
      else visits.set(value, enter(path, value));
    }
  }
}

function hasChildren(value: PickleValue): value is Container & PickleValue {
  if (value instanceof Map) return value.size > 0;
  return Array.isArray(value) ? value.length > 0 : value instanceof PickleObject;
}

function visitOf(container: Container): Visit {
  const children = container instanceof PickleObject ? [container.state].values() : container.values();
  return { children, height: 1, values: 1, seen: false };
}

function enter(path: Visit[], container: Container): Visit {
  const visit = visitOf(container);
  path.push(visit);
  checkHeight(path.length);
  return visit;
}

function extentOf({ seen, height, values }: Visit): [height: number, values: number] {
  if (!seen) throw new FormatError("pickle", "Expected a tree but found a container that holds itself.");
  return [height, values];
}

function add(parent: Visit, height: number, values: number): void {
  parent.height = Math.max(parent.height, height + 1);
  parent.values += values;
  checkHeight(parent.height);
  if (parent.values <= MAX_VALUES) return;
  throw new FormatError(
    "pickle",
    `Expected at most ${MAX_VALUES} values but found more, counting repetitions.`,
  );
}

function checkHeight(height: number): void {
  if (height <= MAX_HEIGHT) return;
  throw new FormatError("pickle", `Expected containers nested at most ${MAX_HEIGHT} deep but found more.`);
}
