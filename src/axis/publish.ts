/**
 * Publishes the directory: the next version, sealed page by page, to every node. A version's number is in the register
 * before its first page is sent, and is never used for another content: whatever fails, the next attempt is a new version.
 */
import { type DirectoryAgency, sealedFile, writeDirectoryPage } from '../edoc/index.js';
import { directorySeal, seal } from '../signing/index.js';
import { type AxisContext, record } from './context.js';
import { directoryPages } from './pages.js';
import type { DirectoryRecord } from './records.js';

const dayMs = 86_400_000;

/**
 * @param options.validDays how long nodes may rely on it; left out, as configured
 * @param options.above a version that nodes have: where the register was restored from a backup, they take no lower one
 * @throws EdocError `broker.…` where the pages could not be handed over safely; then publish again
 */
export async function publishDirectory(
  context: AxisContext,
  options: { readonly validDays?: number | undefined; readonly above?: number | undefined } = {},
): Promise<DirectoryRecord> {
  const pages = directoryPages(context.state);
  const issuedAt = wholeSecond(context.clock.now());
  const validUntil = new Date(
    issuedAt.getTime() + (options.validDays ?? context.config.directoryDays) * dayMs,
  );
  const version = Math.max(context.state.directory?.version ?? 0, options.above ?? 0) + 1;
  const agencies = pages.reduce((sum, page) => sum + page.length, 0);
  await record(context, { type: 'directory-issued', version, validUntil, pages: pages.length, agencies });
  const sealed: { messageId: string; body: Buffer }[] = [];
  for (const [index, content] of pages.entries()) {
    const page = index + 1;
    const body = await sealPage(context, {
      version,
      issuedAt,
      validUntil,
      pages: pages.length,
      page,
      agencies: content,
    });
    sealed.push({ messageId: `${version}-${page}`, body });
  }
  await context.bus.publish(sealed);
  await record(context, { type: 'directory-published', version });
  return { version, issuedAt, validUntil, pages: pages.length, agencies, published: true };
}

/** The next version where agencies changed since the last one, or where its publishing did not come to its end. */
export async function publishIfDue(context: AxisContext): Promise<DirectoryRecord | undefined> {
  const due = context.state.directoryOutdated || context.state.directory?.published !== true;
  return due ? publishDirectory(context) : undefined;
}

async function sealPage(
  context: AxisContext,
  page: {
    version: number;
    issuedAt: Date;
    validUntil: Date;
    pages: number;
    page: number;
    agencies: readonly DirectoryAgency[];
  },
): Promise<Buffer> {
  const written = writeDirectoryPage(page);
  const signature = await seal(written, directorySeal, context.operator, page.issuedAt);
  return sealedFile(written.head, signature, written.tail);
}

function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
