/** Text strings and dates of PDF (ISO 32000-1, 7.9.2 and 7.9.4) for people. */

/** UTF-16 or UTF-8 with its byte order mark, else PDFDocEncoding, of which the part that it shares with Latin-1 is read. */
export function textOf(octets: Buffer): string {
  if (octets[0] === 0xfe && octets[1] === 0xff) {
    const even = octets.subarray(2, octets.length - (octets.length % 2));
    return Buffer.from(even).swap16().toString('utf16le').normalize('NFC');
  }
  if (octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf)
    return octets.toString('utf8', 3).normalize('NFC');
  return octets.toString('latin1');
}

const dateForm = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([-+])(\d{2})'?(\d{2})?'?|Z.*)?$/;

/** `D:YYYYMMDDHHmmSSOHH'mm'`; undefined where it is none. Without a zone it is taken for universal time. */
export function dateOf(text: string): Date | undefined {
  const parts = dateForm.exec(text);
  if (!parts) return undefined;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    hours,
    minutes = '00',
  ] = parts;
  const zone = sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
