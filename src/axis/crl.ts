/**
 * The revocation list of the axis (RFC 5280, 5): every certificate that was revoked, of agencies, of nodes and of the axis
 * itself, also after its end, since what it sealed is looked at for longer. Nor is anything taken off that stands on the list
 * which is given out, where the register was restored from a backup that knows less.
 */
import { createHash } from 'node:crypto';
import { describeCertificate, issueCrl, type RevokedCertificate } from '../signing/index.js';
import { type AxisContext, record } from './context.js';
import { listGivenOut, takeOverRevocations } from './given-out.js';
import type { CrlRecord, IssuedCertificate } from './records.js';
import { serialNumberOf } from './serials.js';

export interface AxisCrl extends CrlRecord {
  /** DER */
  readonly crl: Buffer;
  /** Revoked certificates whose serial number nobody knows any more: they could not be put on the list. */
  readonly unlisted: readonly IssuedCertificate[];
}

const dayMs = 86_400_000;

/**
 * The next list, in the register before it is given out.
 * @param options.validDays until its nextUpdate; left out, as configured
 */
export async function issueAxisCrl(
  context: AxisContext,
  options: { readonly validDays?: number | undefined } = {},
): Promise<AxisCrl> {
  const given = await listGivenOut(context);
  const foreign = await takeOverRevocations(context, given);
  const issuedAt = wholeSecond(context.clock.now());
  const nextUpdate = new Date(issuedAt.getTime() + (options.validDays ?? context.config.crlDays) * dayMs);
  const number = Math.max(context.state.crl?.number ?? 0, given.number) + 1;
  const { listed, unlisted } = await revokedCertificates(context);
  const crl = await issueCrl(context.authority, {
    number,
    thisUpdate: issuedAt,
    nextUpdate,
    revoked: [...listed, ...foreign],
    // Nothing was ever taken off.
    keptSince: describeCertificate(context.authority.certificate).notBefore,
  });
  const revoked = listed.length + foreign.length;
  const sha256 = digestOf(crl);
  await record(context, { type: 'crl-issued', number, nextUpdate, revoked, sha256 });
  await context.crls.write(crl);
  return { number, issuedAt, nextUpdate, revoked, sha256, crl, unlisted };
}

/** The next list where there is none yet, where a revocation is not on it, or where it did not come to be written. */
export async function issueCrlIfDue(context: AxisContext): Promise<AxisCrl | undefined> {
  return (await isCrlGivenOut(context)) && !context.state.crlOutdated ? undefined : issueAxisCrl(context);
}

/** True where the list that is given out is the one that the register says. */
export async function isCrlGivenOut({ state, crls }: Pick<AxisContext, 'state' | 'crls'>): Promise<boolean> {
  const crl = state.crl && (await crls.read());
  return crl !== undefined && digestOf(crl) === state.crl?.sha256;
}

async function revokedCertificates({ state, register }: AxisContext) {
  const listed: RevokedCertificate[] = [];
  const unlisted: IssuedCertificate[] = [];
  for (const certificate of state.issued()) {
    const { revokedAt, revokedCause } = certificate;
    if (!revokedAt) continue;
    const serialNumber = await serialNumberOf(register, certificate);
    if (serialNumber === undefined) unlisted.push(certificate);
    else {
      const reason = revokedCause === undefined ? {} : { reason: revokedCause };
      listed.push({ serialNumber, revokedAt: wholeSecond(revokedAt), ...reason });
    }
  }
  return { listed, unlisted };
}

function digestOf(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
