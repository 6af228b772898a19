/**
 * The program of the kernel "StableDrag (Deno)". Its argument is the path of Jupyter's connection file; the
 * notebook's folder is the one it is started in.
 */
import process from "node:process";
import { inFile } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { messageOf } from "../../message_of.ts";
import { parseConnectionFile } from "../protocol/connection_file.ts";
import { watchParent } from "./relay/parent.ts";
import { Relay } from "./relay/relay.ts";

async function serve(file: string): Promise<number> {
  const bytes = await readInputFile(file, "a connection file");
  const connection = inFile(file, () => parseConnectionFile(new TextDecoder().decode(bytes)));
  await using relay = new Relay(connection, Deno.cwd());
  const { promise: left, resolve } = Promise.withResolvers<void>();
  watchParent(resolve);
  Deno.addSignalListener("SIGINT", () => relay.interrupt());
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", resolve);
  await Promise.race([relay.served(), left]);
  return 0;
}

async function run(file: string): Promise<number> {
  try {
    return await serve(file);
  } catch (error) {
    process.stderr.write(`error: ${messageOf(error)}\n`);
    return 1;
  }
}

const status = await run(Deno.args[0] ?? "");
Deno.exit(status);
