/** A container as files of the report: the container itself, then the sealed files in it. `spec/report.md`, section 3. */
import type { Check, Examined } from '../examined.js';
import type { ExaminedProof } from '../proof.js';
import type { ExaminedContainer } from './examine.js';

/** Of the container's file as it was opened; `sha256` is empty where it could not be read. */
export interface ContainerFileMeasure {
  readonly size: number;
  readonly sha256: string;
}

export function filesOfContainer(
  container: ExaminedContainer,
  { size, sha256 }: ContainerFileMeasure,
): Examined[] {
  const { file, claimed, findings, entries } = container;
  const itself: Examined = {
    ...{ file, size, sha256, sealedSha256: sha256, kind: 'container', findings, entries },
    ...(claimed ? { claimed } : {}),
    ...proofOf(container),
    checked: checksOf(container),
    attachments: [],
  };
  return [itself, ...container.files.map((sealed) => ({ ...sealed, container: file }))];
}

function proofOf({ level, timeStamps, revocation, provenAt }: ExaminedProof): ExaminedProof {
  return {
    ...(level ? { level } : {}),
    ...(timeStamps ? { timeStamps } : {}),
    ...(revocation ? { revocation } : {}),
    ...(provenAt ? { provenAt } : {}),
  };
}

function checksOf({ claimed, files, findings, timeStamps, revocation }: ExaminedContainer): Set<Check> {
  const answered = revocation && !findings.some(({ code }) => code === 'revocation.unknown');
  return new Set<Check>([
    ...(claimed ? (['form', 'signature', 'certificate'] as const) : []),
    ...(files.some(({ packet }) => packet) ? (['content'] as const) : []),
    ...(timeStamps ? (['time-stamp'] as const) : []),
    ...(answered ? (['revocation'] as const) : []),
  ]);
}
