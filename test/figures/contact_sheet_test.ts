import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { contactSheet } from "../../lib/figures/contact_sheet.ts";
import { faceLike, sampleRecord } from "./samples.ts";
import { assertSnapshot } from "./snapshot.ts";

const frames = [0, 2, 4, 6, 8].map((step) => ({ step, picture: faceLike() }));

Deno.test("a drag at five steps looks as it did", () => {
  assertSnapshot("contact_sheet", contactSheet(sampleRecord(), frames, { size: 150 }));
});

Deno.test("frames of no step and no frames are refused", () => {
  assert.throws(
    () => contactSheet(sampleRecord(), [{ step: 9, picture: faceLike() }]),
    { name: "InputError", message: /found 9/ },
  );
  assert.throws(() => contactSheet(sampleRecord(), []), InputError);
});
