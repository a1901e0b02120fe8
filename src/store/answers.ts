/**
 * Answers to a recall or an amendment (15, 16) keep their order: to the sender of the document the first one that comes answers
 * the amendment and the second the recall (`spec/lifecycle.md`, section 4).
 */

/**
 * True of a row of `outbox` that is such an answer while an earlier one of the same agency about the same document is not known
 * to have come. One whose receipt never came may be with the broker still, so it counts as not come.
 */
export const waitsForEarlierAnswer = `(outbox.type = 'packet' AND EXISTS (
  SELECT 1 FROM status mine
  JOIN status earlier ON earlier.concerns = mine.concerns AND earlier.direction = 'out'
    AND earlier.sender = mine.sender AND earlier.code IN ('15', '16') AND earlier.key < mine.key
  JOIN delivery ON delivery.packet_id = earlier.packet_id AND delivery.state NOT IN ('delivered', 'refused')
  WHERE mine.packet_id = outbox.packet_id AND mine.direction = 'out' AND mine.code IN ('15', '16')))`;
