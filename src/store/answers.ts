/**
 * Refusals (02) and answers to a recall or an amendment (15, 16) keep their order: to the sender of the document the first answer
 * that comes answers the amendment and the second the recall, unless it was refused before (`spec/lifecycle.md`, section 4).
 */

const ordered = `('02', '15', '16')`;

/**
 * True of a row `o` of the outbox that is such a status while an earlier one of the same agency about the same document is not known
 * to have come. One whose receipt never came may be with the broker still, so it counts as not come.
 */
export const waitsForEarlierAnswer = `(o.type = 'packet' AND EXISTS (
  SELECT 1 FROM status mine
  JOIN status earlier ON earlier.concerns = mine.concerns AND earlier.direction = 'out'
    AND earlier.sender = mine.sender AND earlier.code IN ${ordered} AND earlier.key < mine.key
  JOIN delivery ON delivery.packet_id = earlier.packet_id AND delivery.state NOT IN ('delivered', 'refused')
  WHERE mine.packet_id = o.packet_id AND mine.direction = 'out' AND mine.code IN ${ordered}))`;
