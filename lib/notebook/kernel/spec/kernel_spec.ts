import { fileURLToPath } from "node:url";

/** Name of the folder of the kernel's spec, by which Jupyter starts it. */
export const KERNEL_NAME = "stabledrag";

/** Name of the kernel in Jupyter's lists. */
export const DISPLAY_NAME = "StableDrag (Deno)";

/** What a relay may do. Cells may do everything, as in Deno's own kernel. */
const PERMISSIONS = ["read", "write", "net", "run", "env", "sys"].map((name) => `--allow-${name}`);

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The text of the kernel's spec, `kernel.json`: paths of this machine, to this version of Deno and to this folder
 * (https://jupyter-client.readthedocs.io/en/stable/kernels.html).
 */
export const kernelSpec = (): string =>
  `${
    JSON.stringify(
      {
        argv: [
          ...[Deno.execPath(), "run", "--quiet", "--no-prompt", ...PERMISSIONS],
          ...["--config", pathOf("../../../../deno.json"), pathOf("../main.ts"), "{connection_file}"],
        ],
        display_name: DISPLAY_NAME,
        language: "typescript",
        interrupt_mode: "message",
        kernel_protocol_version: "5.4",
        metadata: { debugger: false },
      },
      undefined,
      2,
    )
  }\n`;
