/** PDF files with signatures in them, made as signing programs do: by incremental updates (ISO 32000-1, 7.5.6). */
import { createHash, createSign, type KeyObject } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import forge from 'node-forge';
import PDFDocument from 'pdfkit';
import {
  certificateToPem,
  issueTimeStamp,
  readTimeStampResponse,
  writeTimeStampRequest,
} from '../../src/signing/index.js';

export interface Identity {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

/** Makes the value over the signed octets. */
export type Sign = (signed: Buffer) => Buffer | Promise<Buffer>;

export interface SignatureOptions {
  readonly subFilter?: string;
  /** More objects in the same revision, by the first number that is free behind those of the signature. */
  readonly others?: (free: number) => readonly (readonly [number, string])[];
  /** The field's entries that are not the same in all. */
  readonly field?: string;
  /** Hexadecimal digits that the value may take. */
  readonly room?: number;
  /** More entries of the dictionary. */
  readonly more?: string;
}

export async function plainPdf(text = 'Kính gửi'): Promise<Buffer> {
  const document = new PDFDocument({ info: { CreationDate: new Date('2026-06-01T00:00:00Z') } });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = new Promise((resolve) => document.on('end', resolve));
  document.text(text);
  document.end();
  await end;
  return Buffer.concat(chunks);
}

/** Adds a revision with a signature over everything up to its end. */
export async function signPdf(pdf: Buffer, sign: Sign, options: SignatureOptions = {}): Promise<Buffer> {
  const { subFilter = 'adbe.pkcs7.detached', room = 16_384, more = '', others } = options;
  const { field: look = '/Rect [0 0 0 0]' } = options;
  const { root, size } = trailerOf(pdf);
  const [field, signature] = [size, size + 1];
  const added = others?.(size + 2) ?? [];
  const unsigned = appendObjects(pdf, size + 2 + added.length, [
    [root, withField(pdf, root, field)],
    [
      field,
      `<< /FT /Sig /Type /Annot /Subtype /Widget /F 132 ${look} /T (ky${field}) /V ${signature} 0 R >>`,
    ],
    [
      signature,
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} ${more} /M (D:20260601150000+07'00')` +
        `/ByteRange [0 ${'*'.repeat(40)} /Contents <${'0'.repeat(room)}> >>`,
    ],
    ...added,
  ]);
  return fill(unsigned, sign, room);
}

/** Writes the byte range and the value into the places left for them. */
async function fill(unsigned: Buffer, sign: Sign, room: number): Promise<Buffer> {
  const filled = Buffer.from(unsigned);
  const hole = filled.lastIndexOf(`/Contents <${'0'.repeat(room)}>`) + '/Contents '.length;
  const behind = hole + room + 2;
  const place = filled.lastIndexOf('*'.repeat(40));
  filled.write(`${hole} ${behind} ${filled.length - behind}]`.padEnd(40), place, 'latin1');
  const value = await sign(Buffer.concat([filled.subarray(0, hole), filled.subarray(behind)]));
  if (value.length * 2 > room) throw new RangeError(`a value of ${value.length} octets needs more room`);
  filled.write(value.toString('hex'), hole + 1, 'latin1');
  return filled;
}

/** Adds a revision with certificates for later (EN 319 142-1, 5.4.2), as signing programs do. */
export function storePdf(pdf: Buffer, certificates: readonly Buffer[]): Buffer {
  const { root, size } = trailerOf(pdf);
  const streams = certificates.map((der, index) => [size + 1 + index, streamOf(der)] as const);
  const list = streams.map(([number]) => `${number} 0 R`).join(' ');
  const vri = `/VRI << /Type /VRI /${'0A'.repeat(20)} << /Cert [${list}] /TU (D:20260601150000Z) >> >>`;
  return appendObjects(pdf, size + 1 + streams.length, [
    [root, bodyOf(pdf, root).replace(/ ?(?:\/DSS \d+ 0 R)? ?>>$/, ` /DSS ${size} 0 R >>`)],
    [size, `<< /Type /DSS /Certs [${list}] ${vri} >>`],
    ...streams,
  ]);
}

export function streamOf(data: Buffer, entries = ''): string {
  return `<< /Length ${data.length} ${entries} >>\nstream\n${data.toString('latin1')}\nendstream`;
}

/** Adds a revision that changes what is shown, without a signature. */
export function updatePdf(pdf: Buffer): Buffer {
  const { size } = trailerOf(pdf);
  return appendObjects(pdf, size + 1, [[size, '<< /Ghi (chen them) >>']]);
}

/** Adds a revision with these objects, the bodies in Latin-1. */
export function appendObjects(
  pdf: Buffer,
  size: number,
  objects: readonly (readonly [number, string])[],
): Buffer {
  const { root, startxref } = trailerOf(pdf);
  let text = '\n';
  const places = objects.map(([number, body]) => {
    const at = pdf.length + text.length;
    text += `${number} 0 obj\n${body}\nendobj\n`;
    return [number, at] as const;
  });
  const xref = pdf.length + text.length;
  const entries = `/Root ${root} 0 R /Prev ${startxref}`;
  text += pdf.includes('trailer')
    ? xrefTable(places, `/Size ${size} ${entries}`)
    : xrefStream(size, [...places, [size, xref]], entries);
  text += `startxref\n${xref}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
}

function xrefTable(places: readonly (readonly [number, number])[], entries: string): string {
  const rows = places.map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`);
  return `xref\n${rows.join('')}trailer\n<< ${entries} >>\n`;
}

/** As an object of its own (ISO 32000-1, 7.5.8), its rows packed with the predictor of PNG that most programs take. */
export function xrefStream(
  number: number,
  places: readonly (readonly [number, number | { readonly stream: number; readonly index: number }])[],
  entries: string,
): string {
  const columns = 6;
  const rows = places.map(([, place]) => {
    const row = Buffer.alloc(columns);
    row[0] = typeof place === 'number' ? 1 : 2;
    row.writeUInt32BE(typeof place === 'number' ? place : place.stream, 1);
    row[columns - 1] = typeof place === 'number' ? 0 : place.index;
    return row;
  });
  const filtered = rows.map((row, index) =>
    Buffer.concat([Uint8Array.of(2), row.map((octet, at) => octet - (rows[index - 1]?.[at] ?? 0))]),
  );
  const parameters = `/DecodeParms << /Predictor 12 /Columns ${columns} >> /W [1 4 1]`;
  const index = places.map(([own]) => `${own} 1`).join(' ');
  const more = `/Type /XRef /Size ${number + 1} /Index [${index}] ${parameters} /Filter /FlateDecode ${entries}`;
  return `${number} 0 obj\n${streamOf(deflateSync(Buffer.concat(filtered)), more)}\nendobj\n`;
}

const packedCatalog = '<< /Type /Catalog /Pages 2 0 R >>';

/** A PDF whose objects are in an object stream, with a cross-reference stream alone. */
export function packedPdf(more = ''): Buffer {
  const bodies = [
    packedCatalog,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${more} >>`,
  ];
  let inside = '';
  const heads = bodies.map((body, index) => {
    const head = `${index + 1} ${inside.length}`;
    inside += `${body} `;
    return head;
  });
  const first = `${heads.join(' ')} `;
  const packed = deflateSync(Buffer.from(first + inside));
  const head = Buffer.from('%PDF-1.5\n');
  const container = streamOf(packed, `/Type /ObjStm /N 3 /First ${first.length} /Filter /FlateDecode`);
  const text = `4 0 obj\n${container}\nendobj\n`;
  const xref = head.length + text.length;
  const places = bodies.map((_, index) => [index + 1, { stream: 4, index }] as const);
  const section = xrefStream(5, [...places, [4, head.length], [5, xref]], '/Root 1 0 R');
  return Buffer.concat([head, Buffer.from(`${text}${section}startxref\n${xref}\n%%EOF\n`, 'latin1')]);
}

export function trailerOf(pdf: Buffer): { root: number; size: number; startxref: number } {
  const text = pdf.toString('latin1', pdf.lastIndexOf(pdf.includes('trailer') ? 'trailer' : '/Type /XRef'));
  const number = (form: RegExp) => Number(form.exec(text)?.[1] ?? Number.NaN);
  return {
    root: number(/\/Root (\d+) 0 R/),
    size: number(/\/Size (\d+)/),
    startxref: number(/startxref\s+(\d+)/),
  };
}

/** The dictionary of an object as it was last written. */
export function bodyOf(pdf: Buffer, number: number): string {
  const text = pdf.toString('latin1');
  const from = text.lastIndexOf(`\n${number} 0 obj`);
  if (from === -1) return packedCatalog;
  return text.slice(text.indexOf('<<', from), text.indexOf('endobj', from)).trim();
}

function withField(pdf: Buffer, root: number, field: number): string {
  const body = bodyOf(pdf, root);
  const fields = /\/Fields \[([^\]]*)\]/.exec(body);
  if (fields) return body.replace(fields[0], `/Fields [${fields[1]} ${field} 0 R]`);
  return body.replace(/>>$/, `/AcroForm << /SigFlags 3 /Fields [${field} 0 R] >> >>`);
}

/** CMS with the octets detached, as most programs make it. */
export function cmsSigner(
  { key, certificate }: Identity,
  hash: 'sha256' | 'sha1' = 'sha256',
  chain: readonly Buffer[] = [],
): Sign {
  return (signed) =>
    cms(forge.util.createBuffer(signed.toString('binary')), { key, certificate }, hash, chain, true);
}

/** adbe.pkcs7.sha1: the SHA-1 of the octets is the content. */
export function sha1InsideSigner(identity: Identity): Sign {
  return (signed) => {
    const digest = forge.md.sha1.create().update(signed.toString('binary')).digest();
    return cms(digest, identity, 'sha1', [], false);
  };
}

function cms(
  content: forge.util.ByteStringBuffer,
  { key, certificate }: Identity,
  hash: 'sha256' | 'sha1',
  chain: readonly Buffer[],
  detached: boolean,
): Buffer {
  const message = forge.pkcs7.createSignedData();
  message.content = content;
  const own = forge.pki.certificateFromPem(certificateToPem(certificate));
  message.addCertificate(own);
  for (const issuer of chain) message.addCertificate(forge.pki.certificateFromPem(certificateToPem(issuer)));
  const oids = forge.pki.oids;
  message.addSigner({
    key: forge.pki.privateKeyFromPem(key.export({ format: 'pem', type: 'pkcs1' }).toString()),
    certificate: own,
    digestAlgorithm: oids[hash] ?? '',
    authenticatedAttributes: [
      { type: oids['contentType'] ?? '', value: oids['data'] ?? '' },
      { type: oids['messageDigest'] ?? '' },
      { type: oids['signingTime'] ?? '', value: new Date('2026-06-01T08:00:00Z').toISOString() },
    ],
  });
  message.sign({ detached });
  return Buffer.from(forge.asn1.toDer(message.toAsn1()).getBytes(), 'binary');
}

/** adbe.x509.rsa_sha1: a bare value, whose certificate stands in the file. */
export function bareSigner({ key }: Identity): Sign {
  return (signed) => createSign('sha1').update(signed).sign(key);
}

export interface StampAuthority extends Identity {
  readonly certificates: readonly Buffer[];
}

const policy = '1.3.6.1.4.1.99999.1';

/** An RFC 3161 token over octets, with SHA-256. */
export async function tokenOver(octets: Buffer, tsa: StampAuthority, time: Date): Promise<Buffer> {
  const imprint = createHash('sha256').update(octets).digest();
  const nonce = Buffer.from('0102030405060708', 'hex');
  const response = await issueTimeStamp(tsa, writeTimeStampRequest({ imprint, nonce }), {
    time,
    serialNumber: Uint8Array.of(5),
    policy,
  });
  return readTimeStampResponse(response, { imprint, nonce });
}

/** The same signer with a stamp over its value among the unsigned attributes. */
export function stamped(sign: Sign, stamp: (value: Buffer) => Promise<Buffer>): Sign {
  const { asn1 } = forge;
  const { Class, Type } = asn1;
  return async (signed) => {
    const message = asn1.fromDer((await sign(signed)).toString('binary'));
    const [, content] = parts(message);
    const [signedData] = parts(content);
    const [signer] = parts(parts(signedData).at(-1));
    const value = parts(signer).at(-1);
    const token = await stamp(Buffer.from(String(value?.value), 'binary'));
    const type = asn1.oidToDer('1.2.840.113549.1.9.16.2.14').getBytes();
    const attribute = asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [
      asn1.create(Class.UNIVERSAL, Type.OID, false, type),
      asn1.create(Class.UNIVERSAL, Type.SET, true, [asn1.fromDer(token.toString('binary'))]),
    ]);
    parts(signer).push(asn1.create(Class.CONTEXT_SPECIFIC, 1, true, [attribute]));
    return Buffer.from(asn1.toDer(message).getBytes(), 'binary');
  };
}

function parts(value: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  if (!value || !Array.isArray(value.value)) throw new TypeError('not constructed');
  return value.value;
}
