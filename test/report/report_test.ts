import assert from "node:assert/strict";
import { template } from "../../ablations/template.ts";
import { InputError } from "../../lib/errors.ts";
import { encodePng } from "../../lib/formats/image.ts";
import { ablationExperiment } from "../../lib/lab/ablation.ts";
import { MEASURES } from "../../lib/lab/measures.ts";
import { writeReport } from "../../lib/report/report.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { faceLike, sampleRecord } from "../figures/samples.ts";

const RESULTS = "experiments/results/ablations/face-landmarks-1/template";
const experiment = ablationExperiment(template, MEASURES["face-landmarks-1"]!);

/** Writes what a finished drag leaves. */
function writeDrag(folder: TemporaryFolder): void {
  const { steps, ...record } = sampleRecord({ tau: 0.5 });
  folder.write("record.json", {
    ...record,
    ...{ spec: { model: "faces", seed: 3 }, settings: { r1: 1 }, versions: { deno: "1.2.3" } },
    ...{ sha256: { model: "abc" }, provider: "cpu", threads: 1, arrived: true },
    timings: { steps: 9, secondsPerStep: 0.0213, seconds: 1.5 },
  });
  folder.write("steps.jsonl", steps.map((line) => JSON.stringify(line)).join("\n"));
  Deno.writeFileSync(folder.at("after.png"), encodePng(faceLike()));
}

Deno.test("a report shows tables and figures, and says seeds, command and versions", async () => {
  using folder = temporaryFolder();
  const path = folder.at("report.html");
  await writeReport(path, [RESULTS], { title: "Trackers & more", experiments: [experiment] });
  const page = await Deno.readTextFile(path);
  for (
    const text of [
      "<h1>Trackers &amp; more</h1>",
      `<h2>${experiment.title}, by face-landmarks-1</h2>`,
      "<td>deno task ablate template --measure face-landmarks-1 --seeds 0-39 --threads 1 --provider cpu</td>",
      "<td>0-39</td>",
      "onnxruntime",
      "drag [s]",
      "data:image/svg+xml;base64,",
    ]
  ) assert.ok(page.includes(text), text);
  assert.ok(!/(src|href)="(?!data:)/.test(page), "needs no other file");
  await writeReport(path, [RESULTS], { title: "Trackers & more", experiments: [experiment] });
  assert.equal(await Deno.readTextFile(path), page);
});

Deno.test("a report shows the pictures and figures of a drag, and what it was made with", async () => {
  using folder = temporaryFolder();
  writeDrag(folder);
  await writeReport(folder.at("report.html"), [folder.at()]);
  const page = await Deno.readTextFile(folder.at("report.html"));
  for (
    const text of [
      "<h2>A drag by stabledrag</h2>",
      "<figcaption>after</figcaption>",
      "data:image/png;base64,",
      '{ "model": "faces", "seed": 3 }',
      '{ "deno": "1.2.3" }',
      "2 handles, 9 steps",
      "0.021",
    ]
  ) assert.ok(page.includes(text), text);
  assert.ok(!page.includes("<figcaption>before</figcaption>"));
});

Deno.test("a title is text, whatever it says", async () => {
  using folder = temporaryFolder();
  writeDrag(folder);
  const [path, title] = [folder.at("report.html"), "a & b</title><script>alert(1)</script>"];
  await writeReport(path, [folder.at()], { title });
  const page = await Deno.readTextFile(path);
  assert.ok(!page.includes("<script"));
  assert.ok(page.includes("<title>a &amp; b&lt;/title>&lt;script>alert(1)&lt;/script></title>"));
});

Deno.test("a page that cannot be written is refused by its path before anything is drawn", async () => {
  using folder = temporaryFolder();
  const cases = [[folder.at("nodir", "x.html"), /: No such file/], [folder.at(), /found a folder/], [
    "",
    /""/,
  ]] as const;
  for (const [path, found] of cases) {
    // There is no such run, which would be told of otherwise.
    await assert.rejects(writeReport(path, [folder.at("none")]), (error) => {
      assert.ok(error instanceof InputError && error.message.includes(path));
      assert.match(error.message, found);
      return true;
    });
  }
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("folders without a run, unfinished and unknown ones are refused, and nothing is written", async () => {
  using folder = temporaryFolder();
  const path = folder.at("report.html");
  const refused = (folders: string[], message: RegExp): Promise<void> =>
    assert.rejects(writeReport(path, folders), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  await refused([], /^Expected at least one folder of a run but found none\.$/);
  await refused(
    [folder.at()],
    /^Expected results\.parquet of an experiment, record\.json of a drag or inversion\.json of .* but found none of them\.$/,
  );
  await refused(
    [RESULTS],
    /^Expected results of a known experiment in .*template but found those of template by face-landmarks-1\.$/,
  );
  folder.write("manifest.json", {});
  await refused([folder.at()], /but found an experiment whose tasks are not all done\.$/);
  assert.ok(![...Deno.readDirSync(folder.at())].some(({ name }) => name.startsWith("report")));
});
