/**
 * Issuing certificates by the profiles of `spec/signature.md`, section 5. The issuer says what stands in the
 * certificate; of a request only the key is taken. Serial numbers and times are arguments.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { EdocError } from '../errors.js';
import {
  AsnConvert,
  Certificate,
  type Extension,
  Extensions,
  Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Time,
  Validity,
  Version,
} from './asn1.js';
import { signAsn1, signatureAlgorithmOf } from './asn1-signature.js';
import { type ParsedCertificate, parseCertificate } from './certificate.js';
import { operatorCode, writeName } from './names.js';
import {
  brokerProfile,
  keyIdentifiers,
  nodeProfile,
  ocspResponderProfile,
  rootProfile,
  sealProfile,
  tsaProfile,
} from './profiles.js';
import { spkiOf } from './request.js';
import { type StatusServices, serviceExtensions } from './services.js';
import { suiteOfKey } from './suites.js';

/** A certificate authority: its certificate, DER, and the key to it. */
export interface Issuer {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

/** What every certificate has. */
export interface IssueOptions {
  /** Of the one who asks: from {@link readRequest} or a key made here. */
  readonly publicKey: KeyObject;
  /** 1 to 20 octets, unique for the issuer; 16 random ones are usual. */
  readonly serialNumber: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Where the status of the certificate can be asked for. Left out, it says nothing of that. */
  readonly services?: StatusServices;
}

/** A service of the axis: its name for people. */
export interface ServiceOptions extends IssueOptions {
  readonly commonName: string;
  readonly organization?: string;
}

export interface RootOptions {
  readonly name: string;
  readonly key: KeyObject;
  readonly now: Date;
  readonly years: number;
  readonly serialNumber: Uint8Array;
}

export interface AgencySealOptions extends IssueOptions {
  /** Agency code without `GO:VN-`. */
  readonly agency: string;
  readonly organization: string;
  /** The organization's name where left out. */
  readonly commonName?: string;
}

export interface OperatorSealOptions extends IssueOptions {
  readonly organization: string;
  readonly commonName?: string;
}

export interface NodeOptions extends IssueOptions {
  /** Node name, which is the broker's user name. */
  readonly node: string;
}

export interface BrokerOptions extends IssueOptions {
  readonly commonName: string;
  /** DNS names and IP addresses under which the broker is reached. */
  readonly hosts: readonly string[];
  /** For what the brokers of one cluster say to each other: client and server at once. */
  readonly mutual?: boolean;
}

const maxSerialBytes = 20;

/** A self-signed root, DER: the trust anchor of an axis. @throws EdocError `key.type`. */
export async function createRoot({ name, key, now, years, serialNumber }: RootOptions): Promise<Buffer> {
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const subject = writeName({ commonName: name });
  const publicKey = createPublicKey(key);
  return write({ publicKey, serialNumber, notBefore: now, notAfter }, subject, rootProfile(), {
    name: subject,
    publicKey,
    key,
  });
}

/** @throws EdocError `certificate.no-agency` for a code without the form or the operator's, and as {@link issueNode}. */
export async function issueAgencySeal(issuer: Issuer, options: AgencySealOptions): Promise<Buffer> {
  const { agency, organization, commonName = organization } = options;
  if (agency.toUpperCase() === operatorCode) {
    throw new EdocError('certificate.no-agency', { detail: { subject: commonName } });
  }
  checkSealingKey(options.publicKey);
  return issue(issuer, options, writeName({ commonName, organization, agency }), sealProfile());
}

/** The seal of the axis's operator, which signs the directory. @throws EdocError as {@link issueNode}. */
export async function issueOperatorSeal(issuer: Issuer, options: OperatorSealOptions): Promise<Buffer> {
  const { organization, commonName = organization } = options;
  checkSealingKey(options.publicKey);
  return issue(issuer, options, writeName({ commonName, organization, agency: operatorCode }), sealProfile());
}

/**
 * A node's client certificate for the broker, DER.
 * @throws EdocError `key.mismatch` (issuer), `key.type`, `certificate.not-a-ca`, `certificate.validity`.
 */
export async function issueNode(issuer: Issuer, options: NodeOptions): Promise<Buffer> {
  return issue(issuer, options, writeName({ commonName: options.node }), nodeProfile());
}

/** The broker's server certificate, DER. @throws EdocError as {@link issueNode}. */
export async function issueBroker(issuer: Issuer, options: BrokerOptions): Promise<Buffer> {
  const { commonName, hosts, mutual } = options;
  return issue(issuer, options, writeName({ commonName }), brokerProfile(hosts, mutual));
}

/** A time-stamping authority, DER. Its key is one that seals. @throws EdocError as {@link issueNode}. */
export async function issueTsa(issuer: Issuer, options: ServiceOptions): Promise<Buffer> {
  checkSealingKey(options.publicKey);
  return issue(issuer, options, serviceName(options), tsaProfile());
}

/** An OCSP responder that answers for the issuer, DER. @throws EdocError as {@link issueNode}. */
export async function issueOcspResponder(issuer: Issuer, options: ServiceOptions): Promise<Buffer> {
  checkSealingKey(options.publicKey);
  return issue(issuer, options, serviceName(options), ocspResponderProfile());
}

function serviceName({ commonName, organization }: ServiceOptions): Name {
  return writeName({ commonName, ...(organization === undefined ? {} : { organization }) });
}

interface SigningIssuer {
  readonly name: Name;
  readonly publicKey: KeyObject;
  readonly key: KeyObject;
}

async function issue(
  issuer: Issuer,
  options: IssueOptions,
  subject: Name,
  profile: Extension[],
): Promise<Buffer> {
  const certificate = parseCertificate(issuer.certificate);
  checkIssuer(certificate, issuer.key, options);
  const name = AsnConvert.parse(certificate.subjectName, Name);
  return write(options, subject, profile, { name, publicKey: certificate.publicKey, key: issuer.key });
}

async function write(
  { publicKey, serialNumber, notBefore, notAfter, services = {} }: IssueOptions,
  subject: Name,
  profile: Extension[],
  issuer: SigningIssuer,
): Promise<Buffer> {
  const signature = signatureAlgorithmOf(issuer.key);
  const subjectPublicKeyInfo = keyInfo(publicKey);
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: positiveInteger(serialNumber),
    signature,
    issuer: issuer.name,
    validity: new Validity(),
    subject,
    subjectPublicKeyInfo,
    extensions: new Extensions([
      ...profile,
      ...keyIdentifiers(subjectPublicKeyInfo, keyInfo(issuer.publicKey)),
      ...serviceExtensions(services),
    ]),
  });
  body.validity.notBefore = time(notBefore);
  body.validity.notAfter = time(notAfter);
  const value = await signAsn1(Buffer.from(AsnConvert.serialize(body)), issuer.key);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: signature,
    signatureValue: value,
  });
  return Buffer.from(AsnConvert.serialize(certificate));
}

function checkIssuer(
  certificate: ParsedCertificate,
  key: KeyObject,
  { notBefore, notAfter }: IssueOptions,
): void {
  if (!createPublicKey(key).equals(certificate.publicKey)) throw new EdocError('key.mismatch');
  if (!certificate.ca || !certificate.keyUsage.includes('keyCertSign')) {
    throw new EdocError('certificate.not-a-ca', { detail: { subject: certificate.subject } });
  }
  if (!(notBefore >= certificate.notBefore && notBefore <= notAfter && notAfter <= certificate.notAfter)) {
    throw new EdocError('certificate.validity', {
      detail: { notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() },
    });
  }
}

function checkSealingKey(key: KeyObject): void {
  if (!suiteOfKey(key)) throw new EdocError('key.type');
}

function keyInfo(publicKey: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(spkiOf(publicKey), SubjectPublicKeyInfo);
}

/** RFC 5280, 4.1.2.5: UTCTime until 2049, to the second. */
function time(at: Date): Time {
  const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
  return new Time(seconds.getUTCFullYear() < 2050 ? { utcTime: seconds } : { generalTime: seconds });
}

/** The content octets of a positive INTEGER (RFC 5280, 4.1.2.2). */
function positiveInteger(octets: Uint8Array): ArrayBuffer {
  const first = octets.findIndex((octet) => octet !== 0);
  if (first === -1 || octets.length > maxSerialBytes)
    throw new RangeError('a serial number has 1 to 20 octets, not all zero');
  const significant = [...octets.subarray(first)];
  const positive = (significant[0] ?? 0) < 0x80 ? significant : [0, ...significant];
  return new Uint8Array(positive).buffer;
}
