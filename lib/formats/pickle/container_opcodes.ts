import { FormatError } from "../../errors.ts";
import { describe } from "./describe.ts";
import type { Machine, Operation } from "./machine.ts";
import { keyOf } from "./python.ts";
import { integer } from "./text.ts";
import type { PickleMap, PickleValue } from "./value.ts";

/** Opcodes for lists, tuples, dicts and sets, and for the stack and the memo they are built with. */
export const CONTAINER_OPCODES: readonly Operation[] = [
  ["(", "MARK", (m) => m.mark()],
  ["0", "POP", (m) => m.drop()],
  ["1", "POP_MARK", (m) => void m.popToMark()],
  ["2", "DUP", (m) => m.push(m.top())],

  ["p", "PUT", (m) => m.memoise(Number(integer(m.input.textLine())))],
  ["q", "BINPUT", (m) => m.memoise(m.input.uint8())],
  ["r", "LONG_BINPUT", (m) => m.memoise(m.input.uint32())],
  [0x94, "MEMOIZE", (m) => m.memoise()],
  ["g", "GET", (m) => m.recall(Number(integer(m.input.textLine())))],
  ["h", "BINGET", (m) => m.recall(m.input.uint8())],
  ["j", "LONG_BINGET", (m) => m.recall(m.input.uint32())],

  ["]", "EMPTY_LIST", (m) => m.push([])],
  ["l", "LIST", (m) => m.push(m.popToMark())],
  ["a", "APPEND", (m) => append(m, m.popMany(1))],
  ["e", "APPENDS", (m) => append(m, m.popToMark())],

  [")", "EMPTY_TUPLE", (m) => m.push([])],
  [0x85, "TUPLE1", (m) => m.push(m.popMany(1))],
  [0x86, "TUPLE2", (m) => m.push(m.popMany(2))],
  [0x87, "TUPLE3", (m) => m.push(m.popMany(3))],
  ["t", "TUPLE", (m) => m.push(m.popToMark())],

  ["}", "EMPTY_DICT", (m) => m.push(new Map())],
  ["d", "DICT", (m) => m.push(setItems(new Map(), m.popToMark()))],
  ["s", "SETITEM", (m) => setTopItems(m, m.popMany(2))],
  ["u", "SETITEMS", (m) => setTopItems(m, m.popToMark())],

  [0x8f, "EMPTY_SET", (m) => m.push(new Set())],
  [0x90, "ADDITEMS", (m) => addItems(m, m.popToMark())],
  [0x91, "FROZENSET", (m) => m.push(new Set(m.popToMark().map(keyOf)))],
];

function append(machine: Machine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) {
    throw new FormatError("pickle", `Expected a list to append to but found ${describe(list)}.`);
  }
  for (const item of items) list.push(item);
}

function addItems(machine: Machine, items: readonly PickleValue[]): void {
  const set = machine.top();
  if (!(set instanceof Set)) {
    throw new FormatError("pickle", `Expected a set to add to but found ${describe(set)}.`);
  }
  for (const item of items) set.add(keyOf(item));
}

function setTopItems(machine: Machine, items: readonly PickleValue[]): void {
  const map = machine.top();
  if (!(map instanceof Map)) {
    throw new FormatError("pickle", `Expected a dict to put into but found ${describe(map)}.`);
  }
  setItems(map, items);
}

function setItems(map: PickleMap, items: readonly PickleValue[]): PickleMap {
  if (items.length % 2 !== 0) {
    throw new FormatError("pickle", `Expected keys and values in pairs but found ${items.length} items.`);
  }
  for (let i = 0; i < items.length; i += 2) map.set(keyOf(items[i]), items[i + 1]!);
  return map;
}
