/** SHA-256 of bytes, as hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest).toHex();
}

/** SHA-256 of a text in UTF-8, as hexadecimal digits. */
export const sha256OfText = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));
