/** What the signatures inside received PDF files prove, beside each attachment, and which of them still wait to be looked at. */
import type { Commits } from './commits.js';
import type { RowSource } from './log-rows.js';

/** `unread`: the attachment could not be looked at. `none`: it carries no signature, or is no PDF after all. */
export type SignaturesVerdict = 'valid' | 'indeterminate' | 'invalid' | 'none' | 'unread';

export interface AttachmentToInspect {
  readonly key: number;
  readonly packetId: string;
  /** From 0, among the attachments of the packet. */
  readonly ordinal: number;
  readonly name: string;
  readonly sha256: string;
  /** Octets. */
  readonly size: number;
  readonly transfer: 'inline' | 'parts';
  /** The packet as it came, and when. */
  readonly packet: Buffer;
  readonly receivedAt: Date;
}

export interface AttachmentSignatures {
  readonly ordinal: number;
  readonly verdict: SignaturesVerdict;
  /** As {@link keepSignatures} was given it. */
  readonly report: unknown;
  readonly at: Date;
}

/** In the order in which they came. */
export async function waitingAttachments(source: RowSource, limit: number): Promise<AttachmentToInspect[]> {
  const rows = await source.all<Omit<AttachmentToInspect, 'receivedAt'> & { at: number }>(
    `SELECT s.key, s.packet_id AS packetId, s.ordinal, a.name, a.sha256, a.size, a.transfer, o.bytes AS packet, p.at
     FROM attachment_signatures s
       JOIN attachment a ON a.packet_id = s.packet_id AND a.direction = 'in' AND a.ordinal = s.ordinal
       JOIN packet p ON p.id = s.packet_id AND p.direction = 'in'
       JOIN packet_octets o ON o.packet_id = s.packet_id AND o.direction = 'in'
     WHERE s.verdict IS NULL ORDER BY s.key LIMIT ?`,
    [limit],
  );
  return rows.map(({ at, ...row }) => ({ ...row, receivedAt: new Date(at) }));
}

export function keepSignatures(
  commits: Commits,
  { key, packetId }: Pick<AttachmentToInspect, 'key' | 'packetId'>,
  found: { readonly verdict: SignaturesVerdict; readonly report: unknown; readonly at: Date },
): Promise<void> {
  const report = JSON.stringify(found.report ?? null);
  return commits.do({
    touches: [packetId],
    octets: report.length,
    run: async (unit) => {
      await unit.run('UPDATE attachment_signatures SET verdict = ?, report = ?, at = ? WHERE key = ?', [
        found.verdict,
        report,
        found.at.getTime(),
        key,
      ]);
    },
  });
}

/** Of one packet that came in, as far as it was looked at. */
export async function signaturesOf(source: RowSource, packetId: string): Promise<AttachmentSignatures[]> {
  const rows = await source.all<{ ordinal: number; verdict: SignaturesVerdict; report: string; at: number }>(
    `SELECT ordinal, verdict, report, at FROM attachment_signatures
     WHERE packet_id = ? AND verdict IS NOT NULL ORDER BY ordinal`,
    [packetId],
  );
  return rows.map(({ report, at, ...row }) => ({ ...row, report: JSON.parse(report), at: new Date(at) }));
}
