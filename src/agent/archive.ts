/**
 * Documents that leave for the archive (`spec/archive.md`): recorded first, and only then relieved of the attachments that no other
 * document needs. Whoever packs the container has read it back; here it is made sure of that the exchange is over, and
 * that no content goes that anybody is about to refer to. A death between the two steps leaves contents, which the next removal finds.
 */
import { EdocError, type ErrorCode, isEdocError } from '../errors.js';
import type { ArchivedRecord } from './archive-ports.js';
import type { AgentContext } from './context.js';
import type {
  ArchiveRequest,
  ArchiveResult,
  RemoveArchivedRequest,
  RemoveArchivedResult,
  RemovedContents,
} from './desk.js';

/** For so long a restored peer that asks for what it lost may still get attachments from here (`spec/recovery.md`, section 6). */
const peerRecoveryMs = 31 * 24 * 3_600_000;

/** @throws EdocError `document.unknown`, `archive.open`, `archive.recovering` */
export async function archiveDocument(
  context: AgentContext,
  { packetId, container, sha256, size, unfinished = false }: ArchiveRequest,
): Promise<ArchiveResult> {
  const { store, clock, log } = context;
  // What peers have not given back yet may make an exchange that seems over an open one.
  if (await store.recovery.open()) throw new EdocError('archive.recovering');
  const record = await store.archive.record({
    packetId,
    at: clock.now(),
    container,
    sha256,
    size,
    unfinished,
  });
  log.info('document.archived', { packet: packetId });
  const removed = await removeContents(context, packetId);
  return {
    packetId,
    at: record.at.toISOString(),
    container: record.container,
    sha256: record.sha256,
    removed,
  };
}

export async function removeArchived(
  context: AgentContext,
  { after = 0, limit }: RemoveArchivedRequest,
): Promise<RemoveArchivedResult> {
  const page = await context.store.archive.unfinished(after, limit);
  const all: RemovedContents[] = [];
  for (const { packetId } of page) all.push(await removeContents(context, packetId));
  const waiting = all.filter(({ left }) => left !== undefined);
  const [first] = waiting;
  const last = page.at(-1);
  return {
    documents: all.length - waiting.length,
    waiting: waiting.length,
    removed: {
      count: all.reduce((sum, { count }) => sum + count, 0),
      octets: all.reduce((sum, { octets }) => sum + octets, 0),
      ...(first?.left === undefined ? {} : { left: first.left }),
    },
    ...(last && page.length === limit ? { next: last.key } : {}),
  };
}

/** The error of whoever wants an attachment of an archived document. */
export function contentArchived(packetId: string, { at, container }: ArchivedRecord): EdocError {
  return new EdocError('content.archived', {
    detail: { packet: packetId, at: at.toISOString(), container },
  });
}

async function removeContents(context: AgentContext, packetId: string): Promise<RemovedContents> {
  const { store, contents, clock } = context;
  const own = await store.archive.contents(packetId);
  if (own.length > 0 && (await isGivingBack(context))) {
    return { count: 0, octets: 0, left: 'archive.peer-recovering' };
  }
  let [count, octets] = [0, 0];
  let left: ErrorCode | undefined;
  try {
    await contents.removing(async (remove) => {
      for (const { sha256 } of own) {
        let quarantined = false;
        const removed = await remove(sha256, async () => {
          if (await store.archive.isNeeded(sha256)) return true;
          quarantined = await store.archive.isQuarantined(sha256);
          return quarantined;
        });
        if (removed === 'in-use') left = 'archive.in-use';
        // No document speaks for it when that packet is discarded: a later removal has to look again.
        if (quarantined) left = 'archive.quarantined';
        // Needed by another document: it goes when that one is archived.
        if (typeof removed !== 'number' || removed === 0) continue;
        count += 1;
        octets += removed;
      }
    });
  } catch (error) {
    if (!isEdocError(error, 'backup.under-way')) throw error;
    left = error.code;
  }
  if (left !== undefined) return { count, octets, left };
  await store.archive.removed(packetId, { count, octets }, clock.now());
  return { count, octets };
}

async function isGivingBack({ store, clock }: AgentContext): Promise<boolean> {
  const jobs = await store.returning.jobs();
  return jobs.some(({ askedAt }) => clock.now().getTime() - askedAt.getTime() < peerRecoveryMs);
}
