import { FormatError } from "../../errors.ts";
import type { Budget } from "./budget.ts";
import type { Cursor } from "./cursor.ts";
import type { PickleValue } from "./value.ts";

/** Makes a value from the arguments of a global; a pure function. */
export type GlobalHandler = (args: readonly PickleValue[], budget: Budget) => PickleValue;

/** The globals, by `module.name`, that a pickle may apply to arguments. All others stay names. */
export type AllowList = ReadonlyMap<string, GlobalHandler>;

/** What a pickle is read with. */
export interface PickleContext {
  /** Globals that may be applied. */
  readonly globals: AllowList;
  /** Turns a persistent id, such as the name of a storage, into what it stands for. */
  readonly persistentLoad: (id: PickleValue) => PickleValue;
  /** What the reading may cost. */
  readonly budget: Budget;
}

/** The pickle machine's memory: a stack with marks, and a memo. */
export class Machine {
  #stack: PickleValue[] = [];
  #marks: number[] = [];
  #memo = new Map<number, PickleValue>();

  /** An empty one, reading opcodes and their arguments from `input`. */
  constructor(readonly input: Cursor, readonly context: PickleContext) {}

  /** Puts a value on the stack. */
  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Puts a mark on the stack. */
  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** The value on top of the stack, which stays there. @throws {FormatError} when there is none. */
  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || this.#stack.length === this.#marks.at(-1)) throw this.#empty();
    return value;
  }

  /** Takes the value on top of the stack. @throws {FormatError} when there is none above the last mark. */
  pop(): PickleValue {
    const value = this.top();
    this.#stack.pop();
    return value;
  }

  /** Takes the last `count` values, in the order they were pushed. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  /** Takes the last mark and all values above it. @throws {FormatError} when there is no mark. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#empty();
    return this.#stack.splice(mark);
  }

  /** Drops the value or the mark on top of the stack. */
  drop(): void {
    if (this.#stack.length === this.#marks.at(-1)) this.#marks.pop();
    else this.pop();
  }

  /** Takes the one value left. @throws {FormatError} when anything else is left. */
  result(): PickleValue {
    const value = this.pop();
    const left = this.#stack.length + this.#marks.length;
    if (left > 0) {
      throw new FormatError("pickle", `Expected one value at the end but found ${left} further items.`);
    }
    return value;
  }

  /** Remembers the value on top under an index, by default the next one. */
  memoise(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  /** Pushes a remembered value. @throws {FormatError} when there is none at the index. */
  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) {
      throw new FormatError("pickle", `Expected a memo entry ${index} but found none.`);
    }
    this.push(value);
  }

  #empty(): FormatError {
    return new FormatError(
      "pickle",
      `Expected a value on the stack before byte ${this.input.position} but found none.`,
    );
  }
}

/** An opcode (a character or a byte), its name in Python's pickletools, and what it does. */
export type Operation = readonly [code: string | number, name: string, run: (machine: Machine) => void];
