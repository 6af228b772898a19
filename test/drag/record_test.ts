import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { type Method } from "../../lib/drag/method.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { decodeRecord } from "../../lib/drag/folder.ts";
import { readDragRecord } from "../../lib/drag/read_record.ts";
import { recordWithoutSteps, type StepLine, stepLine } from "../../lib/drag/record.ts";
import { InputError } from "../../lib/errors.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { sampleRecord } from "../figures/samples.ts";
import { fixtureArray, fixtureModel, rows } from "../fixtures.ts";
import { PROVENANCE } from "./test_provenance.ts";

Deno.test("the line of a step has what the contract says, and the last of an arrived drag no loss", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const generator = stylegan2(fixtureModel("a64"));
  const latent = rows(fixtureArray("a64/ws_psi0.7"), 0);
  const points = [{ handle: [36, 34], target: [33, 33] }] as const;
  const firstLine = async (stopDistance: number): Promise<StepLine> => {
    const method = draggan(generator, { r1: 3, r2: 6, stopDistance });
    const { value } = await drag(generator, { latent, points, steps: 1 }, method, { runtime }).next();
    return JSON.parse(JSON.stringify(stepLine(value!)));
  };
  const { loss, confidence, ...line } = await firstLine(1);
  assert.ok(loss! > 0);
  assert.ok(Math.abs(confidence[0]! - 1) < 1e-6);
  const rest = { step: 0, handles: [[36, 34]], distances: [Math.hypot(3, 1)], supervisedBy: ["current"] };
  assert.deepEqual(line, rest);
  assert.deepEqual(await firstLine(4), { ...rest, confidence, stopped: true });
});

Deno.test("a record has the threshold of methods that have a finite one, which JSON can say", () => {
  const generator = stylegan2(fixtureModel("a64"));
  const problem = { points: [{ handle: [36, 34], target: [33, 33] }] } as const;
  const about = { size: [64, 64] as const, ...problem };
  const recorded = (method: Method): unknown => recordWithoutSteps(generator, problem, method);
  assert.deepEqual(recorded(draggan(generator)), { method: "draggan", ...about });
  const switched = { method: "stabledrag", ...about };
  assert.deepEqual(recorded(stabledrag(generator, { tau: 0.3 })), { ...switched, tau: 0.3 });
  assert.deepEqual(recorded(stabledrag(generator, { tau: -Infinity })), switched);
});

Deno.test("a folder without a record, or with broken steps, is refused", async () => {
  using folder = temporaryFolder();
  await assert.rejects(readDragRecord(folder.at()), InputError);
  const { steps: [line], ...drag } = sampleRecord({ steps: 1, tau: 0.5 });
  const timings = { steps: 1, secondsPerStep: 1, seconds: 1 };
  const record = { ...PROVENANCE, ...drag, settings: { r1: 3, tau: "-Infinity" }, arrived: false, timings };
  const refused = async (lines: string, message: RegExp): Promise<void> => {
    folder.write("steps.jsonl", lines);
    await assert.rejects(
      readDragRecord(folder.at()),
      (error: Error) => error instanceof InputError && message.test(error.message),
    );
  };
  folder.write("record.json", {});
  await refused("", /record\.json: method: Expected string but found nothing\.$/);
  folder.write("record.json", { ...record, timings: { ...timings, seconds: null } });
  await refused("", /record\.json: timings\.seconds: Expected number but found null\.$/);
  folder.write("record.json", record);
  const whole = JSON.stringify(line);
  const odd = JSON.stringify({ ...line, supervisedBy: ["nobody"] });
  for (const second of ["3", '{"step":0}', '{"st', odd, ""]) {
    const wrong = /steps\.jsonl: Expected a step of a drag in line 2 but found something else\.$/;
    await refused(`${whole}\n${second}\n${whole}`, wrong);
  }
  folder.write("steps.jsonl", `${whole}\n`);
  assert.deepEqual(await readDragRecord(folder.at()), { ...record, steps: [line] });
});

Deno.test("what other versions say of a drag's provenance stays, to be compared", () => {
  const { steps: _, ...drag } = sampleRecord();
  const timings = { steps: 1, secondsPerStep: 1, seconds: 1 };
  const sha256 = { model: "m", later: "l" };
  const record = { ...PROVENANCE, ...drag, sha256, settings: {}, arrived: true, timings };
  const bytes = new TextEncoder().encode(JSON.stringify(record));
  assert.deepEqual(decodeRecord("record.json", bytes), record);
});
