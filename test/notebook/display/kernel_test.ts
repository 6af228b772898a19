import assert from "node:assert/strict";
import { denoKernel } from "../../../lib/notebook/client/kernel_command.ts";
import { Kernel } from "../../../lib/notebook/client/kernel.ts";
import { type Message } from "../../../lib/notebook/protocol/message.ts";

const LIBRARY = new URL("../../../lib/", import.meta.url).href;
const CELL = `
import { float32 } from "${LIBRARY}tensor.ts";
import { progress } from "${LIBRARY}notebook/display/progress.ts";
import { show } from "${LIBRARY}notebook/display/show.ts";
for await (const _ of progress([1, 2, 3], { label: "seeds" })) await new Promise((done) => setTimeout(done, 210));
show(float32([2], [1, 2]))
`;

Deno.test("in Deno's kernel a bar changes in place by its display id, and a tensor shows itself", async () => {
  const published: Message[] = [];
  await using kernel = await Kernel.start(denoKernel(), {
    onPublished: (message) => published.push(message),
  });
  const { outputs } = await kernel.client.execute(CELL);
  const displays = published.filter(({ header }) => header.msg_type.endsWith("display_data"));
  const types = displays.map(({ header }) => header.msg_type);
  assert.equal(types[0], "display_data");
  assert.ok(types.length >= 3 && types.slice(1).every((type) => type === "update_display_data"), `${types}`);
  const ids = displays.map(({ content }) => (content.transient as { display_id: string }).display_id);
  assert.equal(new Set(ids).size, 1);
  const [bar, tensor] = outputs.map((
    output,
  ) => ("data" in output ? `${output.data["text/plain"]}` : output.output_type));
  assert.match(bar!, /^seeds: 3 of 3 in \d+ s$/);
  assert.match(tensor!, /^float32 \[2\], 2 numbers, 8 bytes\n/);
});
