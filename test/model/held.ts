/** What the model says that both ends hold of a packet, in the words in which real stores are asked. */
import type { Delivery, Packet } from './state.js';

/** By what it is; what is not there is left out. */
export interface Held {
  readonly [what: string]: string | boolean | readonly string[] | undefined;
}

/** What the model says that the sender holds. */
export function sentAs({ code, handedOut }: Packet, delivery: Delivery): Held {
  const { state, business, recall, amendment, published } = delivery;
  return {
    state,
    ...(code === 'document' ? { business, recall, amendment } : {}),
    ...(code === 'document' && state === 'queued' ? { published: published || handedOut } : {}),
  };
}

/** What the model says that the recipient holds. */
export function heldAs({ code }: Packet, { answer, entry }: Delivery): Held {
  const shown = code === 'document' && entry ? [[entry.business, entry.recall, entry.amendment].join()] : [];
  return { answers: answer ? [answer] : [], entries: shown };
}
