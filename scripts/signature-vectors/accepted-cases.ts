import type { Case } from './case.js';
import { forge, replace } from './forge.js';
import type { Pki } from './pki.js';

/** Files that a verifier accepts. */
export function acceptedCases(pki: Pki): Case[] {
  return [
    { name: 'packet-rsa', about: 'A packet sealed with an RSA key.', file: forge({ by: pki.rsa }) },
    { name: 'packet-ecdsa', about: 'A packet sealed with a P-256 key.', file: forge({ by: pki.ecdsa }) },
    {
      name: 'packet-expected-agency',
      about: 'The caller expects the agency that sealed.',
      file: forge({ by: pki.rsa }),
      agency: 'H41',
    },
    {
      name: 'packet-with-attachments',
      about: 'What follows the envelope is not signed; the packet binds it by digests (packet.md).',
      file: forge({
        by: pki.rsa,
        file: replace(
          '</edXML:edXMLEnvelope>',
          '</edXML:edXMLEnvelope><AttachmentEncoded></AttachmentEncoded>',
        ),
      }),
    },
    {
      name: 'packet-via-intermediate',
      about: 'The certificate was issued by an authority below the root.',
      file: forge({ by: pki.viaIntermediate }),
    },
    {
      name: 'packet-text-like-markup',
      about: 'The text of an element looks like markup of a seal.',
      file: forge({
        by: pki.rsa,
        head: replace('Về việc', 'Id="seal" &lt;ds:Signature Id="seal"&gt; &lt;!-- &lt;?x?&gt; Về việc'),
      }),
    },
    {
      name: 'signing-time-within-clock-skew',
      about: 'Sealed 300 seconds after the time of verification.',
      file: forge({ by: pki.rsa, signingTime: '2026-06-01T08:05:00Z' }),
    },
    {
      name: 'receipt-rsa',
      about: 'A receipt: the whole document is signed.',
      kind: 'receipt',
      file: forge({ by: pki.rsa, kind: 'receipt' }),
    },
    {
      name: 'receipt-ecdsa',
      about: 'The same with a P-256 key.',
      kind: 'receipt',
      file: forge({ by: pki.ecdsa, kind: 'receipt' }),
    },
    { name: 'ping-ecdsa', about: 'A ping.', kind: 'ping', file: forge({ by: pki.ecdsa, kind: 'ping' }) },
    {
      name: 'directory-operator',
      about: 'A directory page sealed by the operator.',
      kind: 'directory',
      agency: 'AXIS',
      signer: 'AXIS',
      file: forge({ by: pki.operator, kind: 'directory' }),
    },
  ];
}
