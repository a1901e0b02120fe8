/** The proof of time and standing around a seal, as the report tells it. */
import type { Proof, Standing } from '../signing/index.js';
import type { Examined, Writable } from './examined.js';
import type { RevocationStatus, TimeStampSeen } from './seen.js';

export type ExaminedProof = Pick<Examined, 'level' | 'timeStamps' | 'revocation' | 'provenAt'>;

/** @param inspection of a sealed file or of a container; without a claim there is no seal that could have a level. */
export function proofOf(inspection: Proof & { readonly claimed?: unknown }): ExaminedProof {
  const { level, provenAt, claimed } = inspection;
  const timeStamps = timeStampsOf(inspection);
  const revocation = revocationOf(inspection);
  return {
    ...(claimed ? { level } : {}),
    ...(provenAt ? { provenAt } : {}),
    ...(timeStamps.length > 0 ? { timeStamps } : {}),
    ...(revocation.length > 0 ? { revocation } : {}),
  };
}

/** The same put into what is known of a sealed file, with what was looked at beyond the seal itself. */
export function addProof(
  examined: Writable<Examined>,
  inspection: Proof & { readonly claimed?: unknown },
): void {
  const { level, claimed, stamps, standings } = inspection;
  if (claimed) examined.level = level;
  if (stamps.length === 0 && standings.length === 0) return;
  Object.assign(examined, proofOf(inspection));
  if (stamps.length > 0) examined.checked.add('time-stamp');
  if (standings.length > 0 && standings.every(({ status }) => status !== 'unknown')) {
    examined.checked.add('revocation');
  }
}

function timeStampsOf({ stamps }: Proof): TimeStampSeen[] {
  return stamps.flatMap(({ kind, stamp, holds }, index) => {
    const [own] = stamp?.certificates ?? [];
    if (!stamp || !own) return [];
    const { time, serialNumber, policy } = stamp;
    const authority = { authority: own.commonName, authorityNotAfter: own.notAfter };
    return [{ kind, place: placeOf(stamps, index), time, holds, ...authority, serialNumber, policy }];
  });
}

/** Of the seal's certificates and of those of the authorities that stamped; what nobody answered on is told by a finding. */
function revocationOf({ stamps, standings }: Proof): RevocationStatus[] {
  return [
    ...answersIn(standings),
    ...stamps.flatMap((stamp, index) => answersIn(stamp.standings, placeOf(stamps, index))),
  ];
}

function answersIn(standings: readonly Standing[], place?: string): RevocationStatus[] {
  return standings.flatMap(({ certificate, answer, status }) =>
    answer
      ? [
          {
            subject: certificate.commonName,
            ...(place === undefined ? {} : { place }),
            status,
            source: answer.source,
            thisUpdate: answer.thisUpdate,
            ...(answer.nextUpdate ? { nextUpdate: answer.nextUpdate } : {}),
            ...(answer.revokedAt ? { revokedAt: answer.revokedAt } : {}),
          },
        ]
      : [],
  );
}

/** Archive time stamps are counted as findings count them: those that cannot be read are among them. */
function placeOf(stamps: Proof['stamps'], index: number): string {
  if (stamps[index]?.kind === 'signature') return 'SignatureTimeStamp';
  const before = stamps.slice(0, index + 1).filter(({ kind }) => kind === 'archive');
  return `ArchiveTimeStamp[${before.length}]`;
}
