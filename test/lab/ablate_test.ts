import assert from "node:assert/strict";
import { MODEL } from "../cli/specs.ts";
import { outcome } from "../cli/run_cli.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { equalFiles } from "./fake_experiment.ts";
import { ablate, startAblate } from "./run_ablate.ts";

/** One pair on the small model: three drags. */
const SMALL = ["template", "--pairs", "1", "--model", MODEL, "--threads", "1", "--provider", "cpu"];

const resultsIn = (folder: string): number => {
  try {
    return [...Deno.readDirSync(`${folder}/tasks`)].filter(({ name }) => name.endsWith(".parquet")).length;
  } catch {
    return 0;
  }
};

/** Starts the ablation and kills it as soon as it has some results. */
async function killAt(results: number, out: string): Promise<void> {
  const child = startAblate([...SMALL, "--out", out]);
  let running = true;
  const ended = outcome(child).finally(() => running = false);
  while (running && resultsIn(out) < results) await new Promise((wake) => setTimeout(wake, 3));
  assert.ok(running, `The ablation ended before ${results} results.`);
  child.kill("SIGKILL");
  await ended;
}

Deno.test("an ablation that is killed twice, and one in two shards, end with the files of one run", async () => {
  using folder = temporaryFolder();
  const [whole, killed, a, b, merged] = ["whole", "killed", "a", "b", "merged"].map((name) =>
    folder.at(name)
  ) as [string, string, string, string, string];
  const first = await ablate(...SMALL, "--out", whole);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^\| by confidence \| 1 \| /m);
  assert.match(first.stderr, /^template 3\/3: setting always, seed 0: \d+ s, 0 s to go$/m);
  assert.match(first.stderr, /^\| setting \| tasks \| drag \[s\] \|$/m);
  await killAt(1, killed);
  await killAt(2, killed);
  const second = await ablate(...SMALL, "--out", killed);
  assert.match(second.stderr, /^template [23]\/3: starting$/m);
  assert.deepEqual(equalFiles(killed), equalFiles(whole));
  assert.equal(second.stdout, first.stdout);
  for (const [i, out] of [a, b].entries()) {
    assert.equal((await ablate(...SMALL, "--out", out, "--shard", `${i}/2`)).status, 0);
  }
  const third = await ablate("template", "--merge", a, b, "--out", merged);
  assert.equal(third.stdout, first.stdout);
  assert.deepEqual(equalFiles(merged), equalFiles(whole));
  const half = await ablate("template", "--merge", a, "--out", folder.at("half"));
  assert.match(
    half.stderr,
    /^error: Expected shards with all tasks but found that 1 task has no result yet/m,
  );
  assert.equal(half.status, 2);
});

Deno.test("Ctrl-C ends an ablation after the task that runs, and analysing needs no model", async () => {
  using folder = temporaryFolder();
  const out = folder.at("template");
  const child = startAblate([...SMALL, "--out", out]);
  let running = true;
  const ended = outcome(child).finally(() => running = false);
  while (running && resultsIn(out) < 1) await new Promise((wake) => setTimeout(wake, 3));
  child.kill("SIGINT");
  const stopped = await ended;
  assert.equal(stopped.status, 130);
  assert.match(
    stopped.stderr,
    /error: Stopped after [12] of 3 tasks; the same command goes on from there\./,
  );
  assert.equal((await ablate(...SMALL, "--out", out)).status, 0);
  const again = await ablate("template", "--analyse", "--out", out);
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stdout, /\| never \| 1 \| /);
  const other = await ablate("template", "--analyse", "--measure", "shorter", "--out", out);
  assert.match(
    other.stderr,
    /^error: Expected results of template by shorter .* those of template by nose-drag /,
  );
  assert.equal(other.status, 2);
  const index = await ablate("--index", "--out", folder.at());
  assert.equal(index.status, 0, index.stderr);
  const page = Deno.readTextFileSync(folder.at("index.html"));
  assert.match(
    page,
    /<h2>Supervision by the template feature \(template\)<\/h2><table>.*<img src="data:image\/svg/s,
  );
  assert.match(page, /\(lambda\)<\/h2><p>No results yet/);
  assert.match(Deno.readTextFileSync(folder.at("index.md")), /!\[.*\]\(template\/template\.svg\)/);
});

Deno.test("wrong words on the command line end with 2 and one sentence, and write nothing", async () => {
  using folder = temporaryFolder();
  const cases: readonly [readonly string[], RegExp][] = [
    [["lamda"], /Expected the ablation to be one of parts, lambda, .* but found "lamda"\./],
    [[], /Expected the name of an ablation but found none\./],
    [
      ["lambda", "--measure", "shrot"],
      /Expected the measure to be one of short, shorter but found "shrot"\./,
    ],
    [["lambda", "--shard", "2/2"], /Expected a shard i\/N .* but found "2\/2"\./],
    [["lambda", "--seeds", "5-3"], /Expected seeds as first-last, .* but found "5-3"\./],
    [["lambda", "--analyse"], /Expected the results of all tasks at .* but found nothing there\./],
    [["--index", "--seeds", "3-5"], /option '--index' cannot be used with option '--seeds <a-b>'/],
    [["lambda", "--index"], /Expected no name of an ablation with --index but found "lambda"\./],
    [["--index"], /Expected results of an experiment in a folder of its name/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr, stdout } = await ablate(...args, "--out", folder.at("out"));
    assert.match(stderr, message);
    assert.deepEqual([status, stdout, stderr.trim().split("\n").length], [2, "", 1], args.join(" "));
  }
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});
