/**
 * The contents that a refused packet names, for which nothing else in the store may speak: a replay needs them where they are, since its
 * sender, who has a refusal, sends no parts again. Found by their form (`spec/packet.md`, section 2): whatever was wrong
 * with the packet, a seal that nobody could check for instance, it may be taken later.
 */
import { limits } from '../edoc/index.js';
import type { RowSource } from './log-rows.js';

const packetTypes: ReadonlySet<string> = new Set(['packet', 'returned']);
/** The manifest is in the envelope, and what stands before that is short. */
const mostOctets = limits.envelopeBytes + 65_536;
const inParts = /\bSha256="([0-9a-f]{64})"[^<>]{0,200}\bTransfer="parts"/g;

/** Each once; none where the message is no packet, and no more than a packet may have. */
export function contentsNamedIn(type: string, bytes: Buffer): string[] {
  if (!packetTypes.has(type)) return [];
  const text = bytes.toString('latin1', 0, mostOctets);
  const digests = new Set<string>();
  for (const [, sha256 = ''] of text.matchAll(inParts)) {
    if (digests.size === limits.attachments) break;
    digests.add(sha256);
  }
  return [...digests];
}

/** True where a packet names the content that is kept in quarantine and was neither taken nor discarded. */
export async function isNamedInQuarantine(source: RowSource, sha256: string): Promise<boolean> {
  const rows = await source.all(
    `SELECT 1 FROM quarantine_content c JOIN quarantine q ON q.key = c.quarantine_key AND q.state = 'kept'
     WHERE c.sha256 = ? LIMIT 1`,
    [sha256],
  );
  return rows.length > 0;
}
