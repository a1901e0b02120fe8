/**
 * PKCS#12 (RFC 7292), the form in which certification services hand out keys, by node-forge. Keys and certificates of
 * types that node-forge does not know (ECDSA) pass through as ASN.1. node-forge is loaded at first use: starting
 * without a PKCS#12 file does not pay for it. Passphrases beyond ASCII are not portable between tools here.
 */
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import type forge from 'node-forge';
import { EdocError } from '../errors.js';
import { parseCertificate } from './certificate.js';
import { type Signer, signerFromKey } from './signer.js';

type Forge = typeof forge;
type Asn1 = forge.asn1.Asn1;

export interface Pkcs12Source {
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}

export interface Pkcs12Contents {
  readonly key: KeyObject;
  /** DER, the key's first. */
  readonly certificates: readonly Uint8Array[];
  readonly passphrase: string;
}

/** For the key's cipher and for the integrity code: a guess costs this much either way. */
const iterations = 100_000;
const saltBytes = 16;
const macBytes = 32;
const macPurpose = 3;

const oids = {
  data: '1.2.840.113549.1.7.1',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  pkcs8ShroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  sha256: '2.16.840.1.101.3.4.2.1',
};

/**
 * The signer in a PKCS#12 file. Its certificates are put in order, and roots left out.
 * @throws EdocError `key.malformed`, `key.passphrase`, `key.mismatch`, `key.type`, `certificate.malformed`.
 */
export async function signerFromPkcs12(source: Pkcs12Source): Promise<Signer> {
  const { key, certificates } = await readPkcs12(source);
  return signerFromKey(key, certificates);
}

/** The key and its certificates in order, without roots. @throws EdocError as {@link signerFromPkcs12} */
export async function readPkcs12({
  bytes,
  passphrase,
}: Pkcs12Source): Promise<Omit<Pkcs12Contents, 'passphrase'>> {
  const { default: tool } = await import('node-forge');
  const { key, certificates } = open(tool, bytes, passphrase);
  return { key, certificates: inOrder(key, certificates) };
}

/** Writes a PKCS#12 file: the key under PBES2 with AES-256, the certificates readable, all under HMAC-SHA256. */
export async function toPkcs12({ key, certificates, passphrase }: Pkcs12Contents): Promise<Buffer> {
  const { default: tool } = await import('node-forge');
  const write = writerOf(tool);
  const keyInfo = tool.asn1.fromDer(binary(key.export({ type: 'pkcs8', format: 'der' })));
  const shrouded = tool.pki.encryptPrivateKeyInfo(keyInfo, passphrase, {
    algorithm: 'aes256',
    prfAlgorithm: 'sha256',
    count: iterations,
    saltSize: saltBytes,
  });
  const keyBag = write.sequence(write.oid(oids.pkcs8ShroudedKeyBag), write.explicit(shrouded));
  const certificateBags = certificates.map((der) =>
    write.sequence(
      write.oid(oids.certBag),
      write.explicit(
        write.sequence(write.oid(oids.x509Certificate), write.explicit(write.octets(binary(der)))),
      ),
    ),
  );
  const data = (contents: Asn1) =>
    write.sequence(write.oid(oids.data), write.explicit(write.octets(write.der(contents))));
  const safe = write.sequence(data(write.sequence(...certificateBags)), data(write.sequence(keyBag)));

  const salt = randomBytes(saltBytes);
  const macKey = tool.pkcs12.generateKey(
    passphrase,
    tool.util.createBuffer(binary(salt)),
    macPurpose,
    iterations,
    macBytes,
    tool.md.sha256.create(),
  );
  const mac = createHmac('sha256', octets(macKey.getBytes()))
    .update(octets(write.der(safe)))
    .digest();
  const digestInfo = write.sequence(
    write.sequence(write.oid(oids.sha256), write.null()),
    write.octets(binary(mac)),
  );
  const macData = write.sequence(digestInfo, write.octets(binary(salt)), write.integer(iterations));
  return octets(write.der(write.sequence(write.integer(3), data(safe), macData)));
}

function open(
  tool: Forge,
  bytes: Uint8Array,
  passphrase: string,
): { key: KeyObject; certificates: Buffer[] } {
  const outer = parseOuter(tool, bytes);
  const bags = openBags(tool, outer, passphrase);
  const keys = bags.filter(({ type }) => type === oids.keyBag || type === oids.pkcs8ShroudedKeyBag);
  const [keyBag] = keys;
  if (!keyBag || keys.length > 1) throw new EdocError('key.malformed');
  const keyInfo = keyBag.key
    ? tool.pki.wrapRsaPrivateKey(tool.pki.privateKeyToAsn1(keyBag.key))
    : keyBag.asn1;
  const certificates = bags
    .filter(({ type }) => type === oids.certBag)
    .map(({ cert, asn1 }) =>
      octets(tool.asn1.toDer(cert ? tool.pki.certificateToAsn1(cert) : asn1).getBytes()),
    );
  try {
    const der = octets(tool.asn1.toDer(keyInfo).getBytes());
    return { key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), certificates };
  } catch (cause) {
    throw new EdocError('key.malformed', { cause });
  }
}

function parseOuter(tool: Forge, bytes: Uint8Array): Asn1 {
  try {
    return tool.asn1.fromDer(binary(bytes));
  } catch (cause) {
    throw new EdocError('key.malformed', { cause });
  }
}

function openBags(tool: Forge, outer: Asn1, passphrase: string): forge.pkcs12.Bag[] {
  try {
    return tool.pkcs12
      .pkcs12FromAsn1(outer, false, passphrase)
      .safeContents.flatMap(({ safeBags }) => safeBags);
  } catch (cause) {
    throw new EdocError('key.passphrase', { cause });
  }
}

/** The key's certificate, then each issuer that is there, without self-issued ones: those are roots. */
function inOrder(key: KeyObject, certificates: readonly Buffer[]): Buffer[] {
  const all = certificates.map(parseCertificate);
  const leaf = all.find(({ publicKey }) => publicKey.equals(createPublicKey(key)));
  if (!leaf) throw new EdocError('key.mismatch');
  const path = [leaf];
  for (let last = leaf; path.length <= all.length; ) {
    const { issuerName } = last;
    const issuer = all.find(
      ({ subjectName, issuerName: above }) => subjectName.equals(issuerName) && !above.equals(subjectName),
    );
    if (!issuer || path.includes(issuer)) break;
    path.push(issuer);
    last = issuer;
  }
  return path.map(({ certificate }) => certificate);
}

/** Short names for what node-forge calls asn1.create with three arguments. */
function writerOf({ asn1 }: Forge) {
  const { Class, Type } = asn1;
  const primitive = (type: forge.asn1.Type, value: string) =>
    asn1.create(Class.UNIVERSAL, type, false, value);
  return {
    sequence: (...parts: Asn1[]) => asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, parts),
    explicit: (part: Asn1) => asn1.create(Class.CONTEXT_SPECIFIC, 0, true, [part]),
    octets: (value: string) => primitive(Type.OCTETSTRING, value),
    oid: (value: string) => primitive(Type.OID, asn1.oidToDer(value).getBytes()),
    integer: (value: number) => primitive(Type.INTEGER, asn1.integerToDer(value).getBytes()),
    null: () => primitive(Type.NULL, ''),
    der: (part: Asn1) => asn1.toDer(part).getBytes(),
  };
}

function binary(value: Uint8Array): string {
  return Buffer.from(value).toString('latin1');
}

function octets(value: string): Buffer {
  return Buffer.from(value, 'latin1');
}
