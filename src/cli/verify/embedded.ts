/** What the signatures inside PDF attachments prove, for people and for programs. It changes no verdict: the seal is another matter. */
import type { InspectedPdf, InspectedPdfSignature } from '../../evidence/index.js';
import type { Output } from '../output.js';
import { pdfLine, pdfSignatureLine } from '../pdf-words.js';
import { clean } from '../text.js';
import type { Embedded } from './look-inside.js';

/** The member `embedded`, where there are PDF files. */
export function embeddedJson(embedded: readonly Embedded[], output: Output): object {
  if (embedded.length === 0) return {};
  return { embedded: embedded.map(({ pdf, ...where }) => ({ ...where, ...pdfJson(pdf, output) })) };
}

function pdfJson({ signatures, findings, ...pdf }: InspectedPdf, output: Output): object {
  return {
    ...pdf,
    signatures: signatures.map((signature) => signatureJson(signature, output)),
    findings: findings.map((finding) => output.findingJson(finding)),
  };
}

function signatureJson({ signer, findings, ...signature }: InspectedPdfSignature, output: Output): object {
  return {
    ...signature,
    ...(signer && {
      signer: {
        subject: signer.subject,
        issuer: signer.issuer,
        serialNumber: signer.serialNumber,
        notBefore: signer.notBefore,
        notAfter: signer.notAfter,
        certificateSha256: signer.certificateSha256,
      },
    }),
    findings: findings.map((finding) => output.findingJson(finding)),
  };
}

export function printEmbedded(embedded: readonly Embedded[], output: Output): void {
  if (embedded.length === 0) return;
  const title = { en: 'Signatures inside PDF attachments', vi: 'Chữ ký số bên trong tệp PDF đính kèm' };
  output.print(output.style('bold', output.say(title)));
  for (const { file, attachment, pdf } of embedded) {
    output.print(`  ${pdfLine(attachment, pdf, output)}  (${clean(file)})`);
    for (const signature of pdf.signatures) {
      output.print(`    ${pdfSignatureLine(signature, output)}`);
      for (const finding of signature.findings)
        output.print(output.findingText(finding).replace(/^/gm, '      '));
    }
    for (const finding of pdf.findings) output.print(output.findingText(finding).replace(/^/gm, '    '));
  }
  output.print('');
}
