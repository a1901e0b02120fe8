/** How values are written for people: times, sizes, names, and text that came from elsewhere. */
import type { Language } from './language.js';

/** Vietnam keeps UTC+7 all year; edXML and the clerks mean this clock. */
const vietnamOffsetMs = 7 * 3_600_000;

/** `22/11/2026 16:03 (+07)` in Vietnamese, `2026-11-22 16:03 +07` in English: Vietnam's clock wherever the reader is. */
export function timeText(
  time: Date | string,
  language: Language,
  precision: 'minute' | 'second' = 'minute',
): string {
  const at = typeof time === 'string' ? new Date(time) : time;
  const shown = new Date(at.getTime() + vietnamOffsetMs);
  if (Number.isNaN(shown.getTime())) return '–';
  const iso = shown.toISOString();
  const clock = iso.slice(11, precision === 'minute' ? 16 : 19);
  if (language === 'en') return `${iso.slice(0, 10)} ${clock} +07`;
  return `${dayText(iso.slice(0, 10), language)} ${clock} (+07)`;
}

/** Minutes without the zone, for a column whose title names it ({@link zoned}). */
export function columnTimeText(time: Date | string, language: Language): string {
  return timeText(time, language).replace(/ \(?\+07\)?$/, '');
}

/** The title of a column of {@link columnTimeText}s. */
export function zoned(title: string): string {
  return `${title} (+07)`;
}

/** A day as edXML (`2026/11/22`) or ISO 8601 writes it, for people. What is no such day is shown as it is. */
export function dayText(day: string, language: Language): string {
  const parts = /^(\d{4})[/-](\d{2})[/-](\d{2})$/.exec(day);
  if (!parts) return clean(day);
  const [, year, month, date] = parts;
  return language === 'vi' ? `${date}/${month}/${year}` : `${year}-${month}-${date}`;
}

/** Octets in the largest unit that keeps a whole part: `715 B`, `1.4 MB`; with a decimal comma in Vietnamese. */
export function sizeText(octets: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = octets;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${numberText(value, language, digits)} ${units[unit]}`;
}

/** How long something takes or has waited, in the largest unit that is at least two: `90 s`, `20 h`, `3 d`. */
export function ageText(seconds: number, language: Language): string {
  const units = [
    { seconds: 86_400, en: 'd', vi: 'ngày' },
    { seconds: 3_600, en: 'h', vi: 'giờ' },
    { seconds: 60, en: 'min', vi: 'phút' },
  ];
  const unit = units.find((each) => seconds >= 2 * each.seconds);
  if (!unit) return `${Math.floor(seconds)} ${language === 'vi' ? 'giây' : 's'}`;
  return `${numberText(Math.floor(seconds / unit.seconds), language)} ${unit[language]}`;
}

/** With the signs of the language: `1,204.5` in English, `1.204,5` in Vietnamese. */
export function numberText(value: number, language: Language, digits = 0): string {
  const [whole = '', part] = value.toFixed(digits).split('.');
  const [group, point] = language === 'vi' ? ['.', ','] : [',', '.'];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return part === undefined ? grouped : `${grouped}${point}${part}`;
}

/**
 * Text from elsewhere, fit for a terminal: control characters (among them the escapes that move the cursor or colour the
 * screen) and characters that turn the writing direction around are shown as `�`; line ends and tabs become spaces.
 */
export function clean(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .normalize('NFC')
    .trim();
}
