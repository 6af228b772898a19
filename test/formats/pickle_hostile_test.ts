import assert from "node:assert/strict";
import { readPickle } from "../../lib/formats/pickle/read.ts";
import { PickleGlobal, type PickleValue } from "../../lib/formats/pickle/value.ts";
import { type Hostile, refuses } from "./hostile.ts";
import { bytes, call, text } from "./pickle_bytes.ts";

const UNKNOWN = (path: string): RegExp => new RegExp(`found ${path}, which is not on the allow-list`);
const SYSTEM = UNKNOWN("os\\.system");
const unicode = (value: string): Uint8Array => bytes(0x8c, value.length, value);

/** Pickles that run a command when Python loads them. */
const COMMANDS: Hostile[] = [
  ["REDUCE", bytes("cos\nsystem\n(S'id'\ntR."), SYSTEM],
  ["REDUCE in a list", bytes("(lcos\nsystem\n(S'id'\ntRa."), SYSTEM],
  [
    "REDUCE of STACK_GLOBAL",
    bytes(0x80, 4, unicode("os"), unicode("system"), 0x93, unicode("id"), 0x85, "R."),
    SYSTEM,
  ],
  ["INST", bytes("(S'id'\nios\nsystem\n."), SYSTEM],
  ["OBJ", bytes("(cos\nsystem\nS'id'\no."), SYSTEM],
  ["NEWOBJ", bytes(0x80, 2, "cposix\nsystem\n", text("id"), 0x85, 0x81, "."), UNKNOWN("posix\\.system")],
  [
    "NEWOBJ_EX",
    bytes("csubprocess\nPopen\n", text("id"), 0x85, "}", text("shell"), 0x88, "s", 0x92, "."),
    UNKNOWN("subprocess\\.Popen"),
  ],
  [
    "BUILD of a class",
    bytes("cos\nPathLike\n}S'__setstate__'\ncos\nsystem\nsbS'id'\nb."),
    /takes a state but found the global os\.PathLike/,
  ],
  ["BUILD of a global", bytes("cos\nsystem\nS'id'\nb."), /takes a state but found the global os\.system/],
  ["BUILD of a list", bytes("](", "t", "b."), /takes a state but found a list/],
  ["keyword arguments", bytes("cbuiltins\ndict\n)}", text("x"), "Ns", 0x92, "."), /no keyword arguments/],
  ["EXT1", bytes(0x80, 2, 0x82, 1, ")R."), /extension registry code 1/],
  ["EXT2", bytes(0x80, 2, 0x83, 1, 1, ")R."), /extension registry code 257/],
  ["EXT4", bytes(0x80, 2, 0x84, 1, 0, 0, 0, ")R."), /extension registry code 1/],
  ["the memo", bytes("cos\nsystem\np0\n0S'id'\np1\n0g0\ng1\n", 0x85, "R."), SYSTEM],
  ["a memo entry replaced", bytes("ccollections\nOrderedDict\np0\n0cos\nsystem\np0\n0g0\n)R."), SYSTEM],
  ["a handler's argument", bytes("c__builtin__\nset\n(cos\nsystem\n)RtR."), SYSTEM],
  ["DUP", bytes("cos\nsystem\n20)R."), SYSTEM],
  ["names with unicode escapes", bytes("Vo\\u0073\nV\\u0073ystem\n", 0x93, ")R."), SYSTEM],
  ["names with string escapes", bytes("S'\\x6f\\163'\nS'system'\n", 0x93, ")R."), SYSTEM],
  ["names that clear the terminal", bytes("c\x1b[2J\nf\n)R."), /found "\\u001b\[2J\.f", which/],
  ["a very long name", bytes(`cos\n${"a".repeat(1000)}\n)R.`), /found os\.a{77}…|"os\.a{77}…"/],
  [
    "a string as callable",
    bytes("S'os.system'\n(S'id'\ntR."),
    /a global to construct with but found the string/,
  ],
  [
    "another call's result as callable",
    bytes("c__builtin__\nlist\n)R)R."),
    /construct with but found a list/,
  ],
  ["arguments that are no tuple", bytes("c__builtin__\nlist\n}R."), /in a tuple but found a dict/],
  [
    "a dotted name",
    bytes(unicode("builtins"), unicode("dict.__class__"), 0x93, ")R."),
    UNKNOWN("builtins\\.dict\\.__class__"),
  ],
  [
    "a listed module's other name",
    bytes("ccollections\n__builtins__\n)R."),
    UNKNOWN("collections\\.__builtins__"),
  ],
  [
    "storages outside torch files",
    bytes("ctorch.storage\n_load_from_bytes\n)R."),
    UNKNOWN("torch.storage._load_from_bytes"),
  ],
  ["a persistent id", bytes("P/etc/passwd\n."), /persistent id the string "\/etc\/passwd"/],
  ["a persistent id from the stack", bytes("cos\nsystem\nQ."), /persistent id the global os\.system/],
  ["an out-of-band buffer", bytes(0x80, 5, 0x97, "."), /out-of-band buffer/],
  ["a read-only buffer", bytes(0x80, 5, "N", 0x98, "."), /out-of-band buffer/],
  [
    "ndarray of another class",
    bytes(call("numpy.core.multiarray._reconstruct", "cos\nsystem\n"), "."),
    /numpy\.ndarray/,
  ],
];

/** Functions that do harm, or help to, if they are applied. */
const FUNCTIONS = [
  "builtins.eval",
  "builtins.exec",
  "builtins.compile",
  "builtins.open",
  "builtins.getattr",
  "builtins.__import__",
  "builtins.map",
  "builtins.bool",
  "__builtin__.eval",
  "__builtin__.apply",
  "__builtin__.execfile",
  "nt.system",
  "pty.spawn",
  "runpy.run_path",
  "operator.attrgetter",
  "functools.partial",
  "importlib.import_module",
  "copyreg._reconstructor",
  "copyreg.add_extension",
  "types.CodeType",
  "marshal.loads",
  "pickle.loads",
  "_pickle.loads",
  "numpy.load",
  "numpy.testing._private.utils.runstring",
  "torch.load",
  "torch.hub.load",
  "torch._utils._import_dotted_name",
  "torch.serialization.load",
  "webbrowser.open",
  "socket.socket",
  "__main__.Payload",
].map((path): Hostile => [path, bytes(call(path, text("1")), "."), UNKNOWN(path.replaceAll(".", "\\."))]);

refuses("pickle", readPickle, "commands", COMMANDS);
refuses("pickle", readPickle, "functions that Python would call", FUNCTIONS);

Deno.test({
  name: "pickle reads what is inert as the data it is",
  permissions: "none",
  fn: () => {
    const cases: [Uint8Array, PickleValue][] = [
      [bytes("cos\nsystem\n."), new PickleGlobal("os", "system")],
      [bytes("cos\nsystem\n(S'id'\nt", 0x86, "."), [new PickleGlobal("os", "system"), ["id"]]],
      [bytes(call("collections.OrderedDict"), "}S'__reduce__'\ncos\nsystem\nsb."), new Map()],
      [
        bytes("}S'__proto__'\n}S'polluted'\nI01\nss."),
        new Map([["__proto__", new Map([["polluted", true]])]]),
      ],
      [bytes("}S'constructor'\nNs."), new Map([["constructor", null]])],
    ];
    for (const [pickle, value] of cases) assert.deepEqual(readPickle(pickle), value);
    assert.equal("polluted" in {}, false);
  },
});
