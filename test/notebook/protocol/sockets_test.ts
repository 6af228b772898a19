import assert from "node:assert/strict";
import { connect } from "../../../lib/notebook/protocol/connect.ts";
import { type Connection } from "../../../lib/notebook/protocol/connection.ts";
import { encodeCommand } from "../../../lib/notebook/protocol/frame.ts";
import { encodeGreeting, encodeReady } from "../../../lib/notebook/protocol/handshake.ts";
import { listen, type Listener } from "../../../lib/notebook/protocol/listen.ts";
import { listenPublisher } from "../../../lib/notebook/protocol/publisher.ts";

const HERE = { hostname: "127.0.0.1", port: 0 };
const at = ({ port }: Listener): { hostname: string; port: number } => ({ ...HERE, port });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (frames: readonly Uint8Array[]): string[] => frames.map((f) => new TextDecoder().decode(f));

/** Sends back what comes. */
async function echo(peer: Connection): Promise<void> {
  for await (const frames of peer.messages) await peer.send(frames);
}

async function next(messages: AsyncIterable<Uint8Array[]>): Promise<Uint8Array[]> {
  for await (const frames of messages) return frames;
  throw new Error("no message");
}

Deno.test("messages of many frames and of megabytes go both ways in order, and identities are told", async () => {
  const identities: Uint8Array[] = [];
  using server = listen(HERE, "ROUTER", (peer) => {
    identities.push(peer.identity);
    echo(peer);
  });
  using client = await connect(at(server), "DEALER", { identity: bytes("me") });
  const large = new Uint8Array(3_000_000).map((_, i) => i * 7);
  const sent = [[bytes("a"), bytes(""), large], [bytes("b")], [large, large]];
  for (const frames of sent) client.send(frames);
  const received: Uint8Array[][] = [];
  for await (const frames of client.messages) {
    if (received.push(frames) === sent.length) break;
  }
  assert.deepEqual(received, sent);
  assert.deepEqual(texts(identities), ["me"]);
});

Deno.test("a heartbeat comes back with the empty frame before it", async () => {
  using server = listen(HERE, "REP", echo);
  using client = await connect(at(server), "REQ");
  await client.send([bytes(""), bytes("beat")]);
  assert.deepEqual(texts(await next(client.messages)), ["", "beat"]);
});

Deno.test("a publisher serves subscriptions made by messages and by commands", async () => {
  using server = listenPublisher(HERE);
  using all = await connect(at(server), "SUB");
  using some = await Deno.connect(at(server));
  await some.write(encodeGreeting());
  await some.write(encodeReady({ type: "SUB", identity: bytes("") }));
  await some.write(encodeCommand("SUBSCRIBE", bytes("x")));
  const published: string[] = [];
  const stop = setInterval(() => {
    server.publish([bytes(`y${published.length}`)]);
    server.publish([bytes(`x${published.push("x")}`)]);
  }, 5);
  const buffer = new Uint8Array(2000);
  let read = new Uint8Array(0);
  while (!/x\d/.test(texts([read]).join(""))) {
    read = new Uint8Array([...read, ...buffer.subarray(0, await some.read(buffer) ?? assert.fail("closed"))]);
  }
  clearInterval(stop);
  assert(!/y\d/.test(texts([read]).join("")), "only what was asked for");
  assert.match(texts(await next(all.messages)).join(), /^[xy]\d+$/);
});

Deno.test("a PING is answered with its context", async () => {
  using server = listen(HERE, "ROUTER", echo);
  using client = await Deno.connect(at(server));
  await client.write(encodeGreeting());
  await client.write(encodeReady({ type: "DEALER", identity: bytes("") }));
  await client.write(encodeCommand("PING", Uint8Array.of(0, 9, 65, 66)));
  const pong = encodeCommand("PONG", bytes("AB"));
  let read: number[] = [];
  const buffer = new Uint8Array(500);
  while (read.length < 64 + pong.length || read.at(-1) !== 66) {
    read = read.concat(...buffer.subarray(0, await client.read(buffer) ?? assert.fail("closed")));
  }
  assert.deepEqual(read.slice(-pong.length), [...pong]);
});

Deno.test("peers that vanish end the iteration, and others are served still", async () => {
  const gone: Promise<void>[] = [];
  using server = listen(HERE, "ROUTER", (peer) => gone.push(echo(peer).then(() => peer.closed)));
  using stranger = await Deno.connect(at(server));
  await stranger.write(bytes("GET / HTTP/1.1\r\n\r\n"));
  const vanishing = await connect(at(server), "DEALER");
  await vanishing.send([bytes("x")]);
  await next(vanishing.messages);
  using client = await connect(at(server), "DEALER");
  await client.send([bytes("still here")]);
  assert.deepEqual(texts(await next(client.messages)), ["still here"]);
  await Promise.all(gone);
  assert.equal(gone.length, 2);
  await assert.rejects(vanishing.send([bytes("too late")]));
});

Deno.test("a connection waits for its server as long as its signal says", async () => {
  using taken = Deno.listen(HERE);
  const { port } = taken.addr;
  taken.close();
  await assert.rejects(connect({ ...HERE, port }, "DEALER"), Deno.errors.ConnectionRefused);
  await assert.rejects(connect({ ...HERE, port }, "DEALER", { signal: AbortSignal.timeout(50) }), {
    name: "TimeoutError",
  });
  const waiting = connect({ ...HERE, port }, "DEALER", { signal: AbortSignal.timeout(5000) });
  await new Promise((resolve) => setTimeout(resolve, 50));
  using _server = listen({ ...HERE, port }, "ROUTER", echo);
  (await waiting).close();
});

Deno.test("sockets that do not fit, and identities that ZeroMQ keeps for itself, are refused", async () => {
  using server = listen(HERE, "ROUTER", echo);
  await assert.rejects(connect(at(server), "SUB"), /PUB or XPUB but found "ROUTER"/);
  await assert.rejects(connect(at(server), "DEALER", { identity: Uint8Array.of(0) }), /first not 0/);
});
