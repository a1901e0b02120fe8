import { createCipheriv } from 'node:crypto';

const chunkBytes = 1024 * 1024;

/** Octets that nothing packs smaller, the same each time for the same seed: what was sent before would be left out when it is sent again. */
export async function* octets(size: number, seed = 0): AsyncGenerator<Buffer> {
  const start = Buffer.alloc(16);
  start.writeUInt32BE(seed);
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32), start);
  const zeros = Buffer.alloc(chunkBytes);
  for (let left = size; left > 0; left -= chunkBytes) {
    yield cipher.update(zeros.subarray(0, Math.min(left, chunkBytes)));
  }
}
