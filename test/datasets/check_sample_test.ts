import assert from "node:assert/strict";
import { checkSample, type Finding } from "../../lib/datasets/check_sample.ts";
import { openDataset } from "../../lib/datasets/open_dataset.ts";
import { type Point } from "../../lib/drag/points.ts";
import { float32 } from "../../lib/tensor.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { rightMask, type SmallSample, smallSamples, writeDataset } from "./write_dataset.ts";

const [CAT] = smallSamples() as [SmallSample];

/** What is found of a sample that is the first of the small ones but for some of its parts. */
async function findingsOf(
  changes: Partial<SmallSample>,
  layout = "dragbench-json",
  damage: (folder: TemporaryFolder) => void = (): void => {},
): Promise<readonly Finding[]> {
  using folder = temporaryFolder();
  writeDataset(folder.at(), layout, [{ ...CAT, ...changes }]);
  damage(folder);
  const { samples: [sample] } = await openDataset(folder.at());
  return (await checkSample(sample!)).findings;
}

const unusable = async (finding: Promise<readonly Finding[]>, ...words: RegExp[]): Promise<void> => {
  const found = await finding;
  assert.deepEqual(found.map(({ severity }) => severity), words.map(() => "unusable"));
  words.forEach((pattern, i) => assert.match(found[i]!.words, pattern));
};

const odd = async (finding: Promise<readonly Finding[]>, words: string): Promise<void> =>
  assert.deepEqual(await finding, [{ severity: "odd", words }]);

Deno.test("nothing is found of a sound sample, and its points are told", async () => {
  using folder = temporaryFolder();
  writeDataset(folder.at(), "dragbench");
  const { samples } = await openDataset(folder.at());
  const checked = await Promise.all(samples.map(checkSample));
  assert.deepEqual(checked.map(({ findings, points }) => [findings.length, points.length]), [[0, 1], [0, 2], [
    0,
    1,
  ]]);
});

Deno.test("files that are missing or broken are named", async () => {
  const at = (folder: TemporaryFolder, name: string): string => folder.at("animals", "cat_0", name);
  const remove = (...names: string[]) => (folder: TemporaryFolder): void =>
    names.forEach((name) => Deno.removeSync(at(folder, name)));
  const replace = (name: string, text: string) => (folder: TemporaryFolder): void =>
    Deno.writeTextFileSync(at(folder, name), text);
  const json = "drag_instruction.json";
  await unusable(
    findingsOf({}, "dragbench-json", remove("original_image.png", "mask.png")),
    /^original_image\.png is missing\.$/,
    /^mask\.png is missing\.$/,
  );
  await unusable(
    findingsOf({}, "dragbench-json", replace("original_image.png", "no picture")),
    /original_image\.png: image: Expected the first bytes of a PNG or JPEG/,
  );
  await unusable(findingsOf({}, "dragbench-json", replace("mask.png", "")), /mask\.png: image: Expected/);
  await unusable(
    findingsOf({}, "dragbench-json", replace(json, "{")),
    /drag_instruction\.json: Expected JSON/,
  );
  await unusable(
    findingsOf({}, "dragbench-json", replace(json, '{"prompt": "", "points": [[1, null], [2, 3]]}')),
    /drag_instruction\.json: points\[0\]\[1\]: Expected number but found null\.$/,
  );
  await unusable(
    findingsOf({}, "dragbench", replace("meta_data.pkl", "")),
    /meta_data\.pkl: pickle: Expected/,
  );
});

Deno.test("points without a partner, or outside of the picture, cannot be used", async () => {
  const points: Point[] = [[1, 2], [3, 4], [5, 6]];
  await unusable(findingsOf({ points }), /Expected an even number of points, .* but found 3\.$/);
  await unusable(findingsOf({ points: [] }), /Expected an even number of points, .* but found 0\.$/);
  await unusable(
    findingsOf({ points: [[24, 2], [3, -1]] }),
    /^Expected handle 0 inside the picture, x from 0 to 23 and y from 0 to 15, but found \[24,2\]\.$/,
    /^Expected target 0 inside the picture/,
  );
  await unusable(
    findingsOf({ regions: [[1, 1], [1, 16]] }, "dragbench-regions"),
    /^Expected regions inside .*, but found 1 of 1 pixels beyond\.$/,
  );
});

Deno.test("a point that stays, a mask all 0 or all 1 and an empty prompt are odd", async () => {
  await odd(
    findingsOf({ points: [[3, 4], [3, 4]] }),
    "Handle 0 shall stay where it is: its target is [3,4] too.",
  );
  await odd(findingsOf({ mask: rightMask(24, 16, 24) }), "The mask is all 0: nothing may move.");
  await odd(findingsOf({ mask: rightMask(24, 16, 0) }), "The mask is all 1: everything may move.");
  await odd(findingsOf({ prompt: " " }), "The prompt is empty.");
});

Deno.test("a mask of another size cannot be used", async () => {
  await unusable(
    findingsOf({ mask: float32([1, 2], [0, 1]) }, "dragbench"),
    /^Expected a mask of 16 × 24 pixels but found one of 1 × 2\.$/,
  );
});

Deno.test("a broken line of FreeDragBench spoils no other", async () => {
  using folder = temporaryFolder();
  const good = '{"seed": 1, "points": {"handle": [[1, 2]], "target": [[3, 4]]}}';
  const uneven = '{"seed": 1, "points": {"handle": [[1, 2]], "target": []}}';
  folder.write("faces.jsonl", [good, "{", "", uneven, '{"seed": -1}', good].join("\r\n"));
  const { samples } = await openDataset(folder.at());
  const found = (await Promise.all(samples.map(checkSample))).map(({ findings }) => findings[0]?.words);
  assert.deepEqual(samples.map(({ name }) => name.slice(-4)), ["0000", "0001", "0003", "0004", "0005"]);
  assert.equal(found[0], undefined);
  assert.match(
    found[1]!,
    /faces\.jsonl:2: Expected JSON but found: .* in JSON at position 1 \(line 1 column 2\)\.$/,
  );
  assert.match(found[2]!, /faces\.jsonl:4: Expected as many handles as targets, .* but found 1 and 0\.$/);
  assert.match(found[3]!, /faces\.jsonl:5: seed: Expected at least 0 but found -1\.$/);
  assert.equal(found[4], undefined);
});
