/** Octets of an attachment, as far as an attachment may be long. */
import { limits } from '../edoc/index.js';
import { EdocError } from '../errors.js';

/** @throws EdocError `attachment.too-large`, as soon as it is; nothing of it is kept then */
export async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > limits.attachmentBytes) {
      throw new EdocError('attachment.too-large', { detail: { size, most: limits.attachmentBytes } });
    }
    yield piece;
  }
}
