import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { coloursOf } from "../../lib/figures/colours.ts";
import { trackingPaths } from "../../lib/figures/tracking_paths.ts";
import { faceLike, sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const records = [sampleRecord({ method: "draggan", reached: 0.4 }), sampleRecord({ stopped: true })];

Deno.test("the paths of two methods look as they did", () => {
  assertSnapshot("tracking_paths", trackingPaths(faceLike(), records));
  assertSnapshot(
    "tracking_paths_side_by_side",
    trackingPaths(faceLike(40, 30), records, { layout: "side by side", view: "whole" }),
  );
});

Deno.test("each path has its method's colour", () => {
  const svg = trackingPaths(faceLike(), records);
  for (const method of ["draggan", "stabledrag"]) {
    const lines = new RegExp(`stroke="${coloursOf([method])}" fill="none" aria-label="line"><path`, "g");
    assert.equal(svg.match(lines)!.length, 2, "one for each handle");
  }
});

Deno.test("records without steps are drawn, no record is refused", () => {
  assert.match(trackingPaths(faceLike(), [{ ...records[0]!, steps: [] }]), /draggan/);
  assert.throws(() => trackingPaths(faceLike(), []), InputError);
});
