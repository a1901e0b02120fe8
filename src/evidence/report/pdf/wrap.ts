/** Breaks text into lines. Nothing is cut off, however long a word is. */

/** Line feeds stay. @param measure the width of a text in the same unit as `width` */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split('\n').flatMap((line) => wrappedLine(line, width, measure));
}

function wrappedLine(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  const take = (part: string) => {
    const joined = line === '' ? part : `${line} ${part}`;
    if (measure(joined) <= width) {
      line = joined;
      return;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const piece of pieces(part, width, measure)) {
      if (line !== '') lines.push(line);
      line = piece;
    }
  };
  for (const word of writable(text).split(' ')) take(word);
  lines.push(line);
  return lines;
}

/** A word in pieces that fit; a mark stays with the letter that it stands on. */
function pieces(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const [letter] of word.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    if (piece !== '' && measure(piece + letter) > width) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return piece === '' ? found : [...found, piece];
}

/** The fonts have the scripts of Europe and Vietnam. Anything else stands as its number rather than as an empty box. */
function writable(text: string): string {
  return text.replace(
    /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Emoji_Presentation}|[\u{10000}-\u{10ffff}]/gu,
    (character) => `[U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}
