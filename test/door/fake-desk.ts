/** A desk in memory, for what is the door's own: transport, bounds, errors. Each test overrides the method it asks for. */
import { createHash } from 'node:crypto';
import type { Desk } from '../../src/agent/index.js';
import { EdocError } from '../../src/errors.js';

function notAsked(): never {
  throw new EdocError('door.internal');
}

export function deskWith(methods: Partial<Desk>): Desk {
  return {
    putContent: notAsked,
    check: notAsked,
    send: notAsked,
    step: notAsked,
    recall: notAsked,
    resend: notAsked,
    upgradeEvidence: notAsked,
    acknowledgeEvidence: notAsked,
    sealContainer: notAsked,
    archive: notAsked,
    removeArchived: notAsked,
    ping: notAsked,
    status: notAsked,
    replay: notAsked,
    discard: notAsked,
    ...methods,
  };
}

/** Digests what comes and keeps none of it. */
export const digestingDesk = deskWith({
  async putContent(content) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { sha256: hash.digest('hex'), size };
  },
});

/** The error of a promise that must fail. */
export async function errorOf(promise: Promise<unknown>): Promise<EdocError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EdocError) return error;
    throw error;
  }
  throw new Error('it succeeded');
}

/** So many chunks of so many octets. */
export async function* chunks(count: number, size: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index++) yield Buffer.alloc(size, index);
}
