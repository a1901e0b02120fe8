import { createCipheriv } from 'node:crypto';

const chunkBytes = 1024 * 1024;

/** Octets that nothing packs smaller, the same each time. */
export async function* octets(size: number): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16));
  const zeros = Buffer.alloc(chunkBytes);
  for (let left = size; left > 0; left -= chunkBytes) {
    yield cipher.update(zeros.subarray(0, Math.min(left, chunkBytes)));
  }
}
