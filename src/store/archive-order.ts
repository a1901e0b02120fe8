/** Which documents may go to the archive: whose exchange is over (`spec/archive.md`, section 1). One question, asked of pages and of one packet. */

/** What keeps a document from the archive. `unfinished`: nobody here has finished it; all others are about the exchange. */
export type OpenReason =
  | 'delivery'
  | 'outbox'
  | 'status'
  | 'recall'
  | 'amendment'
  | 'parts'
  | 'signatures'
  | 'unfinished';

/**
 * The first of the reasons, or NULL; `id` is a column or parameter with the packet id.
 * A recall or an amendment waits for an answer only where the recipient has the document (`spec/lifecycle.md`, sections 3 and 4).
 */
export const openReason = (id: string) => `CASE
  WHEN EXISTS (SELECT 1 FROM delivery d WHERE d.packet_id = ${id} AND d.state IN ('queued', 'sent')) THEN 'delivery'
  WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.packet_id = ${id}) THEN 'outbox'
  WHEN EXISTS (
    SELECT 1 FROM status s WHERE s.concerns = ${id} AND (s.standing = 'waiting'
      OR EXISTS (SELECT 1 FROM outbox o WHERE o.packet_id = s.packet_id)
      OR EXISTS (SELECT 1 FROM delivery d WHERE d.packet_id = s.packet_id AND d.state IN ('queued', 'sent'))))
    THEN 'status'
  WHEN EXISTS (
      SELECT 1 FROM delivery d WHERE d.packet_id = ${id} AND d.state = 'delivered' AND d.recall = 'requested')
    OR EXISTS (SELECT 1 FROM entry e WHERE e.packet_id = ${id} AND e.box = 'in' AND e.recall = 'requested')
    THEN 'recall'
  WHEN EXISTS (
      SELECT 1 FROM delivery d WHERE d.packet_id = ${id} AND d.state = 'delivered' AND d.amendment = 'asked'
        AND d.business <> '02' AND d.recall <> 'agreed')
    OR EXISTS (
      SELECT 1 FROM entry e WHERE e.packet_id = ${id} AND e.box = 'in' AND e.amendment = 'asked'
        AND e.business <> '02' AND e.recall <> 'agreed')
    THEN 'amendment'
  WHEN EXISTS (SELECT 1 FROM part_sending s WHERE s.packet_id = ${id} AND s.remaining_parts > 0) THEN 'parts'
  WHEN EXISTS (SELECT 1 FROM attachment_signatures s WHERE s.packet_id = ${id} AND s.verdict IS NULL) THEN 'signatures'
  WHEN EXISTS (
    SELECT 1 FROM entry e WHERE e.packet_id = ${id} AND e.box = 'in' AND e.recall <> 'agreed'
      AND e.business NOT IN ('02', '06')) THEN 'unfinished'
  END`;

/** Documents before a moment that are in no archive, each once; ?1 is the moment. The order is that of taking them in. */
export const unarchived = `packet p WHERE p.at < ?1 AND p.kind = 'document'
  AND (p.direction = 'out' OR NOT EXISTS (SELECT 1 FROM packet q WHERE q.id = p.id AND q.direction = 'out'))
  AND NOT EXISTS (SELECT 1 FROM archived a WHERE a.packet_id = p.id)`;
