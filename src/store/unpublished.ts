/** What becomes of deliveries whose packet the broker returned, or that can never be published. */
import type { DeliveryChange } from './deliveries.js';
import type { NewEvent } from './log-entry.js';
import type { PublishEnd } from './records.js';

export interface Unpublished {
  readonly change: Pick<DeliveryChange, 'cause' | 'code' | 'reason'> & { readonly state: 'undeliverable' };
  /** The kind of the event, and what it says. */
  readonly event: 'packet.unroutable' | 'packet.given-up';
  readonly detail: NonNullable<NewEvent['detail']>;
}

export function unpublished(end: Exclude<PublishEnd, 'confirmed'>): Unpublished {
  if (end === 'unroutable')
    return { change: { state: 'undeliverable', cause: 'returned' }, event: 'packet.unroutable', detail: {} };
  const { code, reason } = end;
  return {
    change: { state: 'undeliverable', cause: `failed ${code}`, code, reason },
    event: 'packet.given-up',
    detail: { code },
  };
}
