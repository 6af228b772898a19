import { type Size } from "../../generators/size.ts";
import { type DragEdit } from "./drag_edit.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";

function loraSettings(lora: DiffusionSpec["lora"]): Record<string, number | string> {
  if (lora === "none") return { lora };
  if ("file" in lora) return { lora: lora.file, loraScale: lora.scale };
  const numbers = Object.entries(lora.train).map(([name, value]) => [`lora.${name}`, value]);
  return { lora: "trained", ...Object.fromEntries(numbers) };
}

/** Everything that an edit was set to, defaults too, as plain values for records. */
export function editSettings(
  { inferenceSteps, guidance, lora, checkpoint }: DiffusionSpec,
  [height, width]: Size,
  timestep: number,
  control: DragEdit["mutual"],
): Record<string, number | string> {
  const { startStep, startLayer } = control || {};
  const mutual = control ? { mutualAttention: "on", startStep, startLayer } : { mutualAttention: "off" };
  const own = { width, height, timestep, inferenceSteps, guidance, ...loraSettings(lora) };
  return {
    ...own,
    ...mutual as Record<string, number | string>,
    ...(checkpoint ? { checkpoint: "on" } : {}),
  };
}
