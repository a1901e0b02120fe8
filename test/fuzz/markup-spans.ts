/** Where tags and elements stand in a text that may be any: what does not close is left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const tag = /<(\/?)([A-Za-z_][\w:.-]*)([^<>]*)>/g;
/** Of more, only the first are looked at. */
const mostTags = 3_000;

export function startTagsOf(text: string): Span[] {
  return tagsOf(text)
    .filter(({ closes }) => !closes)
    .map(({ start, end }) => ({ start, end }));
}

/** Each from the beginning of its start tag to the end of its end tag, in the order of the end tags. */
export function elementsOf(text: string): Span[] {
  const open: { name: string; start: number }[] = [];
  const found: Span[] = [];
  for (const { closes, name, start, end } of tagsOf(text)) {
    if (!closes) open.push({ name, start });
    else if (open.at(-1)?.name === name) found.push({ start: open.pop()?.start ?? start, end });
  }
  return found;
}

export function nameOf(text: string, { start }: Span): string {
  return /^<([\w:.-]*)/.exec(text.slice(start, start + 400))?.[1] ?? '';
}

function tagsOf(text: string): { closes: boolean; name: string; start: number; end: number }[] {
  const found = [];
  for (const match of text.matchAll(tag)) {
    if (found.length >= mostTags) break;
    const [whole, slash, name = ''] = match;
    found.push({ closes: slash === '/', name, start: match.index, end: match.index + whole.length });
  }
  return found;
}
