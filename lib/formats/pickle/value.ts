import type { DType, Tensor, TensorData } from "../../tensor.ts";

/**
 * Everything a pickle can hold when it is read as data.
 *
 * | Python | here |
 * |---|---|
 * | `None`, `bool` | `null`, `boolean` |
 * | `int` | `number` when it is a safe integer, else `bigint` |
 * | `float` | `number` |
 * | `str` | `string` (Python 2 byte strings: one character per byte) |
 * | `bytes`, `bytearray` | `Uint8Array`, a view into the input wherever it stands there |
 * | `list`, `tuple`, `torch.Size` | array |
 * | `dict`, `OrderedDict`, `EasyDict` | `Map` with {@linkcode PickleKey} keys, in file order |
 * | `set`, `frozenset` | `Set` of {@linkcode PickleKey} |
 * | `numpy.ndarray`, `torch.Tensor`, `torch.nn.Parameter` | {@linkcode PickleTensor} |
 * | a class or function | {@linkcode PickleGlobal}, its name only |
 * | an object of a known class | {@linkcode PickleObject}, its class name and state |
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleMap
  | Set<PickleKey>
  | PickleTensor
  | PickleStorage
  | PickleDtype
  | PickleGlobal
  | PickleObject;

/** What may be a dict key or a set element. */
export type PickleKey = null | boolean | number | bigint | string;

/** A dict. */
export type PickleMap = Map<PickleKey, PickleValue>;

/** Element types found in files: those of tensors, and bfloat16, which becomes float32. */
export type ElementKind = DType | "bfloat16";

/** The name of a class or function: a symbol, never looked up and never called. */
export class PickleGlobal {
  /** A dotted `module`, such as `"torch._utils"`, and a `name` in it. */
  constructor(readonly module: string, readonly name: string) {}

  /** `module.name`. */
  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** An object kept as data: the name of its class and its attributes. */
export class PickleObject {
  /** The name of the class, without its module, and the attributes by name. */
  constructor(readonly className: string, readonly state: PickleMap) {}
}

/** A tensor or an array in C order. Pickles name an array before they describe it: until then it is empty. */
export class PickleTensor implements Tensor {
  /** Element type. */
  dtype: DType = "uint8";
  /** Length of each axis. */
  shape: readonly number[] = [0];
  /** Elements, in memory of their own. */
  data: TensorData[DType] = new Uint8Array(0);
}

/** The memory of a torch tensor: little-endian elements without a shape. */
export class PickleStorage {
  /** An element type and the elements, which are empty until a legacy stream reaches them. */
  constructor(readonly kind: ElementKind, public bytes: Uint8Array) {}
}

/** A NumPy element type, such as code `"f8"` in byte order `"<"`. */
export class PickleDtype {
  /** Byte order: `<` or `=` little-endian, `>` big-endian, `|` not applicable. */
  order = "=";

  /** A `code`: kind letter and size in bytes. */
  constructor(readonly code: string) {}
}
