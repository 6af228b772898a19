import config from "../../../../deno.json" with { type: "json" };
import { type JsonObject } from "../../protocol/message.ts";

/** What the kernel says about itself. */
export const kernelInfo = (): JsonObject => ({
  status: "ok",
  protocol_version: "5.4",
  implementation: "stabledrag",
  implementation_version: config.version,
  language_info: {
    name: "typescript",
    version: Deno.version.typescript,
    mimetype: "text/x.typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `StableDrag Lab ${config.version}: TypeScript on Deno ${Deno.version.deno}. ` +
    'import { drag } from "stabledrag" works in any folder; an interrupt ends a cell and keeps its variables.',
  help_links: [{ text: "Deno", url: "https://docs.deno.com" }],
  debugger: false,
});
