/** The outcome of a verification, and its JSON. */

import { checksLeft, checksMade, type Examined, isValid } from '../../evidence/index.js';
import type { Trust } from '../../signing/index.js';
import type { Output } from '../output.js';

export interface Outcome {
  readonly at: Date;
  readonly trust: Trust;
  readonly files: readonly Examined[];
}

export function allValid({ files }: Outcome): boolean {
  return files.every(isValid);
}

export function outcomeJson(outcome: Outcome, output: Output): object {
  return {
    valid: allValid(outcome),
    at: outcome.at.toISOString(),
    anchors: outcome.trust.anchors.map(({ subject, certificateSha256, notAfter }) => ({
      subject,
      certificateSha256,
      notAfter,
    })),
    files: outcome.files.map((file) => fileJson(file, output)),
  };
}

function fileJson(file: Examined, output: Output): object {
  const { signer, signingTime } = file.claimed ?? {};
  return {
    file: file.file,
    valid: isValid(file),
    kind: file.kind ?? null,
    size: file.octets.length,
    sha256: file.sha256,
    ...(signer && {
      signer: {
        agency: signer.organization,
        name: signer.name,
        certificateSha256: signer.certificateSha256,
        serialNumber: signer.serialNumber,
        issuer: signer.issuer,
        notBefore: signer.notBefore,
        notAfter: signer.notAfter,
      },
      signingTime,
    }),
    ...contentJson(file),
    ...(file.attachments.length > 0 ? { attachments: file.attachments } : {}),
    checked: checksMade(file),
    notChecked: checksLeft(file),
    findings: file.findings.map((finding) => output.findingJson(finding)),
  };
}

function contentJson({ packet, receipt, ping, page }: Examined): object {
  if (packet) return { packetId: packet.packetId, concerns: packet.concerns, message: packet.message };
  if (receipt) return { receipt };
  if (ping) return { ping };
  if (!page) return {};
  const { agencies, ...head } = page;
  return { directory: { ...head, agencies: agencies.length } };
}
