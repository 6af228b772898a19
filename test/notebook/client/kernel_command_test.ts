import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { parseKernelSpec, readKernelSpec } from "../../../lib/notebook/client/kernel_command.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

Deno.test("a kernel spec tells program, environment and how to interrupt", async () => {
  using folder = temporaryFolder();
  const path = folder.write("kernel.json", {
    ...{ argv: ["deno", "{resource_dir}/main.ts", "{connection_file}"], display_name: "D", language: "ts" },
    ...{ env: { A: "b" }, interrupt_mode: "message", metadata: {} },
  });
  assert.deepEqual(await readKernelSpec(path), {
    argv: ["deno", folder.at("main.ts"), "{connection_file}"],
    env: { A: "b" },
    interrupt: "message",
  });
  const plain = parseKernelSpec('{"argv": ["a", "{connection_file}"]}', ".");
  assert.deepEqual([plain.env, plain.interrupt], [{}, "signal"]);
});

Deno.test("a kernel spec that is wrong is refused", () => {
  const cases: [string, RegExp][] = [
    ["{", /^Expected JSON but found: .* in JSON at position 1 /],
    ["[]", /^Expected object but found an array\.$/],
    ['{"argv": []}', /^argv\[0\]: Expected string but found nothing\.$/],
    ['{"argv": ["a"]}', /^Expected \{connection_file\} in the arguments of a kernel spec /],
    ['{"argv": ["a", 1]}', /^argv\[1\]: Expected string but found 1\.$/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseKernelSpec(text, "."), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
});
