import config from "../../deno.json" with { type: "json" };

/** Versions of this package, Deno and ONNX Runtime: what a result depends on. */
export const VERSIONS: Readonly<Record<string, string>> = {
  [config.name]: config.version,
  deno: Deno.version.deno,
  "onnxruntime-node": config.imports["onnxruntime-node"].replace(/^.*@/, ""),
};
