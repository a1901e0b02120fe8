/** Changes of values: base64 and what is in it, numbers, dates, identifiers. */
import { mutateDer } from './mutate-asn1.js';
import type { Random } from './random.js';
import type { Mutation, Sample } from './target.js';

/** Text of an element that looks like base64. */
const base64Text = /(?<=>)[A-Za-z0-9+/]{16,}={0,2}(?=<)/g;
const number = /\d+/g;
const time = /\d{4}[-/]\d\d[-/]\d\d([T ][\d:.]+Z?)?/g;

function overMatches(
  pattern: RegExp,
  change: (match: string, random: Random, corpus: readonly Sample[]) => string,
): Mutation {
  return (input, random, corpus) => {
    const text = input.toString('latin1');
    const all = [...text.matchAll(pattern)];
    if (all.length === 0) return input;
    const found = random.pick(all);
    const end = found.index + found[0].length;
    return Buffer.from(
      text.slice(0, found.index) + change(found[0], random, corpus) + text.slice(end),
      'latin1',
    );
  };
}

/** The same octets, or none, in a writing that decoders may or may not take. */
const otherWritings: readonly ((text: string, random: Random) => string)[] = [
  (text) => text.replace(/=+$/, ''),
  (text) => `${text}=`,
  (text) => text.replaceAll('+', '-').replaceAll('/', '_'),
  (text) => (text.match(/.{1,64}/g) ?? []).join('\n'),
  (text, random) => insert(text, random, ' '),
  (text, random) => insert(text, random, '\n'),
  (text, random) => insert(text, random, '='),
  (text, random) => insert(text, random, '*'),
  // The unused bits of the last character.
  (text) =>
    text.replace(/[AQgw](?===$)|[AEIMQUYcgkosw048](?==$)/, (last) =>
      String.fromCharCode(last.charCodeAt(0) + 1),
    ),
  () => '',
  (text) => text + text,
  (text, random) => text.slice(0, random.below(text.length)),
];

function insert(text: string, random: Random, what: string): string {
  const at = random.below(text.length);
  return text.slice(0, at) + what + text.slice(at);
}

const writeBase64 = overMatches(base64Text, (text, random) => random.pick(otherWritings)(text, random));

const changeDecoded = overMatches(base64Text, (text, random, corpus) => {
  const octets = Buffer.from(text, 'base64');
  if (octets[0] === 0x30)
    return mutateDer(octets, random, certificatesOf(random.pick(corpus))).toString('base64');
  const at = random.below(octets.length);
  octets[at] = random.chance(2) ? 0 : (octets[at] ?? 0) ^ (1 << random.below(8));
  return octets.toString('base64');
});

const exchangeBase64 = overMatches(base64Text, (text, random, corpus) => {
  const all = random.pick(corpus).octets.toString('latin1').match(base64Text);
  return all ? random.pick(all) : text;
});

function certificatesOf({ octets }: Sample): Buffer[] {
  const all = octets.toString('latin1').match(base64Text) ?? [];
  return all.map((text) => Buffer.from(text, 'base64')).filter((der) => der[0] === 0x30);
}

const numbers = [
  '0',
  '-1',
  '00',
  '1',
  '2',
  '9007199254740993',
  '18446744073709551616',
  '1e9',
  '0x10',
  'NaN',
  '٣',
  '',
];
const changeNumber = overMatches(number, (text, random) =>
  random.chance(2) ? random.pick(numbers) : String(Number(text) + random.pick([-1, 1, 10, 256])),
);

const times = [
  '2026-02-30T00:00:00Z',
  '2026-06-01T24:00:00Z',
  '2026-06-01T07:59:60Z',
  '2026-06-01T07:59:58.000Z',
  '2026-06-01T07:59:58+00:00',
  '2026-06-01T07:59:58z',
  '2026-06-01',
  '0000-01-01T00:00:00Z',
  '+012026-06-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  ' 2026-06-01T07:59:58Z',
  '2026/02/30',
  'x',
  '',
];
const changeTime = overMatches(time, (_text, random) => random.pick(times));

/** The text of an element out of another file. */
const textOfElement = /(?<=>)[^<>]+(?=<)/g;
const exchangeText = overMatches(textOfElement, (text, random, corpus) => {
  const all = random.pick(corpus).octets.toString('latin1').match(textOfElement);
  return all ? random.pick(all) : text;
});
const longText = overMatches(textOfElement, (text, random) => text.repeat(random.chance(20) ? 3_000 : 30));

export const valueMutations: readonly Mutation[] = [
  writeBase64,
  changeDecoded,
  changeDecoded,
  exchangeBase64,
  changeNumber,
  changeTime,
  exchangeText,
  longText,
];
