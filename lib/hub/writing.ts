import { messageOf } from "../message_of.ts";

/** The operating system's words of an error, without Deno's codes and paths. */
export const systemReason = (error: unknown): string =>
  error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied
    ? "permission denied"
    : messageOf(error).replace(/ \(os error \d+\).*$/s, "");

/**
 * Does what writes `path`, and says in one sentence where and why it failed: a full disk, for one.
 *
 * @throws {Error} naming the path, with what happened as its cause.
 */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new Error(`Could not write ${path}: ${systemReason(error)}.`, { cause: error });
  }
}
