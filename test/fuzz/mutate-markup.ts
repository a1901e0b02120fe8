/** Changes of structure: elements, attributes and namespaces of XML, and what may stand between them. */
import { elementsOf, nameOf, type Span, startTagsOf } from './markup-spans.js';
import type { Random } from './random.js';
import type { Mutation, Sample } from './target.js';

type Edit = (text: string, random: Random, corpus: readonly Sample[]) => string;

const mostDepth = 5_000;

function overElements(
  change: (text: string, element: Span, random: Random, all: readonly Span[]) => string,
): Edit {
  return (text, random) => {
    const elements = elementsOf(text);
    return elements.length === 0 ? text : change(text, random.pick(elements), random, elements);
  };
}

function overStartTags(change: (tag: string, random: Random) => string): Edit {
  return (text, random) => {
    const tags = startTagsOf(text);
    if (tags.length === 0) return text;
    const { start, end } = random.pick(tags);
    return text.slice(0, start) + change(text.slice(start, end), random) + text.slice(end);
  };
}

const insertAt = (text: string, at: number, piece: string) => text.slice(0, at) + piece + text.slice(at);
const cut = (text: string, { start, end }: Span) => text.slice(0, start) + text.slice(end);

const duplicateElement = overElements((text, element) =>
  insertAt(text, element.end, text.slice(element.start, element.end)),
);
const removeElement = overElements(cut);

/** To the place before, inside or after another one, which may lie in itself: then it is not well-formed. */
const moveElement = overElements((text, element, random, all) => {
  const piece = text.slice(element.start, element.end);
  const target = random.pick(all);
  const at = random.pick([target.start, target.end, text.indexOf('>', target.start) + 1]);
  const shifted = at >= element.end ? at - (element.end - element.start) : at;
  return insertAt(cut(text, element), shifted, piece);
});

const copyElement = overElements((text, element, random, all) => {
  const target = random.pick(all);
  const at = random.pick([target.start, target.end, text.indexOf('>', target.start) + 1]);
  return insertAt(text, at, text.slice(element.start, element.end));
});

const exchangeElements = overElements((text, element, random, all) => {
  const other = random.pick(all);
  const [first, second] = element.start < other.start ? [element, other] : [other, element];
  if (second.start < first.end) return text;
  return (
    text.slice(0, first.start) +
    text.slice(second.start, second.end) +
    text.slice(first.end, second.start) +
    text.slice(first.start, first.end) +
    text.slice(second.end)
  );
});

/** Signature wrapping of every kind: an element, or its content, around which there is another one. */
const wrapElement = overElements((text, element, random, all) => {
  const name = random.chance(2)
    ? nameOf(text, random.pick(all))
    : random.pick(['x', 'ds:Object', 'Wrapper', 'ds:Signature']);
  const whole = text.slice(element.start, element.end);
  return `${text.slice(0, element.start)}<${name}>${whole}</${name}>${text.slice(element.end)}`;
});

const unwrapElement = overElements((text, element) => {
  const inner = text.slice(text.indexOf('>', element.start) + 1, text.lastIndexOf('<', element.end));
  return text.slice(0, element.start) + inner + text.slice(element.end);
});

const nestElement = overElements((text, element, random) => {
  const depth = random.chance(30) ? random.below(mostDepth) : 1 + random.below(40);
  return (
    text.slice(0, element.start) +
    '<a>'.repeat(depth) +
    text.slice(element.start, element.end) +
    '</a>'.repeat(depth) +
    text.slice(element.end)
  );
});

const renameElement = overElements((text, element, random, all) => {
  const old = nameOf(text, element);
  const name = random.pick([
    nameOf(text, random.pick(all)),
    'x',
    old.toLowerCase(),
    `x:${old}`,
    'a'.repeat(300),
    'é',
  ]);
  const whole = text.slice(element.start, element.end);
  const start = `<${name}${whole.slice(old.length + 1)}`;
  const end = start.endsWith(`</${old}>`) ? `${start.slice(0, -old.length - 1)}${name}>` : start;
  return text.slice(0, element.start) + end + text.slice(element.end);
});

/** The element of the same name out of another file: values are swapped between signatures. */
const takeFromOther: Edit = (text, random, corpus) => {
  const elements = elementsOf(text);
  if (elements.length === 0) return text;
  const element = random.pick(elements);
  const other = random.pick(corpus).octets.toString('latin1');
  const name = nameOf(text, element);
  const same = elementsOf(other).filter((one) => nameOf(other, one) === name);
  if (same.length === 0) return text;
  const { start, end } = random.pick(same);
  return text.slice(0, element.start) + other.slice(start, end) + text.slice(element.end);
};

const takeAnyFromOther: Edit = (text, random, corpus) => {
  const other = random.pick(corpus).octets.toString('latin1');
  const [theirs, ours] = [elementsOf(other), elementsOf(text)];
  if (theirs.length === 0 || ours.length === 0) return text;
  const { start, end } = random.pick(theirs);
  const place = random.pick(ours);
  return insertAt(text, random.pick([place.start, place.end]), other.slice(start, end));
};

const attribute = / [\w:.-]+="[^"]*"/g;
const pickAttribute = (tag: string, random: Random) => {
  const all = [...tag.matchAll(attribute)];
  return all.length > 0 ? random.pick(all) : undefined;
};

const doubleAttribute = overStartTags((tag, random) => {
  const found = pickAttribute(tag, random);
  return found ? insertAt(tag, found.index, found[0]) : tag;
});
const removeAttribute = overStartTags((tag, random) => {
  const found = pickAttribute(tag, random);
  return found ? tag.slice(0, found.index) + tag.slice(found.index + found[0].length) : tag;
});
const reverseAttributes = overStartTags((tag) => {
  const all = tag.match(attribute) ?? [];
  return all.length < 2 ? tag : tag.replace(all.join(''), all.toReversed().join(''));
});
const names = [
  'Id',
  'ID',
  'id',
  'xml:id',
  'URI',
  'Algorithm',
  'Target',
  'Type',
  'xmlns',
  'xmlns:ds',
  'xml:base',
  'xml:space',
  'xsi:type',
];
const values = [
  '',
  'seal',
  'seal-content',
  'seal-properties',
  '#seal',
  'packet-x',
  '&#x9;',
  '&lt;',
  'urn:x',
  'http://www.w3.org/2000/09/xmldsig#',
];
const addAttribute = overStartTags((tag, random) => {
  const many = random.chance(100) ? 5_000 : 1;
  const all = Array.from(
    { length: many },
    (_, index) => ` ${random.pick(names)}${many > 1 ? index : ''}="${random.pick(values)}"`,
  );
  return insertAt(tag, tag.search(/[ />]/), all.join(''));
});
const changeValue = overStartTags((tag, random) => {
  const found = pickAttribute(tag, random);
  if (!found) return tag;
  const name = found[0].slice(0, found[0].indexOf('='));
  return tag.replace(found[0], `${name}="${random.pick(values)}"`);
});
const changeQuotes = overStartTags((tag) => tag.replaceAll('"', "'"));
const spacesInTag = overStartTags((tag, random) =>
  tag.replace(random.chance(2) ? ' ' : '>', (found) => `${random.pick([' ', '\n', '\t', '  '])}${found}`),
);
const emptyElement: Edit = (text) => text.replace(/<([\w:]+)([^<>]*)><\/\1>/, '<$1$2/>');
const changePrefix: Edit = (text, random) => {
  const [from, to] = random.pick([
    ['ds:', 'dsig:'],
    ['xades:', 'x:'],
    ['edXML:', ''],
    ['xmlns:ds=', 'xmlns:xd='],
    ['xmlns=', 'xmlns:e='],
  ]);
  return random.chance(2) ? text.replaceAll(from ?? '', to ?? '') : text.replace(from ?? '', to ?? '');
};

const bomb =
  '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">';
const doctypes = [
  '<!DOCTYPE edXML>',
  `<!DOCTYPE edXML [${bomb}]>`,
  '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
  '<!DOCTYPE edXML [<!ATTLIST x Id ID #IMPLIED>]>',
  '<!DOCTYPE edXML SYSTEM "x.dtd">',
];
const between = [
  '<!-- x -->',
  '<!---->',
  '<?x y?>',
  '<?xml version="1.0"?>',
  '<![CDATA[x]]>',
  '<![CDATA[',
  '&x;',
  '&c;',
  '&#65;',
  '&#x0;',
  '&amp;',
  '&quot;',
  '&',
  ']]>',
  '>',
  ' ',
  '\n',
  '\r\n',
  '<x></x>',
  '<x/>',
  '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"></xi:include>',
  '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform>',
  '<ds:HMACOutputLength>1</ds:HMACOutputLength>',
  '<Copy Id="seal"></Copy>',
];

const insertBetween = overElements((text, element, random) => {
  const at = random.pick([element.start, element.end, text.indexOf('>', element.start) + 1]);
  return insertAt(text, at, random.pick(between));
});
const insertAnywhere: Edit = (text, random) =>
  insertAt(text, random.below(text.length), random.pick(between));
const insertDoctype: Edit = (text, random) => insertAt(text, text.indexOf('\n') + 1, random.pick(doctypes));
const changeDeclaration: Edit = (text, random) =>
  text.replace(
    /^<\?xml[^>]*>\n?/,
    random.pick([
      '',
      "<?xml version='1.0' encoding='UTF-8'?>\n",
      '<?xml version="1.1" encoding="UTF-8"?>\n',
      '<?xml version="1.0"?>\n',
      '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n',
      '<?xml version="1.0" encoding="UTF-7"?>\n',
      '\n<?xml version="1.0" encoding="UTF-8"?>\n',
    ]),
  );

const edits: readonly Edit[] = [
  duplicateElement,
  removeElement,
  moveElement,
  copyElement,
  exchangeElements,
  wrapElement,
  unwrapElement,
  nestElement,
  renameElement,
  takeFromOther,
  takeFromOther,
  takeAnyFromOther,
  doubleAttribute,
  removeAttribute,
  reverseAttributes,
  addAttribute,
  changeValue,
  changeQuotes,
  spacesInTag,
  emptyElement,
  changePrefix,
  insertBetween,
  insertAnywhere,
  insertDoctype,
  changeDeclaration,
];

/** One character for each octet, so that nothing else changes. */
export const structureMutations: readonly Mutation[] = edits.map(
  (edit) => (input, random, corpus) => Buffer.from(edit(input.toString('latin1'), random, corpus), 'latin1'),
);
