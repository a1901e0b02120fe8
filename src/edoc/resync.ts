/** A restored node's request for what is younger than its backup (`spec/recovery.md`, section 3). */
import { FormValues } from './form-values.js';
import { formError, type OneForm, readOneForm, type SignedParts, writeOneForm } from './one-form.js';
import { type OrganId, parseOrganId } from './organ-id.js';
import { isPacketId } from './packet/packet-id.js';
import { fromUtcMillis, utcMillis } from './time.js';
import { element, type ReadElement, signaturePlace, type WriteElement } from './xml/element.js';

export interface Resync {
  /** A UUIDv7 as packets have. */
  readonly resyncId: string;
  /** For whose packets it asks. */
  readonly sender: OrganId;
  /** One agency of the node that is asked; the node answers for all of its agencies. */
  readonly recipient: OrganId;
  readonly since: Date;
  readonly sentAt: Date;
}

export const resyncNamespace = 'urn:ndax:resync:1';
const code = 'resync.form';

/** @throws EdocError `resync.form` where a value is none that a request can hold. */
export function writeResync(resync: Resync): SignedParts {
  return writeOneForm(form, resync);
}

/** From the signed bytes of a verified request. @throws EdocError `resync.form`. */
export function readResync(signed: Buffer): Resync {
  return readOneForm(form, signed);
}

const form: OneForm<Resync> = { code, read, write, check };

function write(resync: Resync): WriteElement {
  return element(
    'Resync',
    [
      element('ResyncId', resync.resyncId),
      element('Sender', resync.sender),
      element('Recipient', resync.recipient),
      element('Since', utcMillis(resync.since)),
      element('SentAt', utcMillis(resync.sentAt)),
      signaturePlace,
    ],
    [
      ['xmlns', resyncNamespace],
      ['Version', '1'],
    ],
  );
}

function read(root: ReadElement): Resync {
  const values = new FormValues(root, code);
  const time = (name: string) =>
    values.parsed(name, values.text(name), fromUtcMillis, 'a time in milliseconds');
  return {
    resyncId: values.text('ResyncId'),
    sender: values.organ('Sender', values.text('Sender')),
    recipient: values.organ('Recipient', values.text('Recipient')),
    since: time('Since'),
    sentAt: time('SentAt'),
  };
}

function check(resync: Resync): void {
  if (!isPacketId(resync.resyncId)) throw formError(code, 'Resync/ResyncId', 'not a resync id');
  if (!parseOrganId(resync.sender)) throw formError(code, 'Resync/Sender', 'not an agency code');
  if (!parseOrganId(resync.recipient)) throw formError(code, 'Resync/Recipient', 'not an agency code');
  if (resync.since > resync.sentAt) throw formError(code, 'Resync/Since', 'after SentAt');
}
