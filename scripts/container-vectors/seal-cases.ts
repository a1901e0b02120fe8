/** Good archives whose seal or whose contents are not in order. */
import { documentOf, letter } from '../packet-vectors/case.js';
import { packetIdOf } from '../packet-vectors/packet.js';
import { replace } from '../signature-vectors/forge.js';
import type { Pki } from '../signature-vectors/pki.js';
import {
  type Case,
  type Changes,
  change,
  changeFile,
  documentFile,
  letterFile,
  type MakeContainer,
  receiptFile,
  receiptFor,
  without,
} from './case.js';
import type { RawEntry } from './raw-zip.js';
import type { Listed, SignatureForgery } from './signature.js';

const signatureFile = 'META-INF/signatures001.xml';
const manifest = 'META-INF/manifest.xml';
const other = Buffer.from('something else\n');

type By = (name: string, about: string, code: string, changes: Changes) => Case;

export function sealCases(make: MakeContainer, pki: Pki): Case[] {
  const by: By = (name, about, code, changes) => ({ name, about, file: make(changes), code });
  return [...coverageCases(by), ...signatureCases(by, pki), ...contentCases(by, pki), ...foreignCases(by)];
}

/** Whether the seal covers just what is there. */
function coverageCases(by: By): Case[] {
  const text = (entry: RawEntry) => ({ content: Buffer.concat([entry.content, Buffer.from(' ')]) });
  return [
    by('file-unsigned', 'A receipt was added after sealing.', 'container.file-unsigned', {
      entries: (all) => [...all, { name: 'receipts/receipt-H54.xml', content: other }],
    }),
    by('file-missing', 'The receipt was taken out.', 'container.file-missing', {
      entries: without(receiptFile),
    }),
    by('file-changed', 'The readable copy was changed.', 'container.file-digest', {
      entries: change('message.xml', text),
    }),
    by('attachment-changed', 'An attachment was changed.', 'container.file-digest', {
      entries: change(letterFile, text),
    }),
    by('packet-changed', 'An octet was added to the packet.', 'container.file-digest', {
      entries: change(documentFile, text),
    }),
    by('file-renamed', 'The receipt got another name.', 'container.file-missing', {
      entries: change(receiptFile, () => ({ name: 'receipts/receipt-H54.xml' })),
    }),
    by('manifest-missing', 'There is no manifest.', 'container.file-missing', { entries: without(manifest) }),
    by('manifest-changed', 'The manifest has white space at its end.', 'container.manifest', {
      entries: change(manifest, text),
    }),
    by('signature-missing', 'There is no signature.', 'container.file-missing', {
      entries: without(signatureFile),
    }),
    by('second-signature', 'There is a second file of signatures.', 'container.file-unknown', {
      entries: (all) => [...all, { name: 'META-INF/signatures002.xml', content: other }],
    }),
    by('file-unknown', 'A note lies in the container, and it is signed.', 'container.file-unknown', {
      files: (files) => [...files, { name: 'note.txt', type: 'text/plain', content: other }],
    }),
  ];
}

/** The signature itself. */
function signatureCases(by: By, pki: Pki): Case[] {
  const signed = (name: string, about: string, code: string, signature: Partial<SignatureForgery>) =>
    by(`signature-${name}`, about, code, { signature });
  const unsigned = '<xades:UnsignedProperties></xades:UnsignedProperties></xades:QualifyingProperties>';
  return [
    signed('digest-changed', 'A digest was changed after signing.', 'seal.value', {
      file: replace(/(<ds:Reference Id="file-1".*?<ds:DigestValue>)..../, '$1AAAA'),
    }),
    signed('time-changed', 'The signing time was changed after signing.', 'seal.properties-digest', {
      file: replace('2026-06-01T07:59:59Z', '2026-06-01T07:59:58Z'),
    }),
    signed('expired', 'The certificate has run out.', 'certificate.expired', { by: pki.expired }),
    signed('other-root', 'The certificate was issued by another root.', 'certificate.untrusted', {
      by: pki.otherRoot,
    }),
    signed('of-no-seal', 'The certificate is one of a TLS client.', 'certificate.usage', {
      by: pki.tlsClient,
    }),
    signed('future', 'Sealed after the time of verification.', 'seal.signing-time', {
      signingTime: '2026-06-01T09:00:00Z',
    }),
    signed('unsigned-properties', 'There are unsigned properties, with nothing in them.', 'evidence.form', {
      file: replace('</xades:QualifyingProperties>', unsigned),
    }),
    signed('transform', 'A reference to a file has a transform.', 'seal.form', {
      signedInfo: replace(
        /(<ds:Reference Id="file-1"[^>]*>)/,
        '$1<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>',
      ),
    }),
    signed('sha1', 'The digest of a file is said to be SHA-1.', 'seal.algorithm', {
      signedInfo: replace('xmlenc#sha256', 'xmldsig#sha1'),
    }),
    signed('hmac', 'The signature is said to be an HMAC.', 'seal.algorithm', {
      signedInfo: replace('ecdsa-sha256', 'hmac-sha256'),
    }),
    signed('line-feed', 'A line feed stands between two references.', 'seal.form', {
      signedInfo: replace('<ds:Reference Id="file-2"', '\n<ds:Reference Id="file-2"'),
    }),
    signed('uri-lower-case', 'A name is encoded in lower case.', 'seal.reference', {
      signedInfo: replace('%C3', '%c3'),
    }),
    signed('uri-parent', 'A reference leads out of the container.', 'seal.reference', {
      signedInfo: replace('URI="document.edxml"', 'URI="../document.edxml"'),
    }),
    signed('uri-network', 'A reference leads to the network.', 'seal.reference', {
      signedInfo: replace('URI="document.edxml"', 'URI="http://example.org/document.edxml"'),
    }),
    signed('file-twice', 'Two references name one file.', 'seal.reference', {
      signedInfo: replace('URI="message.xml"', 'URI="document.edxml"'),
    }),
    signed('signs-mimetype', 'A reference names the mimetype.', 'seal.reference', {
      signedInfo: replace('URI="message.xml"', 'URI="mimetype"'),
    }),
    signed('media-type', 'A media type has a parameter.', 'seal.form', {
      properties: replace('<xades:MimeType>text/xml<', '<xades:MimeType>text/xml; charset=utf-8<'),
    }),
    signed('format-missing', 'A file has no media type.', 'seal.form', {
      properties: replace(
        /<xades:DataObjectFormat ObjectReference="#file-2">.*?<\/xades:DataObjectFormat>/,
        '',
      ),
    }),
    signed('two', 'There are two signatures in the file.', 'seal.form', {
      file: (text) => {
        const [signature = ''] = /<ds:Signature .*<\/ds:Signature>/.exec(text) ?? [];
        return text.replace(signature, signature + signature);
      },
    }),
  ];
}

/** Everything is signed, and does not belong together. */
function contentCases(by: By, pki: Pki): Case[] {
  const otherId = packetIdOf('H41', '01970000-0000-7009');
  const text = (file: Listed) => ({ content: Buffer.concat([file.content, Buffer.from(' ')]) });
  return [
    by('message-other', 'The readable copy says something else than the packet.', 'container.message', {
      files: changeFile('message.xml', ({ content }) => ({
        content: Buffer.from(content.toString('utf8').replace('rà soát', 'bãi bỏ')),
      })),
    }),
    by('message-missing', 'There is no readable copy.', 'container.file-missing', {
      files: without('message.xml'),
    }),
    by('document-missing', 'There is no packet.', 'container.document-missing', {
      files: without(documentFile),
    }),
    by('document-is-receipt', 'A receipt stands in the place of the packet.', 'container.misplaced', {
      files: (files) => {
        const receipt = files.find(({ name }) => name === receiptFile);
        return changeFile(documentFile, () => ({ content: receipt?.content ?? other }))(files);
      },
    }),
    by(
      'packet-seal-broken',
      'The packet was changed before the container was sealed.',
      'seal.content-digest',
      {
        files: changeFile(documentFile, ({ content }) => ({
          content: Buffer.from(content.toString('utf8').replace('rà soát', 'bãi bỏ')),
        })),
      },
    ),
    by(
      'attachment-other',
      'An attachment is not the one that the packet signs.',
      'packet.attachment-digest',
      {
        files: changeFile(letterFile, text),
      },
    ),
    by('attachment-missing', 'An attachment is not there.', 'container.attachment-missing', {
      files: without(letterFile),
    }),
    by(
      'attachment-unknown',
      'There is an attachment that the packet does not have.',
      'container.attachment-unknown',
      {
        files: (files) => [
          ...files,
          { name: 'attachments/thêm.txt', type: 'text/plain', content: letter.octets },
        ],
      },
    ),
    by('receipt-of-other-packet', 'The receipt answers another packet.', 'container.misplaced', {
      files: changeFile(receiptFile, () => ({
        content: receiptFor(pki.other, documentOf(pki.ecdsa, { id: otherId }), otherId),
      })),
    }),
    by(
      'receipt-of-other-octets',
      'The receipt answers other octets under the same packet id.',
      'receipt.other-digest',
      {
        files: changeFile(receiptFile, () => ({ content: receiptFor(pki.other, other) })),
      },
    ),
    by(
      'receipt-seal-broken',
      'The receipt was changed before the container was sealed.',
      'seal.content-digest',
      {
        files: changeFile(receiptFile, ({ content }) => ({
          content: Buffer.from(content.toString('utf8').replace('Sequence="7"', 'Sequence="8"')),
        })),
      },
    ),
    by('receipt-is-no-seal', 'A text stands in the place of a receipt.', 'verify.not-sealed', {
      files: changeFile(receiptFile, () => ({ content: other })),
    }),
    by('status-is-document', 'A document stands among the statuses.', 'container.misplaced', {
      files: changeFile('statuses/status-H53-03.edxml', () => ({
        content: documentOf(pki.ecdsa, { id: otherId }),
      })),
    }),
  ];
}

function foreignCases(by: By): Case[] {
  const foreign = Buffer.from(
    '<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"></asic:XAdESSignatures>',
  );
  return [
    by('foreign', 'An ASiC-E container of another system, with one document in it.', 'container.foreign', {
      entries: ([mimetype]) => [
        ...(mimetype ? [mimetype] : []),
        { name: 'letter.pdf', content: other, deflated: true, descriptor: true },
        { name: 'META-INF/signatures0.xml', content: foreign, deflated: true, descriptor: true },
      ],
    }),
    by('foreign-same-names', 'The same, with our name for the signatures.', 'container.foreign', {
      entries: ([mimetype]) => [
        ...(mimetype ? [mimetype] : []),
        { name: 'letter.pdf', content: other },
        { name: signatureFile, content: foreign },
      ],
    }),
  ];
}
