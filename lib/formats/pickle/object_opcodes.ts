import { FormatError } from "../../errors.ts";
import { construct, setState } from "./construct.ts";
import { describe } from "./describe.ts";
import type { Machine, Operation } from "./machine.ts";
import { PickleGlobal, type PickleValue } from "./value.ts";

/** Opcodes that name globals, apply them, or ask for things outside the pickle. */
export const OBJECT_OPCODES: readonly Operation[] = [
  ["c", "GLOBAL", (m) => m.push(globalLines(m))],
  [0x93, "STACK_GLOBAL", (m) => m.push(stackGlobal(m.popMany(2)))],

  ["R", "REDUCE", (m) => m.push(apply(m, m.popMany(2)))],
  [0x81, "NEWOBJ", (m) => m.push(apply(m, m.popMany(2)))],
  [0x92, "NEWOBJ_EX", (m) => m.push(applyWithKeywords(m, m.popMany(3)))],
  ["i", "INST", (m) => m.push(construct(globalLines(m), m.popToMark(), m.context))],
  ["o", "OBJ", (m) => m.push(applyFirst(m, m.popToMark()))],
  ["b", "BUILD", (m) => build(m, m.pop())],

  ["P", "PERSID", (m) => m.push(m.context.persistentLoad(m.input.textLine()))],
  ["Q", "BINPERSID", (m) => m.push(m.context.persistentLoad(m.pop()))],

  [0x82, "EXT1", (m) => refuseExtension(m.input.uint8())],
  [0x83, "EXT2", (m) => refuseExtension(m.input.uint16())],
  [0x84, "EXT4", (m) => refuseExtension(m.input.int32())],
  [0x97, "NEXT_BUFFER", () => refuseBuffer()],
  [0x98, "READONLY_BUFFER", () => refuseBuffer()],
];

function globalLines(machine: Machine): PickleGlobal {
  const module = machine.input.textLine();
  return new PickleGlobal(module, machine.input.textLine());
}

function stackGlobal([module, name]: readonly PickleValue[]): PickleGlobal {
  if (typeof module === "string" && typeof name === "string") return new PickleGlobal(module, name);
  throw new FormatError(
    "pickle",
    `Expected a global's two names but found ${describe(module)} and ${describe(name)}.`,
  );
}

function apply(machine: Machine, [callable, args]: readonly PickleValue[]): PickleValue {
  return construct(callable, args, machine.context);
}

function applyFirst(machine: Machine, [callable, ...args]: readonly PickleValue[]): PickleValue {
  return construct(callable, args, machine.context);
}

function applyWithKeywords(machine: Machine, [type, args, keywords]: readonly PickleValue[]): PickleValue {
  const value = construct(type, args, machine.context);
  if (keywords instanceof Map && keywords.size === 0) return value;
  throw new FormatError("pickle", `Expected no keyword arguments but found ${describe(keywords)}.`);
}

function build(machine: Machine, state: PickleValue): void {
  setState(machine.top(), state, machine.context);
}

function refuseExtension(code: number): never {
  throw new FormatError("pickle", `Expected globals by name but found the extension registry code ${code}.`);
}

function refuseBuffer(): never {
  throw new FormatError("pickle", "Expected all data inside the pickle but found an out-of-band buffer.");
}
