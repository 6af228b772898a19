import process from "node:process";
import { type Broadcast, jupyterOutput } from "./jupyter_output.ts";
import { type KernelOutput } from "./output.ts";
import { textOutput } from "./text_output.ts";

/** How to reach Jupyter's front ends; `Deno.jupyter` throws where there are none. */
function broadcastHere(): Broadcast | undefined {
  try {
    const { jupyter } = Deno as unknown as { readonly jupyter: { readonly broadcast: Broadcast } };
    return (type, content) => jupyter.broadcast(type, content);
  } catch {
    return undefined;
  }
}

/** Where displays go: to the notebook in a Jupyter kernel, and else as text to a standard stream (default: stderr). */
export function outputHere(stream: "stdout" | "stderr" = "stderr"): KernelOutput {
  const broadcast = broadcastHere();
  if (broadcast) return jupyterOutput(broadcast);
  return textOutput((text) => void process[stream].write(text), Deno[stream].isTerminal());
}
