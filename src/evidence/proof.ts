/** The proof of time and standing around a seal, as the report tells it. */
import type { EvidenceInspection } from '../signing/index.js';
import type { Check, Examined } from './examined.js';
import type { RevocationStatus, TimeStampSeen } from './seen.js';

export function proofOf(
  inspection: EvidenceInspection,
): Pick<Examined, 'level' | 'timeStamps' | 'revocation' | 'provenAt'> {
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
export function proofChecks({ stamps, standings }: EvidenceInspection): Check[] {
  const answered = standings.length > 0 && standings.every(({ status }) => status !== 'unknown');
  return [
    ...(stamps.length > 0 ? (['time-stamp'] as const) : []),
    ...(answered ? (['revocation'] as const) : []),
  ];
}

function timeStampsOf({ stamps }: EvidenceInspection): TimeStampSeen[] {
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
function revocationOf({ stamps, standings }: EvidenceInspection): RevocationStatus[] {
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
