import assert from "node:assert/strict";
import { openGan } from "../../lib/generators/load.ts";
import { MODEL } from "../cli/specs.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { writeInversion } from "./write_inversion.ts";

Deno.test("an inversion of an inversion opens the generator that all began with", async () => {
  using folder = temporaryFolder();
  const first = await writeInversion(folder.at("first"), MODEL);
  const second = await writeInversion(folder.at("second"), first);
  const [model, inverted] = [await openGan(MODEL), await openGan(second)];
  assert.equal(inverted.latentSize, model.latentSize);
  assert.notEqual(inverted.sha256, model.sha256);
});

Deno.test("inversions that lead back to themselves are refused", async () => {
  using folder = temporaryFolder();
  const record = (model: string): unknown => ({ model, sha256: { model: "0", weights: "0" } });
  for (const name of ["self", "one", "two"]) Deno.mkdirSync(folder.at(name));
  folder.write("one/inversion.json", record("../two"));
  folder.write("two/inversion.json", record("../one"));
  for (const model of ["", ".", "../self"]) {
    folder.write("self/inversion.json", record(model));
    await assert.rejects(openGan(folder.at("self")), {
      name: "InputError",
      message:
        `${folder.at("self/inversion.json")}: Expected a model that the inversion began with but found ` +
        `"${model}", which leads back to itself.`,
    });
  }
  await assert.rejects(openGan(folder.at("one")), /^InputError: .*one.inversion\.json: .*"\.\.\/two", which/);
});
