/** Reading a body whole, under a bound. */

/** Undefined where it is longer than `max`; nothing more of it is read then. */
export async function readWhole(body: AsyncIterable<Uint8Array>, max: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of body) {
    octets += chunk.length;
    if (octets > max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
