import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { jsonIn, readJson } from "../../lib/hub/read_json.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

Deno.test("the value of a file, or what is made of it, and its name in what is wrong", async () => {
  using folder = temporaryFolder();
  const path = folder.write("a.json", { a: 1 });
  assert.deepEqual(await readJson(path), { a: 1 });
  assert.deepEqual(await jsonIn(path, (json) => [json]), [{ a: 1 }]);
  const refuse = (): never => {
    throw new InputError("Expected nothing.");
  };
  const bug = (): never => {
    throw new RangeError("a bug");
  };
  await assert.rejects(jsonIn(path, refuse), new InputError(`${path}: Expected nothing.`));
  await assert.rejects(jsonIn(path, bug), new RangeError("a bug"));
  folder.write("a.json", "{");
  await assert.rejects(readJson(path, "a SPEC"), /a\.json: Expected JSON but found: .* at position 1 /);
  await assert.rejects(
    readJson(folder.at("b"), "a SPEC"),
    /Expected a SPEC at .*b but found nothing there\.$/,
  );
});
