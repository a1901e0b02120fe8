/** The PDF attachments inside a sealed packet, and what their signatures prove. */
import { bufferSource, inspectPacket } from '../edoc/index.js';
import { inspectSeal, packetSeal, sealedKindOf, type Trust } from '../signing/index.js';
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
  if (sealedKindOf(octets) !== packetSeal) return [];
  const { content } = await inspectSeal(octets, packetSeal, options.sealTrust, { at: options.at });
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
