import { connect } from "../../protocol/connect.ts";
import { type Connection } from "../../protocol/connection.ts";
import { type Purpose } from "./wire.ts";

/** Connects to the relay, which listens on a port of 127.0.0.1. */
export const connectRelay = (port: number, purpose: Purpose): Promise<Connection> =>
  connect({ hostname: "127.0.0.1", port }, "DEALER", { identity: new TextEncoder().encode(purpose) });
