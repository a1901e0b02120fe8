/** PDF files with signatures of every kind in them, made with the public test keys, and what was signed in each. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { makeAuthorities } from '../../../scripts/evidence-vectors/authorities.js';
import type { Identity as Sealer } from '../../../scripts/signature-vectors/pki.js';
import {
  bareSigner,
  cmsSigner,
  type Identity,
  plainPdf,
  type Sign,
  type SignatureOptions,
  sha1InsideSigner,
  signPdf,
  stamped,
  storePdf,
  tokenOver,
  updatePdf,
} from '../../evidence/signed-pdf.js';
import type { Sample } from '../target.js';
import { vectorTime } from '../targets/vectors.js';

/** One signature that somebody made. */
export interface Made {
  /** The file as it was then: everything but the hole is signed. */
  readonly file: Buffer;
  readonly holeStart: number;
  readonly holeEnd: number;
  /** SHA-256 of the certificate in hexadecimal. */
  readonly signer: string;
  /** What the file says of it, as it is to be told. */
  readonly said: { readonly name?: string; readonly reason?: string; readonly location?: string };
}

export interface PdfSamples {
  readonly samples: readonly Sample[];
  readonly made: readonly Made[];
}

/** Hexadecimal digits for a value, and for one with a time stamp in it: less room, smaller files. */
const room = 5_000;
const stampedRoom = 9_000;
const said = { name: 'Nguyen Van A', reason: 'Ký', location: 'Hà N(i)' };
const saying = '/Name (Nguyen Van A) /Reason <FEFF004B00FD> /Location (H\\340 N\\(i\\))';

export async function pdfSamples(keyFolder: string): Promise<PdfSamples> {
  const authorities = makeAuthorities(keyFolder);
  const official = identityOf(authorities.seals.rsa);
  const second = identityOf(authorities.seals.viaIntermediate);
  const stranger = identityOf(authorities.seals.otherRoot);
  const tsa = { ...identityOf(authorities.tsa), certificates: authorities.tsa.certificates };
  const [, intermediate] = authorities.seals.viaIntermediate.certificates;
  const stamp = (octets: Buffer) => tokenOver(octets, tsa, vectorTime);
  const made: Made[] = [];
  const signing = async (pdf: Buffer, sign: Sign, by: Identity, options: SignatureOptions = {}) => {
    const file = await signPdf(pdf, sign, { room, ...options });
    made.push(madeIn(file, by, options.more === saying ? said : {}));
    return file;
  };

  const plain = await plainPdf();
  const hybrid = hybridPdf();
  const one = await signing(plain, cmsSigner(official), official, { more: saying });
  const chain = intermediate ? [intermediate] : [];
  const two = await signing(one, cmsSigner(second, 'sha256', chain), second);
  const updated = updatePdf(one);
  const stored = storePdf(one, [official.certificate]);
  const withStamp = stamped(cmsSigner(official), stamp);
  const sha1 = sha1InsideSigner(official);
  const files = {
    plain,
    hybrid,
    one,
    two,
    updated,
    protected: await signing(updated, stamp, tsa, { subFilter: 'ETSI.RFC3161' }),
    stamped: await signing(plain, withStamp, official, {
      room: stampedRoom,
      subFilter: 'ETSI.CAdES.detached',
    }),
    'sha1-inside': await signing(plain, sha1, official, { subFilter: 'adbe.pkcs7.sha1' }),
    sha1: await signing(plain, cmsSigner(official, 'sha1'), official),
    bare: await signing(plain, bareSigner(official), official, { subFilter: 'adbe.x509.rsa_sha1' }),
    stranger: await signing(plain, cmsSigner(stranger), stranger),
    stored,
    'stored-and-stamped': await signing(stored, stamp, tsa, { subFilter: 'ETSI.RFC3161' }),
    'signed-hybrid': await signing(hybrid, cmsSigner(official), official),
  };
  return { samples: Object.entries(files).map(([name, octets]) => ({ name, octets })), made };
}

function identityOf({ key, certificates: [certificate] }: Sealer): Identity {
  if (!certificate) throw new Error('no certificate');
  return { key, certificate };
}

function madeIn(file: Buffer, { certificate }: Identity, words: Made['said']): Made {
  const [, start, end] = [...file.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+) /g)].at(-1) ?? [];
  return {
    file,
    holeStart: Number(start),
    holeEnd: Number(end),
    signer: createHash('sha256').update(certificate).digest('hex'),
    said: words,
  };
}

/** A file for readers of PDF 1.4 and 1.5: some objects are in an object stream, which the cross-reference stream leads to. */
export function hybridPdf(): Buffer {
  const inside = '<< /Title (trong luong) >>';
  const packed = deflateSync(Buffer.from(`4 0 ${inside}`), { level: 0 });
  const rows = Buffer.from('02000500', 'hex');
  const parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places = new Map<number, number>();
  const add = (number: number, body: string, stream?: Buffer) => {
    places.set(number, Buffer.concat(parts).length);
    const head = `${number} 0 obj\n${body}\n`;
    const tail = stream ? [Buffer.from('stream\n'), stream, Buffer.from('\nendstream\n')] : [];
    parts.push(Buffer.from(head), ...tail, Buffer.from('endobj\n'));
  };
  add(1, '<< /Type /Catalog /Pages 2 0 R >>');
  add(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>');
  add(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>');
  add(5, `<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>`, packed);
  add(6, `<< /Type /XRef /Size 7 /W [1 2 1] /Index [4 1] /Root 1 0 R /Length ${rows.length} >>`, rows);
  const xref = Buffer.concat(parts).length;
  const row = (number: number) => {
    const at = places.get(number);
    return at === undefined ? '0000000000 65535 f \n' : `${String(at).padStart(10, '0')} 00000 n \n`;
  };
  const table = Array.from({ length: 7 }, (_, number) => row(number)).join('');
  const trailer = `trailer\n<< /Size 7 /Root 1 0 R /Info 4 0 R /XRefStm ${places.get(6)} >>\n`;
  return Buffer.concat([...parts, Buffer.from(`xref\n0 7\n${table}${trailer}startxref\n${xref}\n%%EOF\n`)]);
}
