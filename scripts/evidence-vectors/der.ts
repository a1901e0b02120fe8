/** Writes DER for the vectors, right or wrong as the caller wants it. It shares no code with `src/signing`. */
import { createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';

export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const hex = body.length.toString(16);
  const long = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const length = body.length < 128 ? [body.length] : [128 + long.length, ...long];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

export const sequence = (...content: readonly Uint8Array[]) => element(0x30, ...content);
export const setOf = (...content: readonly Uint8Array[]) =>
  element(0x31, ...[...content].sort(Buffer.compare));
/** `[number]`, constructed: explicit over an element, implicit over the content of one. */
export const tagged = (number: number, ...content: readonly Uint8Array[]) =>
  element(0xa0 + number, ...content);
export const octets = (...content: readonly Uint8Array[]) => element(0x04, ...content);
export const bits = (content: Uint8Array) => element(0x03, Buffer.of(0), content);
export const nullValue = element(0x05);
export const trueValue = element(0x01, Buffer.of(0xff));
export const enumerated = (value: number) => element(0x0a, Buffer.of(value));

/** A small number, or the content octets of a positive one. */
export function integer(value: number | Uint8Array): Buffer {
  const content = typeof value === 'number' ? Buffer.of(value) : Buffer.from(value);
  return element(0x02, (content[0] ?? 0) < 128 ? content : Buffer.concat([Buffer.of(0), content]));
}

export function oid(text: string): Buffer {
  const [root = 0, second = 0, ...arcs] = text.split('.').map(Number);
  const septets = (arc: number): number[] =>
    arc < 128 ? [arc] : [...septets(Math.floor(arc / 128)).map((octet) => octet | 128), arc % 128];
  return element(0x06, Buffer.from([root * 40 + second, ...arcs.flatMap(septets)]));
}

/** @param at ISO 8601, to the second or with a fraction. */
export function generalizedTime(at: string): Buffer {
  return element(0x18, Buffer.from(at.replace(/[-:T]/g, '')));
}

export function utcTime(at: string): Buffer {
  return element(0x17, Buffer.from(at.slice(2).replace(/[-:T]/g, '')));
}

export const algorithms = {
  sha1: sequence(oid('1.3.14.3.2.26'), nullValue),
  sha256: sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue),
  rsaSha256: sequence(oid('1.2.840.113549.1.1.11'), nullValue),
  rsaSha1: sequence(oid('1.2.840.113549.1.1.5'), nullValue),
};

/** An Extension (RFC 5280, 4.1). @param value what the OCTET STRING holds. */
export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [trueValue] : []), octets(value));
}

/** What other structures repeat of a certificate. */
export function partsOf(der: Uint8Array) {
  const { tbsCertificate } = AsnConvert.parse(der, Certificate);
  return {
    subject: Buffer.from(AsnConvert.serialize(tbsCertificate.subject)),
    issuer: Buffer.from(AsnConvert.serialize(tbsCertificate.issuer)),
    serialNumber: Buffer.from(tbsCertificate.serialNumber),
    key: Buffer.from(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey),
  };
}

export function sha256(...data: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const one of data) hash.update(one);
  return hash.digest();
}
