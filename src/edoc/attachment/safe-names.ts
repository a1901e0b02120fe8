/** File names of a packet as they are written into a folder: names that a packet may have need not be good for every disk. */

/** Octets of a file name that common file systems take. */
const nameBytes = 255;

/** Names that stand for devices on Windows, whatever follows the dot. */
const deviceName = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * File names of a packet fit for this folder, on any system: none is hidden, looks like an option, names a device or shows
 * its letters in another order, none differs from another by case alone, and none is longer than file systems take.
 */
export function safeNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const bare = name
      .normalize('NFC')
      .replace(/[/\\:*?"<>|\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '_')
      .replace(/[. ]+$/, '_');
    const safe = /^[.-]/.test(bare) || deviceName.test(bare) ? `_${bare}` : bare;
    const dot = safe.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
    let free = shortened(stem, ending);
    for (let number = 2; taken.has(free.toLowerCase()); number += 1) {
      free = shortened(stem, ` (${number})${ending}`);
    }
    taken.add(free.toLowerCase());
    return free;
  });
}

/** Takes from the end of the stem what is too much; an ending that leaves no room for it is cut as well. */
function shortened(stem: string, ending: string): string {
  const tail = cut(ending, nameBytes / 2);
  return cut(stem, nameBytes - Buffer.byteLength(tail)) + tail;
}

/** As many whole characters as fit. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}
