/** Values of options, from the words that people type. A wrong one is `cli.value`, naming the option. */
import { EdocError } from '../errors.js';

/** All year. */
const vietnamOffsetMs = 7 * 3_600_000;

/** @throws EdocError `cli.value` */
export function wrongValue(name: string, value: string, expected: string): never {
  throw new EdocError('cli.value', { detail: { name, value: value.slice(0, 100), expected } });
}

/** A parser for a whole number from `least` to `most`. */
export function wholeNumber(name: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) wrongValue(name, value, `${least} … ${most}`);
    return number;
  };
}

/** `yyyy-mm-dd`, also with slashes, and as Vietnamese write it: `22/11/2026`; gives edXML's `yyyy/MM/dd`. */
export function edxmlDay(name: string): (value: string) => string {
  return (value) => {
    const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(value);
    const local = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/.exec(value);
    const [year = '', month = '', day = ''] = iso?.slice(1) ?? local?.slice(1).reverse() ?? [];
    const written = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
    const date = new Date(`${written}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== written) {
      wrongValue(name, value, '2026-11-22 | 22/11/2026');
    }
    return written.replaceAll('-', '/');
  };
}

/** RFC 3339 with its zone, or `yyyy-mm-dd[ hh:mm[:ss]]` by Vietnam's clock. */
export function moment(name: string): (value: string) => Date {
  return (value) => {
    const parts =
      /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:\d{2})?$/i.exec(value);
    const [, day = '', clock = '00:00', zone = '+07:00'] = parts ?? [];
    const date = new Date(`${day}T${clock.length === 5 ? `${clock}:00` : clock}${zone.toUpperCase()}`);
    if (Number.isNaN(date.getTime()))
      wrongValue(name, value, '2026-11-22T16:03:00+07:00 | 2026-11-22 16:03 | 2026-11-22');
    return date;
  };
}

/** As {@link moment} takes it, by the clock that it was typed by: `2027-01-01T00:00:00+07:00`. */
export function momentText(time: Date): string {
  return `${new Date(time.getTime() + vietnamOffsetMs).toISOString().slice(0, 19)}+07:00`;
}

/** The path of a report, whose ending says what it will be. @throws EdocError `cli.value` */
export function reportFile(value: string): string {
  if (!/\.(html|pdf)$/i.test(value)) wrongValue('--report', value, '*.html | *.pdf');
  return value;
}
