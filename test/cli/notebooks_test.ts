import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { formatNotebook } from "../../lib/notebook/client/format_notebook.ts";
import { type CodeCell } from "../../lib/notebook/client/notebook.ts";
import { readNotebook } from "../../lib/notebook/client/notebook_files.ts";
import { type Output } from "../../lib/notebook/client/output.ts";
import { code, markdown, notebookOf } from "../notebook/client/notebooks.ts";
import { processEnds } from "../notebook/client/process_ends.ts";
import { type Outcome, outcome, repositoryPath } from "./run_cli.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary_folder.ts";

/** Starts `notebooks` with the permissions of the task. */
function start(args: readonly string[]): Deno.ChildProcess {
  const [, ...words] = config.tasks.notebooks.split(" ");
  const permissions = words.slice(0, words.indexOf("lib/cli/main.ts"));
  return new Deno.Command(Deno.execPath(), {
    args: [...permissions, "--quiet", "--no-check", repositoryPath("lib/cli/main.ts"), "notebooks", ...args],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

const run = (...args: readonly string[]): Promise<Outcome> => outcome(start(args));

const PARAMETERS = code("p", "let n = 10;", { tags: ["parameters"], stabledrag: { small: { n: 2 } } });
const SVG = "({[Symbol.for('Jupyter.display')]: () => ({'image/svg+xml': '<svg/>'})})";

/** Writes notebooks whose cells leave their kernel's process number in a file. */
function writeNotebooks(folder: TemporaryFolder): Record<"good" | "bad" | "bare" | "slow", string> {
  const write = (name: string, ...cells: readonly CodeCell[]): string => {
    const first = code("a", `Deno.writeTextFileSync("${name}.pid", String(Deno.pid));`);
    return folder.write(`${name}.ipynb`, formatNotebook(notebookOf(markdown("m", "# A"), first, ...cells)));
  };
  return {
    good: write("good", PARAMETERS, code("f", SVG, { tags: ["figure"] }), code("b", "console.log(n)")),
    bad: write("bad", code("b", "let m = 1;\nthrow new Error(`m is ${m / 2}`);"), code("c", "1")),
    bare: write("bare", code("b", "5", { tags: ["figure"] })),
    slow: write("slow", code("b", "console.log(1); for (;;);", { stabledrag: { seconds: 0.5 } })),
  };
}

async function outputs(path: string): Promise<(readonly Output[])[]> {
  const { cells } = await readNotebook(path);
  return cells.map((cell) => cell.cell_type === "code" ? cell.outputs : []);
}

const text = (printed: string): Output => ({ output_type: "stream", name: "stdout", text: printed });

async function assertEnded(folder: TemporaryFolder, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const pid = Number(Deno.readTextFileSync(folder.at(`${name}.pid`)));
    assert(await processEnds(pid), `${name} left a kernel`);
  }
}

Deno.test("notebooks run small and are written; what fails is told in a sentence, and no kernel is left", async () => {
  using folder = temporaryFolder();
  const { good, bad, bare, slow } = writeNotebooks(folder);
  const out = folder.at("out");
  const { status, stderr } = await run(
    good,
    bad,
    bare,
    slow,
    "--out",
    out,
    "--kernel",
    "deno",
    "--jobs",
    "2",
  );
  assert.equal(status, 1);
  assert.match(stderr, /^running 4 notebooks, 2 at once$/m);
  assert.match(stderr, /^good\.ipynb: done in \d+ s$/m);
  assert.match(stderr, /^bad\.ipynb, cell 3, line 2: Error: m is 0\.5$/m);
  assert.match(stderr, /^bare\.ipynb, cell 3: Expected a figure \(SVG or PNG\) but found none\.$/m);
  assert.match(stderr, /^slow\.ipynb, cell 3: Expected an end within 0\.5 s but the code still runs\.$/m);
  assert.match(stderr, /^error: 3 of 4 notebooks failed; see/m);
  await assertEnded(folder, "good", "bad", "bare", "slow");
  assert.deepEqual((await outputs(folder.at("out", "good.ipynb"))).at(-1), [text("2\n")]);
  assert.deepEqual((await outputs(folder.at("out", "slow.ipynb"))).at(-1), [text("1\n")]);
  assert.equal((await outputs(folder.at("out", "bad.ipynb"))).at(-2)![0]!.output_type, "error");
  assert.deepEqual([...Deno.readDirSync(out)].length, 4);
});

Deno.test("committed settings are written back in place, twice the same, but nothing that failed", async () => {
  using folder = temporaryFolder();
  const { good, bad } = writeNotebooks(folder);
  const before = Deno.readTextFileSync(bad);
  const again = (...paths: string[]): Promise<Outcome> =>
    run(...paths, "--out", folder.at("out"), "--full", "--in-place");
  assert.equal((await again(good, bad)).status, 1);
  const written = Deno.readTextFileSync(good);
  assert.deepEqual((await outputs(good)).at(-1), [text("10\n")]);
  assert.equal((await again(good)).status, 0);
  assert.equal(Deno.readTextFileSync(good), written);
  assert.equal(Deno.readTextFileSync(bad), before);
  assert.deepEqual([...Deno.readDirSync(folder.at("out"))].map(({ name }) => name), ["bad.ipynb"]);
});

Deno.test("Ctrl-C ends kernels and the command with 130", async () => {
  using folder = temporaryFolder();
  const slow = folder.write(
    "slow.ipynb",
    formatNotebook(notebookOf(code("a", 'Deno.writeTextFileSync("slow.pid", String(Deno.pid)); for (;;);'))),
  );
  const child = start([slow, "--out", folder.at("out")]);
  while (!(await Deno.stat(folder.at("slow.pid")).catch(() => undefined))?.size) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGINT");
  const { status, stderr } = await outcome(child);
  assert.equal(status, 130);
  assert.match(stderr, /^error: Interrupted;/m);
  await assertEnded(folder, "slow");
});

Deno.test("wrong input of notebooks is told before any kernel starts", async () => {
  using folder = temporaryFolder();
  const out = ["--out", folder.at("out")];
  const mine = folder.write("mine.ipynb", formatNotebook(notebookOf(PARAMETERS)));
  const cases: [RegExp, ...string[]][] = [
    [/Expected --full with --in-place/, "--in-place"],
    [/Expected a notebook at .*no\.ipynb but found nothing there/, folder.at("no.ipynb")],
    [/wrong\.ipynb: ipynb: Expected JSON/, folder.write("wrong.ipynb", "{")],
    [
      /notebook: Expected a file that the run does not replace but found .*mine\.ipynb/,
      mine,
      "--out",
      folder.at(),
    ],
    [/Expected a kernel spec at .*no\.json/, "--kernel", folder.at("no.json")],
    [
      /Expected a folder that can be written at .*wrong\.ipynb but found: /,
      "--out",
      folder.at("wrong.ipynb"),
    ],
  ];
  for (const [message, ...args] of cases) {
    const { status, stderr } = await run(...out, ...args);
    assert.deepEqual([status, stderr.trim().split("\n").length], [2, 1]);
    assert.match(stderr, message);
  }
  await assert.rejects(Deno.stat(folder.at("out")), Deno.errors.NotFound);
});
