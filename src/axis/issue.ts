/** Issues the certificates of nodes and agencies, and knows the ones that were issued before for the same key. */
import { createHash, type KeyObject } from 'node:crypto';
import type { OrganId } from '../edoc/index.js';
import { certificateToPem, describeCertificate, issueAgencySeal, issueNode } from '../signing/index.js';
import { serviceUrls } from './config.js';
import type { AxisContext } from './context.js';
import type { RegisterEvent } from './events.js';
import type { CertificateRecord } from './records.js';
import { keySha256 } from './request.js';
import { warningDays } from './status.js';

/** A certificate in PEM; with the event that registers it where it is new. */
export interface Provided {
  readonly pem: string;
  readonly event?: RegisterEvent;
}

const dayMs = 86_400_000;
/** Clocks differ: a certificate is good a little before it was made. */
const earlyMs = 300_000;
const serialOctets = 16;
const commonNameCharacters = 64;

export function provideNodeCertificate(
  context: AxisContext,
  node: string,
  publicKey: KeyObject,
): Promise<Provided> {
  const known = context.state.node(node)?.certificates ?? [];
  return provide(context, 'node', node, known, publicKey, () =>
    issueNode(context.authority, { ...terms(context, context.config.validityDays.node), node, publicKey }),
  );
}

export function provideSealCertificate(
  context: AxisContext,
  agency: { readonly code: OrganId; readonly name: string },
  publicKey: KeyObject,
): Promise<Provided> {
  const known = context.state.agency(agency.code)?.certificates ?? [];
  return provide(context, 'seal', agency.code, known, publicKey, () =>
    issueAgencySeal(context.authority, {
      ...terms(context, context.config.validityDays.seal),
      agency: agency.code,
      organization: agency.name,
      commonName: sealCommonName(agency),
      publicKey,
    }),
  );
}

/**
 * The broker takes a client's user from the common name. The space and the code in brackets see to it that an agency's
 * certificate can never pass for a node's, whatever the agency is called.
 */
export function sealCommonName({ code, name }: { readonly code: OrganId; readonly name: string }): string {
  const suffix = ` (${code})`;
  return [...name].slice(0, commonNameCharacters - suffix.length).join('') + suffix;
}

async function provide(
  context: AxisContext,
  kind: 'seal' | 'node',
  subject: string,
  known: readonly CertificateRecord[],
  publicKey: KeyObject,
  issue: () => Promise<Buffer>,
): Promise<Provided> {
  const key = keySha256(publicKey);
  const good = usable(known, key, context.clock.now());
  if (good) return { pem: certificateToPem(await context.register.certificate(good.sha256)) };
  const certificate = await issue();
  const sha256 = createHash('sha256').update(certificate).digest('hex');
  const { notBefore, notAfter, serialNumber } = describeCertificate(certificate);
  await context.register.keepCertificate(sha256, certificate);
  return {
    pem: certificateToPem(certificate),
    event: { type: 'certificate-issued', kind, subject, sha256, key, serialNumber, notBefore, notAfter },
  };
}

/** The same request again gets the same certificate, until that one is about to end: then a new one for the same key. */
function usable(known: readonly CertificateRecord[], key: string, at: Date): CertificateRecord | undefined {
  return known.findLast(
    (certificate) =>
      certificate.key === key &&
      certificate.revokedAt === undefined &&
      certificate.notAfter.getTime() - at.getTime() > warningDays * dayMs,
  );
}

function terms(context: AxisContext, days: number) {
  const now = context.clock.now().getTime();
  const authority = describeCertificate(context.authority.certificate);
  const services = serviceUrls(context.config);
  return {
    serialNumber: context.random(serialOctets),
    notBefore: new Date(Math.max(now - earlyMs, authority.notBefore.getTime())),
    notAfter: new Date(Math.min(now + days * dayMs, authority.notAfter.getTime())),
    ...(services ? { services } : {}),
  };
}
