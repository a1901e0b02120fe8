/** Reading a body under a bound: whole for JSON, chunk by chunk for an attachment. */
import { EdocError } from '../errors.js';

/** Passes the chunks on and counts them. @throws EdocError `door.too-large` */
export async function* bounded(body: AsyncIterable<Uint8Array>, max: number): AsyncGenerator<Uint8Array> {
  let octets = 0;
  for await (const chunk of body) {
    octets += chunk.length;
    if (octets > max) throw new EdocError('door.too-large', { detail: { max } });
    yield chunk;
  }
}

/** @throws EdocError `door.too-large` */
export async function readWhole(body: AsyncIterable<Uint8Array>, max: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(body, max)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
