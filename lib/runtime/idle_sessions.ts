import { sha256, sha256OfText } from "../hub/sha256.ts";
import { type EncodedModel } from "../onnx/model.ts";
import { filesOf } from "../stored_tensor.ts";
import { type Tensor } from "../tensor.ts";

/** Says of graphs whether they are equal: the hash of the graph and of all of its weights, each hashed once. */
export class GraphHashes {
  readonly #known = new WeakMap<object, Promise<string>>();

  /**
   * Equal graphs have equal hashes.
   *
   * @param bytesOf the bytes of a weight, the same array as long as they are the same.
   */
  async of(
    { model, weights, stored }: EncodedModel,
    bytesOf: (weight: Tensor) => Uint8Array,
  ): Promise<string> {
    const parts = await Promise.all(
      [...weights].map(async ([name, value]) => `${name} ${await this.#hash(bytesOf(value))}`),
    );
    // Another file, or the file as it was at another time, makes another graph.
    const files = [...filesOf(stored?.tensors)].map((file) => JSON.stringify(file));
    return await sha256OfText([await sha256(model), stored?.folder, ...files, ...parts].join("\n"));
  }

  #hash(bytes: Uint8Array): Promise<string> {
    const known = this.#known.get(bytes) ?? sha256(bytes.slice());
    this.#known.set(bytes, known);
    return known;
  }
}

/** Sessions that nobody uses, kept for graphs that are equal to theirs; those used last are kept longest. */
export class IdleSessions {
  readonly #sessions: { readonly hash: string; readonly session: number }[] = [];

  /** Keeps `most` sessions. */
  constructor(readonly most: number) {}

  /** All that are kept. */
  all(): number[] {
    return this.#sessions.map(({ session }) => session);
  }

  /** A session of a graph, which is in use from now on. */
  take(hash: string): number | undefined {
    const index = this.#sessions.findLastIndex((each) => each.hash === hash);
    return index < 0 ? undefined : this.#sessions.splice(index, 1)[0]!.session;
  }

  /** Keeps a session that is no longer in use. @returns those that are dropped for it. */
  give(hash: string, session: number): number[] {
    this.#sessions.push({ hash, session });
    return this.#sessions.splice(0, this.#sessions.length - this.most).map((each) => each.session);
  }
}
