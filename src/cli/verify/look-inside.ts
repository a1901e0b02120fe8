/** Looks for signatures inside the PDF files among the attachments: those in packets, and those given beside them. */
import { open } from 'node:fs/promises';
import type { PdfSource } from '../../edoc/index.js';
import {
  embeddedSignatures,
  type GivenContent,
  type InspectedPdf,
  type PdfOptions,
  pdfAttachments,
} from '../../evidence/index.js';
import { signingLimits, type Trust, trustFromPem } from '../../signing/index.js';
import { fileError, readNamedFile } from '../files-read.js';

export interface Embedded {
  /** The file in which the attachment is, as the auditor named it; the attachment's own where it was given beside. */
  readonly file: string;
  readonly attachment: string;
  readonly pdf: InspectedPdf;
}

export interface LookOptions {
  /** Paths of PEM files. */
  readonly pdfTrust?: readonly string[];
  readonly sealTrust: Trust;
  readonly at: Date;
}

/** @throws EdocError for files that cannot be read, never for what is in the attachments. */
export async function lookInside(
  paths: readonly string[],
  given: readonly GivenContent[],
  options: LookOptions,
): Promise<Embedded[]> {
  const { at, sealTrust } = options;
  const trust = await readPdfTrust(options.pdfTrust);
  const found: Embedded[] = [];
  for (const file of paths) {
    const octets = await readNamedFile(file, signingLimits.fileBytes + 1);
    const attachments = await pdfAttachments(octets, { trust, at, sealTrust });
    found.push(...attachments.map((attachment) => ({ file, ...attachment })));
  }
  for (const { path, name } of given) {
    const pdf = await lookIntoFile(path, { trust, at });
    if (pdf) found.push({ file: path, attachment: name, pdf });
  }
  return found;
}

async function readPdfTrust(paths: readonly string[] | undefined): Promise<Trust | undefined> {
  if (!paths) return undefined;
  const texts = await Promise.all(paths.map(async (path) => (await readNamedFile(path)).toString('utf8')));
  return { anchors: texts.flatMap((text) => trustFromPem(text).anchors) };
}

async function lookIntoFile(path: string, options: PdfOptions): Promise<InspectedPdf | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    const { size } = await file.stat();
    const source: PdfSource = {
      size,
      read: async (start, length) => {
        const buffer = Buffer.alloc(length);
        const { bytesRead } = await file.read(buffer, 0, length, start);
        return buffer.subarray(0, bytesRead);
      },
    };
    return await embeddedSignatures(source, options);
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}
