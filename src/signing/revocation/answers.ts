/**
 * What lists and responses say about one certificate, of those that prove what they say: `spec/revocation.md`, sections 2 and 3.
 * What belongs to other certificates is passed over; what belongs to this one and cannot be used is a finding.
 */
import { createHash } from 'node:crypto';
import { EdocError, type ErrorCode, type ErrorDetail, type Finding } from '../../errors.js';
import { hashOf, verifyAsn1 } from '../asn1-signature.js';
import { type ParsedCertificate, readableCertificates } from '../certificate.js';
import { inspectChain } from '../chain.js';
import { limits } from '../limits.js';
import { type Crl, crlEntryOf, isCrlSignedBy, readCrl } from './crl.js';
import { scopeFault } from './crl-scope.js';
import { unknownCritical } from './extensions.js';
import type { RevocationAnswer } from './model.js';
import { namesIssuer } from './ocsp-cert-id.js';
import { archiveCutoff, type OcspAnswer, type OcspResponse, readOcspResponse } from './ocsp-response.js';

export interface RevocationData {
  /** DER. */
  readonly crls: readonly Uint8Array[];
  /** OCSPResponse, DER. */
  readonly ocsps: readonly Uint8Array[];
}

/** Which certificate, who issued it, and the time of verification. */
interface Question {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
  readonly at: Date;
}

/**
 * The answers whose signatures verify and whose signers may answer for the issuer, newest first. That the issuer's own path is
 * valid is the caller's to verify. Which answer counts is judgeRevocation's to say.
 * @returns findings that are warnings, with places `crl[1]`, `ocsp[1]`: each is data that could not be used.
 */
export function revocationAnswers(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
  { crls, ocsps }: RevocationData,
  at: Date,
): { readonly answers: readonly RevocationAnswer[]; readonly findings: readonly Finding[] } {
  const question = { certificate, issuer, at };
  const findings: Finding[] = [];
  const answers = [
    ...crls.flatMap((der, index) => use(findings, `crl[${index + 1}]`, () => crlAnswer(der, question))),
    ...ocsps.flatMap((der, index) => use(findings, `ocsp[${index + 1}]`, () => ocspAnswer(der, question))),
  ];
  answers.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  return { answers, findings };
}

function use(
  findings: Finding[],
  place: string,
  answer: () => RevocationAnswer | undefined,
): RevocationAnswer[] {
  try {
    return [answer()].filter((found) => found !== undefined);
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    const { code, detail } = error;
    findings.push({ code, severity: 'warning', place, detail });
    return [];
  }
}

function crlAnswer(der: Uint8Array, question: Question): RevocationAnswer | undefined {
  const { certificate, issuer } = question;
  const crl = readCrl(der);
  if (!crl.issuerName.equals(issuer.subjectName)) return undefined;
  checkCrl(crl, question);
  const entry = crlEntryOf(crl, certificate.serialOctets);
  const { thisUpdate, nextUpdate, keptSince } = crl;
  if (!entry) checkStillKnown(thisUpdate, keptSince, certificate);
  return {
    status: entry ? 'revoked' : 'good',
    ...(entry ?? {}),
    source: 'crl',
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    der: crl.der,
    certificates: [],
  };
}

function checkCrl(crl: Crl, { certificate, issuer, at }: Question): void {
  if (hashOf(crl.signatureAlgorithm) === undefined) refuse('crl.algorithm', { oid: crl.signatureAlgorithm });
  if (!issuer.keyUsage.includes('crlSign') || !isCrlSignedBy(crl, issuer)) refuse('crl.signature');
  const outOfScope = scopeFault(crl, certificate);
  if (outOfScope !== undefined) refuse('crl.scope', { oid: outOfScope });
  checkTime('crl.future', crl.thisUpdate, at);
}

function ocspAnswer(der: Uint8Array, question: Question): RevocationAnswer | undefined {
  const { certificate, issuer } = question;
  const response = readOcspResponse(der);
  const answer = response.answers.find(
    ({ entry }) => entry.serialNumber.equals(certificate.serialOctets) && namesIssuer(entry, issuer),
  );
  if (!answer) return undefined;
  const responder = checkOcsp(response, answer, question);
  const { status, revokedAt, reason, thisUpdate, nextUpdate, keptSince } = answer;
  if (status === 'good') checkStillKnown(thisUpdate, keptSince, certificate);
  return {
    status,
    ...(revokedAt === undefined ? {} : { revokedAt }),
    ...(reason === undefined ? {} : { reason }),
    source: 'ocsp',
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
    producedAt: response.producedAt,
    der: response.der,
    certificates: responder === issuer ? [] : [responder.certificate],
  };
}

/** @returns who answered. */
function checkOcsp(response: OcspResponse, answer: OcspAnswer, { issuer, at }: Question): ParsedCertificate {
  const { signatureAlgorithm, body, signature, producedAt } = response;
  if (hashOf(signatureAlgorithm) === undefined) refuse('ocsp.algorithm', { oid: signatureAlgorithm });
  const entitled = respondersOf(response, issuer);
  if (entitled.length === 0) refuse('ocsp.responder');
  const responder = entitled.find(({ publicKey }) =>
    verifyAsn1(signatureAlgorithm, body, publicKey, signature),
  );
  if (!responder) refuse('ocsp.signature');
  const [unknown] = [
    ...unknownCritical(response.extensions, []),
    ...unknownCritical(answer.extensions, [archiveCutoff]),
  ];
  if (unknown !== undefined) refuse('ocsp.extension', { oid: unknown });
  checkTime('ocsp.future', producedAt, at);
  checkTime('ocsp.future', answer.thisUpdate, at);
  // Nobody knows what will be: else whoever has the key of a responder that ended speaks of the time after it.
  checkTime('ocsp.future', answer.thisUpdate, producedAt);
  return responder;
}

/** Those named as the responder that may be it: the issuer itself, or whom it appointed (RFC 6960, 4.2.2.2). */
function respondersOf(response: OcspResponse, issuer: ParsedCertificate): ParsedCertificate[] {
  const carried = readableCertificates(response.certificates).filter(
    ({ digest }) => !digest.equals(issuer.digest),
  );
  return [
    issuer,
    ...carried.filter((candidate) => isAppointed(candidate, issuer, response.producedAt)),
  ].filter((candidate) => isNamed(response.responder, candidate));
}

function isAppointed(candidate: ParsedCertificate, issuer: ParsedCertificate, producedAt: Date): boolean {
  if (!candidate.ocspNoCheck) return false;
  return inspectChain([candidate], { anchors: [issuer] }, { at: producedAt, purpose: 'ocsp' }).length === 0;
}

function isNamed(responder: OcspResponse['responder'], { subjectName, publicKeyBits }: ParsedCertificate) {
  if ('name' in responder) return responder.name.equals(subjectName);
  return createHash('sha1').update(publicKeyBits).digest().equals(responder.keyHash);
}

/**
 * An issuer may forget a certificate once it has expired (RFC 5280, 3.3): that it then is not listed, or is said to be good,
 * means nothing unless the issuer says that it keeps what it knew.
 */
function checkStillKnown(
  thisUpdate: Date,
  keptSince: Date | undefined,
  { notAfter }: ParsedCertificate,
): void {
  if (thisUpdate > notAfter && !(keptSince && keptSince <= notAfter)) refuse('revocation.after-expiry');
}

function checkTime(code: ErrorCode, thisUpdate: Date, at: Date): void {
  if (!(thisUpdate.getTime() <= at.getTime() + limits.clockSkewSeconds * 1000)) {
    refuse(code, { thisUpdate: thisUpdate.toISOString() });
  }
}

function refuse(code: ErrorCode, detail: ErrorDetail = {}): never {
  throw new EdocError(code, { detail });
}
