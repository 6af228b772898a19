import assert from "node:assert/strict";
import {
  formatConnectionFile,
  newConnection,
  parseConnectionFile,
  writeConnectionFile,
} from "../../../lib/notebook/protocol/connection_file.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

Deno.test("a new connection has five ports of its own and reads back the same", () => {
  const connection = newConnection();
  assert.equal(new Set(Object.values(connection.ports)).size, 5);
  assert.deepEqual(parseConnectionFile(formatConnectionFile(connection)), connection);
});

Deno.test("a connection file is its owner's alone, and none is overwritten", async () => {
  using folder = temporaryFolder();
  const path = folder.at("kernel.json");
  await writeConnectionFile(path, newConnection());
  assert.equal(Deno.statSync(path).mode! & 0o777, 0o600);
  await assert.rejects(writeConnectionFile(path, newConnection()), Deno.errors.AlreadyExists);
});

Deno.test("a connection file that is wrong is refused with the field", () => {
  const changed = (fields: object): string =>
    JSON.stringify({ ...JSON.parse(formatConnectionFile(newConnection())), ...fields });
  assert.throws(
    () => parseConnectionFile("{"),
    /^InputError: connection file: Expected JSON but found: .* in JSON at position 1 /,
  );
  assert.throws(
    () => parseConnectionFile(changed({ hb_port: 0 })),
    /: connection file: hb_port: Expected at least 1 but found 0\.$/,
  );
  assert.throws(
    () => parseConnectionFile(changed({ transport: "ipc" })),
    /: transport: Expected tcp but found "ipc"\.$/,
  );
  assert.throws(
    () => parseConnectionFile(changed({ signature_scheme: "hmac-md5" })),
    /: signature_scheme: Expected one of hmac-sha256, "" but found "hmac-md5"\.$/,
  );
  assert.throws(() => parseConnectionFile("[]"), /: connection file: Expected object but found an array\.$/);
});
