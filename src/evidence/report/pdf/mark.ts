/** The marks of verdicts, drawn: no font need have them, and they tell verdicts apart without colours. */
import type { Tone } from '../blocks.js';
import { tones } from './sheet.js';

export function drawMark(doc: PDFKit.PDFDocument, tone: Tone, x: number, y: number, size: number): void {
  doc.save();
  doc
    .lineWidth(size / 7)
    .lineCap('round')
    .lineJoin('round')
    .strokeColor(tones[tone])
    .fillColor(tones[tone]);
  const at = (share: number, down: number) => [x + share * size, y + down * size] as const;
  if (tone === 'good') {
    doc
      .moveTo(...at(0.08, 0.55))
      .lineTo(...at(0.38, 0.88))
      .lineTo(...at(0.92, 0.15))
      .stroke();
  } else if (tone === 'bad') {
    doc
      .moveTo(...at(0.12, 0.12))
      .lineTo(...at(0.88, 0.88))
      .moveTo(...at(0.88, 0.12))
      .lineTo(...at(0.12, 0.88))
      .stroke();
  } else if (tone === 'unsure') {
    doc
      .moveTo(...at(0.22, 0.3))
      .bezierCurveTo(...at(0.22, -0.05), ...at(0.8, -0.05), ...at(0.8, 0.3))
      .bezierCurveTo(...at(0.8, 0.52), ...at(0.5, 0.48), ...at(0.5, 0.7))
      .stroke();
    doc.circle(...at(0.5, 0.93), size / 11).fill();
  } else {
    doc
      .moveTo(...at(0.15, 0.5))
      .lineTo(...at(0.85, 0.5))
      .stroke();
  }
  doc.restore();
}
