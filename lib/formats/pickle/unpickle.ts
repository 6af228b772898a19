import { FormatError } from "../../errors.ts";
import { CONTAINER_OPCODES } from "./container_opcodes.ts";
import type { Cursor } from "./cursor.ts";
import { Machine, type Operation, type PickleContext } from "./machine.ts";
import { OBJECT_OPCODES } from "./object_opcodes.ts";
import { SCALAR_OPCODES } from "./scalar_opcodes.ts";
import type { PickleValue } from "./value.ts";

const HIGHEST_PROTOCOL = 5;
const STOP = ".".charCodeAt(0);

const PROTOCOL_OPCODES: readonly Operation[] = [
  [0x80, "PROTO", (m) => checkProtocol(m.input.uint8())],
  [0x95, "FRAME", (m) => m.input.frame()],
];

const OPERATIONS: ReadonlyMap<number, (machine: Machine) => void> = new Map(
  [...PROTOCOL_OPCODES, ...SCALAR_OPCODES, ...CONTAINER_OPCODES, ...OBJECT_OPCODES].map((
    [code, , run],
  ) => [typeof code === "string" ? code.charCodeAt(0) : code, run]),
);

/**
 * Reads one pickle and leaves the cursor behind its STOP. The value may be nested or shared without bounds:
 * {@linkcode checkTree} must see it before anything walks it.
 *
 * @throws {FormatError} when the bytes are no pickle or ask for more than data.
 */
export function unpickle(input: Cursor, context: PickleContext): PickleValue {
  const machine = new Machine(input, context);
  for (let code = input.uint8(); code !== STOP; code = input.uint8()) {
    context.budget.operate();
    const run = OPERATIONS.get(code);
    if (run === undefined) {
      throw new FormatError(
        "pickle",
        `Expected an opcode at byte ${input.position - 1} but found ${code}.`,
      );
    }
    run(machine);
  }
  return machine.result();
}

function checkProtocol(version: number): void {
  if (version > HIGHEST_PROTOCOL) {
    throw new FormatError("pickle", `Expected a protocol up to ${HIGHEST_PROTOCOL} but found ${version}.`);
  }
}
