import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { fuzz } from "./mutate.ts";
import { PICKLE_TARGETS } from "./pickle_targets.ts";

for (const target of PICKLE_TARGETS) {
  Deno.test({
    name: `${target.name} answers 10,000 mutated files with a value or a FormatError`,
    permissions: "none",
    fn: () => {
      const report = fuzz({ ...target, errorClass: FormatError });
      assert.ok(report.accepted > 100 && report.refused > 1000, JSON.stringify(report));
    },
  });
}
