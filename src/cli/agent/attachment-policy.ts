/** How an agent looks at the signatures inside attachments: with the auditor's eyes, and what is kept of it for `edoc show`. */
import type { AgentConfig, AttachmentPolicy, FoundSignatures } from '../../agent/index.js';
import { trustFromPem } from '../../signing/index.js';
import { readNamedFile } from '../files-read.js';

/** @throws EdocError `cli.file-missing`, `cli.file-unreadable`, `certificate.malformed` for the file of roots */
export async function attachmentPolicy({ attachments }: AgentConfig): Promise<AttachmentPolicy> {
  const { embeddedSignatures } = await import('../../evidence/index.js');
  const trust =
    attachments.trust === undefined
      ? undefined
      : trustFromPem((await readNamedFile(attachments.trust)).toString('utf8'));
  return {
    required: attachments.signatures === 'require',
    inspect: async (source, at) => {
      const found = await embeddedSignatures(source, { trust, at });
      return found && { verdict: found.verdict, report: reportOf(found) };
    },
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof import('../../evidence/index.js')['embeddedSignatures']>>>;

/** What `edoc show` tells; the certificates themselves stay in the file. */
function reportOf({ signatures, findings }: Found): FoundSignatures['report'] {
  return {
    findings,
    signatures: signatures.map(({ signer, coverage, verdict, claimedTime, stampedTime, findings: own }) => ({
      coverage,
      verdict,
      ...(signer
        ? { signer: { subject: signer.subject, issuer: signer.issuer, serialNumber: signer.serialNumber } }
        : {}),
      ...(claimedTime ? { claimedTime } : {}),
      ...(stampedTime ? { stampedTime } : {}),
      findings: own,
    })),
  };
}
