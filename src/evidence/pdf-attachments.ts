/** The PDF attachments inside a sealed packet, and what their signatures prove. */
import { bufferSource, inspectPacket } from '../edoc/index.js';
import { inspectEvidence, packetSeal, sealedKindOf, type Trust } from '../signing/index.js';
import { embeddedSignatures, type InspectedPdf, type PdfOptions } from './pdf-signatures.js';

export interface PdfAttachment {
  /** File name of the attachment. */
  readonly attachment: string;
  readonly pdf: InspectedPdf;
}

/**
 * @param octets of a file; nothing is told of one that is no packet, or whose seal does not hold.
 * @param options `sealTrust` for the packet's seal, the others for the signatures in the attachments.
 */
export async function pdfAttachments(
  octets: Buffer,
  options: PdfOptions & { readonly sealTrust: Trust },
): Promise<PdfAttachment[]> {
  if (sealedKindOf(octets) !== packetSeal || !mayHoldPdf(octets)) return [];
  const { content } = await inspectEvidence(octets, packetSeal, options.sealTrust, {
    at: options.at,
    revocation: 'soft',
  });
  if (!content) return [];
  const { contents, inline } = inspectPacket(content);
  const named = contents.filter(({ transfer }) => transfer === 'inline');
  const found: PdfAttachment[] = [];
  for (const [index, { name }] of named.entries()) {
    const attached = inline[index];
    const pdf = attached && (await embeddedSignatures(bufferSource(attached), options));
    if (pdf) found.push({ attachment: name, pdf });
  }
  return found;
}

/** The header as it stands in base64, wherever among three octets it begins: most packets need not be verified once more. */
const headers = [0, 1, 2].map((before) => {
  const base64 = Buffer.from(`${'\0'.repeat(before)}%PDF-`).toString('base64');
  // What is left of the characters that also depend on the octets around.
  return base64.replaceAll('=', '').slice(before === 0 ? 0 : before + 1, -1);
});

function mayHoldPdf(octets: Buffer): boolean {
  return headers.some((header) => octets.includes(header));
}
