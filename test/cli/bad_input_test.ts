import assert from "node:assert/strict";
import { encodePng } from "../../lib/formats/image.ts";
import { encodeNpy } from "../../lib/formats/npy.ts";
import { type SpecInput } from "../../lib/drag/spec.ts";
import { hasDriver } from "../../lib/runtime/providers.ts";
import { float32 } from "../../lib/tensor.ts";
import { writeDataset } from "../datasets/write_dataset.ts";
import { LATENT, MODEL, specWith } from "./specs.ts";
import { repositoryPath, runCli } from "./run_cli.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const model = Deno.readFileSync(MODEL);
const grey = { width: 32, height: 32, data: new Uint8ClampedArray(4 * 32 * 32).fill(200) };
const pair = (handle: unknown, target: unknown): SpecInput => ({ points: [{ handle, target }] });

/** Files that the SPECs below name. */
const FILES: Readonly<Record<string, Uint8Array | string>> = {
  "truncated.pkl": model.slice(0, 40_000),
  "hostile.pkl": "cposix\nsystem\n(S'echo pwned'\ntR.",
  "picture.pkl": encodePng(grey),
  "nan.npy": encodeNpy(float32([64], new Float32Array(64).fill(NaN))),
  "mask.png": encodePng(grey),
};

/** What is wrong, the SPEC's fields, and what the one sentence on it must say. */
const WRONG: readonly (readonly [string, SpecInput, RegExp])[] = [
  ["a truncated pickle", { model: "truncated.pkl" }, /truncated\.pkl: .*bytes/],
  ["a hostile pickle", { model: "hostile.pkl" }, /hostile\.pkl: .*posix\.system/],
  ["a model that is a picture", { model: "picture.pkl" }, /picture\.pkl: pickle: Expected/],
  [
    "a method for diffusion models",
    { method: "dragdiffusion" },
    /method: .* for GANs, one of draggan, freedrag/,
  ],
  ["a field for diffusion models", { image: "mask.png" }, /no field "image", which is for diffusion models/],
  ["NaN in a latent", { latent: "nan.npy" }, /nan\.npy: .*finite numbers but found NaN/],
  [
    "a point outside of the picture",
    pair([64, 3], [9, 9]),
    /^error: \S+spec\.json: Expected handle 0 inside the picture.*found \[64,3\]/,
  ],
  ["a target at its handle", pair([9, 9], [9, 9]), /target 0 away from its handle/],
  [
    "a mask of another size",
    { mask: "mask.png" },
    /mask\.png: .*mask of 64 × 64 pixels but found one of 32 × 32/,
  ],
  ["an unknown method", { method: "teleport" }, /method: Expected .*stabledrag.* but found "teleport"/],
  [
    "a number too large for float32",
    { options: { ridge: 1e308 } },
    /options\.ridge: Expected at most 3\.4\d+e\+38 but/,
  ],
  [
    "a radius beyond the picture",
    { options: { r1: 500 } },
    /^error: \S+spec\.json: Expected r1 up to the 64 pixels of the picture but found 500\.$/m,
  ],
  ["an unknown option", { options: { r3: 1 } }, /options: Expected no field "r3"/],
];

Deno.test("a wrong SPEC gets one sentence, status 2, and no folder", async (t) => {
  using folder = temporaryFolder();
  for (const [name, content] of Object.entries(FILES)) folder.write(name, content);
  for (const [what, fields, sentence] of WRONG) {
    await t.step(what, async () => {
      const spec = folder.write("spec.json", specWith(fields));
      const { status, stdout, stderr } = await runCli(
        "drag",
        spec,
        "--out",
        folder.at("out"),
        "--threads",
        "1",
      );
      assert.match(stderr, sentence);
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.throws(() => Deno.statSync(folder.at("out")), Deno.errors.NotFound);
    });
  }
});

/** What is wrong, the command line, and what the sentence must say. */
const WRONG_LINES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown command", ["frobnicate"], /unknown command 'frobnicate'/],
  ["a folder that is not there", ["-C", "nowhere", "doctor"], /Expected a folder at nowhere but found/],
  ["an unknown option", ["drag", "--fast"], /unknown option '--fast'/],
  ["no folder", ["drag", "spec.json"], /Expected --out/],
  ["a SPEC that is not there", ["drag", "none.json", "--out", "x"], /none\.json but found nothing there/],
  ["a SPEC that is no JSON", ["drag", "half.json", "--out", "x"], /half\.json: Expected JSON/],
  ["a wrong number", ["drag", "half.json", "--out", "x", "--threads", "-1"], /whole number from 0/],
  [
    "too many threads",
    ["drag", "half.json", "--out", "x", "--threads", "513"],
    /whole number from 0 to 512 but found "513"/,
  ],
  [
    "a diffusion model in the laboratory",
    [
      "experiment",
      ...["tracking", "--model", "faces-diffusion", "--out", "x"],
    ],
    /Expected "faces" or the path of a StyleGAN2 \.pkl as model but found the diffusion model faces-diffusion/,
  ],
  ["a folder for an explanation", [
    "drag",
    ...["spec.json", "--explain", "--out", "x"],
  ], /option '--explain' cannot be used with option '--out <dir>'/],
  ["rounds of numbers that are read", [
    "bench",
    ...["--from", "half.json", "--rounds", "5"],
  ], /option '--from <file>' cannot be used with option '--rounds <n>'/],
  ["a checkout beside numbers that are read", [
    "bench",
    ...["--from", "half.json", "--official-diffusion", "x"],
  ], /option '--from <file>' cannot be used with option '--official-diffusion <dir>'/],
  ["a picture format", ["render", "--latent", LATENT, "--out", "x.jpg"], /\.png or \.npy/],
  [
    "a latent of another model",
    ["render", "--latent", LATENT, "--out", "x.npy"],
    /0\.7\.npy: .*z \[512\].*found z/,
  ],
  ["an output that is a folder", ["render", "--latent", LATENT, "--out", "folder.png"], /file to write/],
  [
    "an output in a folder that cannot be written",
    ["render", "--latent", LATENT, "--out", "/proc/x.npy"],
    /can be written at \/proc\/x\.npy but found: /,
  ],
  [
    "a kernel below a file",
    ["kernel", "install", "--prefix", "half.json"],
    /Expected a folder that can be written at half\.json\S+ but found: /,
  ],
  [
    "an inversion by a diffusion model",
    ["invert", "picture.png", "--model", "faces-diffusion", "--out", "x"],
    /Expected "faces", .* an inverted picture but found faces-diffusion, which is none or a diffusion model/,
  ],
  ["a block beyond the last", [
    "features",
    ...["--model", MODEL, "--latent", LATENT, "--block", "5", "--out", "x.npy"],
  ], /--block from 0 to 4 but found 5/],
];

Deno.test("a wrong command line gets one sentence, status 2, and no file", async (t) => {
  using folder = temporaryFolder();
  folder.write("half.json", '{"model": ');
  folder.write("picture.png", encodePng(grey));
  folder.write("spec.json", specWith());
  Deno.mkdirSync(folder.at("folder.png"));
  const names = (): string[] => [...Deno.readDirSync(folder.at())].map(({ name }) => name).sort();
  const before = names();
  for (const [what, line, sentence] of WRONG_LINES) {
    await t.step(what, async () => {
      const { status, stdout, stderr } = await runCli("-C", folder.at(), ...line);
      assert.match(stderr, sentence);
      assert.match(stderr, /^error: [^\n]+\n$/);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.deepEqual(names(), before);
    });
  }
});

Deno.test("a conditional model wants a class, and takes one", async () => {
  using folder = temporaryFolder();
  const at = (name: string): string => repositoryPath(`test/fixtures/c64cond/${name}`);
  const line = ["render", "--model", at("model.pkl"), "--latent", at("z.npy"), "--out", folder.at("x.npy")];
  const without = await runCli(...line);
  assert.match(without.stderr, /^error: Expected a class from 0 to 4/);
  assert.equal(without.status, 2);
  assert.equal((await runCli(...line, "--class", "4")).status, 0);
});

Deno.test("a provider that is missing says how to get it", async () => {
  using folder = temporaryFolder();
  for (const provider of ["cuda", "webgpu"] as const) {
    if (hasDriver(provider)) continue;
    const spec = folder.write("spec.json", specWith());
    const { status, stderr } = await runCli("drag", spec, "--out", folder.at("out"), "--provider", provider);
    assert.match(
      stderr,
      new RegExp(`^error: Expected a working ${provider} provider but found none: it needs`),
    );
    assert.equal(stderr.split("\n").length, 2);
    assert.equal(status, 2);
    assert.throws(() => Deno.statSync(folder.at("out")), Deno.errors.NotFound);
  }
});

Deno.test("--verbose adds the stack", async () => {
  const { stderr } = await runCli("drag", "none.json", "--out", "x", "--verbose");
  assert.match(stderr, /^error: .*\n.*InputError/);
  assert.match(stderr, /\n +at /);
});

Deno.test("what is read is not replaced by what is written: one sentence that names it, status 2, and the file stays", async (t) => {
  using folder = temporaryFolder();
  Deno.mkdirSync(folder.at("run"));
  const held = { "record.json": JSON.stringify(specWith()), "in.npy": Deno.readFileSync(LATENT) };
  for (const [name, content] of Object.entries(held)) folder.write(`run/${name}`, content);
  writeDataset(folder.at("set"), "dragbench");
  const picture = "set/animals/cat_0/original_image.png";
  const model = ["--model", MODEL, "--latent"];
  const lines: readonly (readonly [string, string, readonly string[]])[] = [
    ["--latent", "run/in.npy", ["render", ...model, "run/in.npy", "--out", "run/../run/in.npy"]],
    ["--latent", "run/in.npy", ["features", ...model, "run/in.npy", "--block", "0", "--out", "run/in.npy"]],
    ...["--prompt-embeds", "--negative-prompt-embeds", "--lora"].map((option) =>
      [option, "run/in.npy", [
        "render",
        ...["--latent", LATENT, "--model", "faces-diffusion", option, "run/in.npy", "--out", "run/in.npy"],
      ]] as const
    ),
    ["animals/cat_0", picture, ["dataset", "sheet", "set", "--out", picture]],
    ["run", "run/record.json", ["report", "run", "--out", "run/record.json"]],
    ["SPEC", "run/record.json", ["drag", "run/record.json", "--out", "run", "--overwrite"]],
  ];
  for (const [what, file, line] of lines) {
    await t.step(line.join(" "), async () => {
      const before = Deno.readFileSync(folder.at(file));
      const { status, stderr } = await runCli("-C", folder.at(), ...line);
      assert.match(
        stderr,
        new RegExp(
          `^error: ${what}: Expected a file that the .* does not replace but found \\S*${file}, where.*\n$`,
        ),
      );
      assert.equal(status, 2);
      assert.deepEqual(Deno.readFileSync(folder.at(file)), before);
    });
  }
});
