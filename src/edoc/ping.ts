/** The ping: a sealed test message through the whole chain (`spec/transport.md`, section 6). */
import { FormValues } from './form-values.js';
import { formError, type OneForm, readOneForm, type SignedParts, writeOneForm } from './one-form.js';
import { type OrganId, parseOrganId } from './organ-id.js';
import { isPacketId } from './packet/packet-id.js';
import { fromUtcMillis, utcMillis } from './time.js';
import { element, type ReadElement, signaturePlace, type WriteElement } from './xml/element.js';

export interface Ping {
  /** A UUIDv7 as packets have. */
  readonly pingId: string;
  readonly sender: OrganId;
  readonly recipient: OrganId;
  readonly sentAt: Date;
}

export const pingNamespace = 'urn:ndax:ping:1';
const code = 'ping.form';

/** @throws EdocError `ping.form` where a value is none that a ping can hold. */
export function writePing(ping: Ping): SignedParts {
  return writeOneForm(form, ping);
}

/** From the signed bytes of a verified ping. @throws EdocError `ping.form`. */
export function readPing(signed: Buffer): Ping {
  return readOneForm(form, signed);
}

const form: OneForm<Ping> = { code, read, write, check };

function write(ping: Ping): WriteElement {
  return element(
    'Ping',
    [
      element('PingId', ping.pingId),
      element('Sender', ping.sender),
      element('Recipient', ping.recipient),
      element('SentAt', utcMillis(ping.sentAt)),
      signaturePlace,
    ],
    [
      ['xmlns', pingNamespace],
      ['Version', '1'],
    ],
  );
}

function read(root: ReadElement): Ping {
  const values = new FormValues(root, code);
  return {
    pingId: values.text('PingId'),
    sender: values.organ('Sender', values.text('Sender')),
    recipient: values.organ('Recipient', values.text('Recipient')),
    sentAt: values.parsed('SentAt', values.text('SentAt'), fromUtcMillis, 'a time in milliseconds'),
  };
}

function check(ping: Ping): void {
  if (!isPacketId(ping.pingId)) throw formError(code, 'Ping/PingId', 'not a ping id');
  if (!parseOrganId(ping.sender)) throw formError(code, 'Ping/Sender', 'not an agency code');
  if (!parseOrganId(ping.recipient)) throw formError(code, 'Ping/Recipient', 'not an agency code');
}
