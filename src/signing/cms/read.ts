/** Reads CMS SignedData (RFC 5652, 5). */
import { EdocError } from '../../errors.js';
import { type ParsedCertificate, readableCertificates } from '../certificate.js';
import { contextTag, type DerElement, DerError, DerReader, tags } from '../der.js';
import { limits } from '../limits.js';
import { algorithmOid, hashName, readScheme } from './algorithms.js';
import { readAttributes, readSignedAttributes } from './attributes.js';
import { attributeTypes, signedDataType } from './identifiers.js';
import type { CmsSigner, SignedData } from './model.js';
import { signedDataVersion, signerInfoVersion } from './versions.js';

/** How a SignerInfo names its certificate (RFC 5652, 5.3). */
type SignerIdentifier =
  | { readonly issuer: Buffer; readonly serialNumber: Buffer }
  | { readonly keyId: Buffer };

/**
 * Reads a ContentInfo that holds SignedData, strictly DER.
 * @param others certificates beside those in the message, among which a signer's may be. DER.
 * @throws EdocError `cms.malformed`; `cms.limit` where it is longer than `maxBytes` octets or has too many signers or certificates.
 */
export function readCms(
  der: Uint8Array,
  {
    maxBytes = limits.cmsBytes,
    others = [],
  }: { readonly maxBytes?: number; readonly others?: readonly Uint8Array[] } = {},
): SignedData {
  checkLimit('cms', der.length, maxBytes);
  try {
    return readSignedData(signedDataOf(der), others);
  } catch (cause) {
    if (cause instanceof DerError) throw new EdocError('cms.malformed', { cause });
    throw cause;
  }
}

function signedDataOf(der: Uint8Array): DerReader {
  const info = DerReader.inside(der);
  if (info.oid() !== signedDataType) throw new DerError('no SignedData');
  const content = info.enter(contextTag(0));
  info.end();
  const signedData = content.enter();
  content.end();
  return signedData;
}

function readSignedData(data: DerReader, others: readonly Uint8Array[]): SignedData {
  const stated = data.small();
  data.enter(tags.set).rest(tags.sequence);
  const encapsulated = data.enter();
  const contentType = encapsulated.oid();
  const content = encapsulated.enterOptional(contextTag(0));
  const octets = content?.octetString();
  content?.end();
  encapsulated.end();
  const certificateSet = data.enterOptional(contextTag(0))?.rest();
  const certificates = x509Of(certificateSet);
  checkLimit('certificates', certificates.length, limits.cmsCertificates);
  const revocationSet = data.enterOptional(contextTag(1))?.rest();
  const infos = data.enter(tags.set).rest(tags.sequence);
  checkLimit('signers', infos.length, limits.cmsSigners);
  data.end();
  const known = readableCertificates([...certificates, ...others]);
  const signers = infos.map((info) => readSigner(DerReader.inside(info.octets), known));
  const due = signedDataVersion({
    contentType,
    certificates: tagsOf(certificateSet),
    crls: tagsOf(revocationSet),
    signers: signers.map(({ version }) => version.due),
  });
  return {
    version: { stated, due },
    contentType,
    ...(octets === undefined ? {} : { content: octets }),
    certificates,
    crls: x509Of(revocationSet),
    signers,
  };
}

/** The certificates of a CertificateSet, the lists of RevocationInfoChoices; other formats have a tag of their own. */
function x509Of(choices: readonly DerElement[] = []): Buffer[] {
  return choices.filter(({ tag }) => tag === tags.sequence).map(({ octets }) => octets);
}

function tagsOf(choices: readonly DerElement[] = []): number[] {
  return choices.map(({ tag }) => tag);
}

function readSigner(info: DerReader, known: readonly ParsedCertificate[]): CmsSigner {
  const stated = info.small();
  const identifier = readIdentifier(info);
  const due = signerInfoVersion('keyId' in identifier ? 'key-id' : 'issuer-and-serial');
  const digestAlgorithm = hashName(algorithmOid(info.enter()));
  const signed = info.enterOptional(contextTag(0));
  const signedAttributes = signed && readSignedAttributes(signed);
  const { oid, scheme } = readScheme(info.enter());
  const signature = info.octetString();
  const unsigned = info.enterOptional(contextTag(1));
  const unsignedAttributes = unsigned ? readAttributes(unsigned).values : new Map<string, Buffer[]>();
  info.end();
  const certificate = known.find((candidate) => isNamedBy(identifier, candidate));
  return {
    version: { stated, due },
    ...(certificate ? { certificate } : {}),
    digestAlgorithm,
    signatureAlgorithm: oid,
    ...(scheme ? { scheme } : {}),
    signature,
    ...(signedAttributes ? { signedAttributes } : {}),
    unsignedAttributes,
    signatureTimeStamps: unsignedAttributes.get(attributeTypes.signatureTimeStamp) ?? [],
  };
}

function readIdentifier(info: DerReader): SignerIdentifier {
  const keyId = info.optional(contextTag(0, 'primitive'));
  if (keyId) return { keyId: keyId.content };
  const issuerAndSerial = info.enter();
  const issuer = issuerAndSerial.next(tags.sequence).octets;
  const serialNumber = issuerAndSerial.integer();
  issuerAndSerial.end();
  return { issuer, serialNumber };
}

function isNamedBy(identifier: SignerIdentifier, certificate: ParsedCertificate): boolean {
  if ('keyId' in identifier) return certificate.subjectKeyId?.equals(identifier.keyId) ?? false;
  return (
    identifier.issuer.equals(certificate.issuerName) &&
    identifier.serialNumber.equals(certificate.serialOctets)
  );
}

function checkLimit(name: string, value: number, max: number): void {
  if (value > max) throw new EdocError('cms.limit', { detail: { name, value, max } });
}
