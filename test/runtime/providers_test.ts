import assert from "node:assert/strict";
import {
  chooseProvider,
  hasDriver,
  probe,
  type ProviderReport,
  PROVIDERS,
  REMEDIES,
} from "../../lib/runtime/providers.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { runModule } from "../run_module.ts";

const missing = PROVIDERS.filter((provider) => !hasDriver(provider));

Deno.test("the CPU works and says so", async () => {
  assert.deepEqual(await probe("cpu"), { provider: "cpu", works: true, reason: "" });
  assert.equal(hasDriver("cpu"), true);
});

Deno.test("a provider asked for by name that is not there is refused with what it needs", async () => {
  for (const provider of missing) {
    await assert.rejects(openRuntime({ provider }), {
      name: "InputError",
      message: `Expected a working ${provider} provider but found none: ${REMEDIES[provider]}.`,
    });
  }
});

/** What an expression gives in a process of its own, and what that process says on stderr. */
async function apart(expression: string): Promise<{ value: unknown; stderr: string }> {
  const { stdout, stderr } = await runModule(`
    import * as providers from "${import.meta.resolve("../../lib/runtime/providers.ts")}";
    console.log(JSON.stringify(await providers.${expression}));`);
  return { value: JSON.parse(stdout), stderr };
}

Deno.test("trying a provider that is not there gives ONNX Runtime's reason", async () => {
  for (const provider of missing) {
    const { value } = await apart(`probe("${provider}")`);
    const { works, reason } = value as ProviderReport;
    assert.equal(works, false);
    assert.match(reason, /\w/);
  }
});

Deno.test("auto takes the first that works: without drivers the CPU, and without a word", async () => {
  const { value, stderr } = await apart('chooseProvider("auto")');
  assert.equal(stderr, "");
  assert.equal(value, await chooseProvider("auto"));
  if (missing.length === 2) assert.equal(value, "cpu");
});
