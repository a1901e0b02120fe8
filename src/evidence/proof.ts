/** The proof of time and standing around a seal, as the report tells it. */
import type { Proof } from '../signing/index.js';
import type { Check, Examined } from './examined.js';
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

/** What was looked at beyond the seal itself. */
export function proofChecks({ stamps, standings }: Proof): Check[] {
  const answered = standings.length > 0 && standings.every(({ status }) => status !== 'unknown');
  return [
    ...(stamps.length > 0 ? (['time-stamp'] as const) : []),
    ...(answered ? (['revocation'] as const) : []),
  ];
}

function timeStampsOf({ stamps }: Proof): TimeStampSeen[] {
  return stamps.flatMap(({ kind, stamp }) =>
    stamp
      ? [
          {
            kind,
            time: stamp.time,
            authority: stamp.certificates[0]?.commonName ?? '',
            serialNumber: stamp.serialNumber,
            policy: stamp.policy,
          },
        ]
      : [],
  );
}

/** Of the seal's certificates and of those of the authorities that stamped; what nobody answered on is told by a finding. */
function revocationOf({ stamps, standings }: Proof): RevocationStatus[] {
  const all = [...standings, ...stamps.flatMap((stamp) => stamp.standings)];
  return all.flatMap(({ certificate, answer, status }) =>
    answer
      ? [
          {
            subject: certificate.commonName,
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
