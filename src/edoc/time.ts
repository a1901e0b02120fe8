/**
 * Times as they are written: in edXML by Vietnam's clock and without a zone, in files of the axis in UTC (RFC 3339).
 * Readers take exactly the one form and days that exist (2014/02/30 does not); they give undefined for anything else.
 */

/** Vietnam keeps UTC+7 all year. QCVN 102:2016 writes no zone; senders mean their own clock. */
const vietnamOffsetMs = 7 * 3_600_000;

const forms = {
  edxmlDate: /^\d{4}\/\d{2}\/\d{2}$/,
  edxmlTimestamp: /^\d{4}\/\d{2}\/\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
  utcMillis: /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
  utcSeconds: /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
  isoDate: /^\d{4}-\d{2}-\d{2}$/,
};

/** `yyyy/MM/dd`, the day in Vietnam. */
export function edxmlDate(at: Date): string {
  return vietnamClock(at).slice(0, 10);
}

/** The beginning of that day in Vietnam. */
export function fromEdxmlDate(text: string): Date | undefined {
  return forms.edxmlDate.test(text)
    ? onVietnamClock(`${isoDay(text)}T00:00:00Z`, text, edxmlDate)
    : undefined;
}

/** `yyyy/MM/dd HH:mm:ss` in Vietnam; parts of a second are cut off. */
export function edxmlTimestamp(at: Date): string {
  return vietnamClock(at);
}

export function fromEdxmlTimestamp(text: string): Date | undefined {
  return forms.edxmlTimestamp.test(text)
    ? onVietnamClock(`${isoDay(text)}T${text.slice(11)}Z`, text, edxmlTimestamp)
    : undefined;
}

/** Whether {@link fromEdxmlDate} would take it, without making a moment of it. */
export function isEdxmlDate(text: string): boolean {
  return forms.edxmlDate.test(text) && dayExists(text);
}

/** The same for {@link fromEdxmlTimestamp}. */
export function isEdxmlTimestamp(text: string): boolean {
  return forms.edxmlTimestamp.test(text) && dayExists(text);
}

/** `YYYY-MM-DDThh:mm:ss.sssZ` */
export function utcMillis(at: Date): string {
  return fourDigitYear(at.toISOString());
}

export function fromUtcMillis(text: string): Date | undefined {
  return forms.utcMillis.test(text) ? ifWrittenAs(text, new Date(text), utcMillis) : undefined;
}

/** `YYYY-MM-DDThh:mm:ssZ`; parts of a second are cut off. */
export function utcSeconds(at: Date): string {
  return `${utcMillis(at).slice(0, 19)}Z`;
}

export function fromUtcSeconds(text: string): Date | undefined {
  return forms.utcSeconds.test(text) ? ifWrittenAs(text, new Date(text), utcSeconds) : undefined;
}

/** True for a day that exists, written `yyyy-mm-dd`. */
export function isIsoDate(text: string): boolean {
  const day = (at: Date) => utcMillis(at).slice(0, 10);
  return forms.isoDate.test(text) && ifWrittenAs(text, new Date(`${text}T00:00:00Z`), day) !== undefined;
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param text begins with four, two and two digits, each group with one character after it */
function dayExists(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (daysOfMonths[month - 1] ?? 0) + (leap ? 1 : 0);
}

function vietnamClock(at: Date): string {
  const shifted = fourDigitYear(new Date(at.getTime() + vietnamOffsetMs).toISOString());
  return `${shifted.slice(0, 10).replaceAll('-', '/')} ${shifted.slice(11, 19)}`;
}

/** The moment at which a clock in Vietnam shows what `asUtc` says of UTC. */
function onVietnamClock(asUtc: string, text: string, write: (at: Date) => string): Date | undefined {
  return ifWrittenAs(text, new Date(Date.parse(asUtc) - vietnamOffsetMs), write);
}

function isoDay(text: string): string {
  return text.slice(0, 10).replaceAll('/', '-');
}

/** JavaScript lets a day past the end of its month roll over into the next; writing it anew shows that. */
function ifWrittenAs(text: string, at: Date, write: (at: Date) => string): Date | undefined {
  return !Number.isNaN(at.getTime()) && write(at) === text ? at : undefined;
}

/** @throws RangeError: years before 0 and after 9999 have no place in these forms. */
function fourDigitYear(iso: string): string {
  if (iso.length !== 24) throw new RangeError('the year has no four digits');
  return iso;
}
