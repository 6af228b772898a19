import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { FUZZ_TARGETS } from "./fuzz_targets.ts";
import { fuzz } from "./mutate.ts";

for (const target of FUZZ_TARGETS) {
  Deno.test({
    name:
      `${target.name} answers 10,000 mutated inputs with a value or a FormatError, without any permission`,
    permissions: "none",
    fn: () => {
      const report = fuzz({ ...target, errorClass: FormatError });
      assert.ok(report.accepted > 0 && report.refused > 0, "Expected both outcomes.");
    },
  });
}
