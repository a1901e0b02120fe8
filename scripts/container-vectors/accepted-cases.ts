import type { Pki } from '../signature-vectors/pki.js';
import { type Case, change, documentFile, type MakeContainer, receiptFile, without } from './case.js';
import type { RawEntry } from './raw-zip.js';
import type { Listed } from './signature.js';

/** Containers that hold. */
export function acceptedCases(make: MakeContainer, pki: Pki): Case[] {
  return [
    { name: 'container', about: 'A packet with two attachments, a receipt and a status.', file: make() },
    {
      name: 'container-rsa',
      about: 'Sealed with an RSA key.',
      file: make({ signature: { by: pki.rsa } }),
    },
    {
      name: 'container-by-recipient',
      about: 'Sealed by the recipient.',
      file: make({ signature: { by: pki.other } }),
    },
    {
      name: 'container-without-answers',
      about: 'No receipt and no status is there yet.',
      file: make({
        files: (files) =>
          without<Listed>('statuses/status-H53-03.edxml')(without<Listed>(receiptFile)(files)),
      }),
    },
    {
      name: 'container-deflated',
      about: 'Another program packed the same files again, deflated: nothing that is signed has changed.',
      file: make({ entries: change(documentFile, () => ({ deflated: true })) }),
    },
    {
      name: 'container-descriptors',
      about: 'Sizes and checksums stand behind the data, as writers do that do not know them before.',
      file: make({
        entries: (entries) =>
          entries.map((entry, index) => (index === 0 ? entry : { ...entry, descriptor: true })),
      }),
    },
    {
      name: 'container-other-order',
      about: 'The files stand in another order than the signature names them.',
      file: make({ entries: ([first, ...rest]) => (first ? [first, ...rest.reverse()] : []) }),
    },
    {
      name: 'container-attributes-of-dos',
      about: 'A packer without Unix modes: external attributes are zero.',
      file: make({ entries: (entries) => entries.map((entry): RawEntry => ({ ...entry, attributes: 0 })) }),
    },
  ];
}
