/** Hands the octets of the files to the agent, with flat memory and progress where somebody looks. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AttachmentRequest, Desk } from '../../agent/index.js';
import { limits } from '../../edoc/index.js';
import { EdocError } from '../../errors.js';
import { fileError } from '../files-read.js';
import type { Output } from '../terminal/output.js';
import { startProgress } from '../terminal/progress-bar.js';

/** Smaller uploads are over before anyone could read the bar. */
const worthProgressOctets = 8_000_000;
const pieceOctets = 1024 * 1024;

export async function uploadFiles(
  output: Output,
  desk: Desk,
  paths: readonly string[],
  inside: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<AttachmentRequest[]> {
  const total = await totalSize(paths, inside.length);
  const progress = await startProgress(output, total, {
    shown: total >= worthProgressOctets,
    octets: true,
    label: output.say({ en: 'Handing over ', vi: 'Đang chuyển tệp ' }),
  });
  try {
    const attachments: AttachmentRequest[] = [];
    for (const { name, bytes } of inside) attachments.push({ name, ...(await desk.putContent(one(bytes))) });
    for (const path of paths) {
      const kept = await desk.putContent(counted(path, (octets) => progress.advance(octets)));
      attachments.push({ name: basename(path).normalize('NFC'), ...kept });
    }
    return attachments;
  } finally {
    progress.stop();
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Also says, before anything is handed over, which files could not be sent. */
async function totalSize(paths: readonly string[], others: number): Promise<number> {
  let total = 0;
  const count = paths.length + others;
  if (count > limits.attachments) {
    throw new EdocError('attachment.too-many', { detail: { count, most: limits.attachments } });
  }
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      throw fileError(path, error);
    });
    if (found.isDirectory()) throw new EdocError('cli.file-is-folder', { detail: { file: path } });
    if (!found.isFile())
      throw new EdocError('cli.file-unreadable', { detail: { file: path, reason: 'EINVAL' } });
    if (found.size > limits.attachmentBytes) {
      const detail = { size: found.size, most: limits.attachmentBytes };
      throw new EdocError('attachment.too-large', { place: basename(path), detail });
    }
    total += found.size;
  }
  return total;
}

async function* counted(path: string, onOctets: (octets: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: pieceOctets })) {
      onOctets(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw fileError(path, error);
  }
}
