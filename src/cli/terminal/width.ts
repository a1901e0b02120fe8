/** How many columns a text takes on a terminal. */

/** East Asian scripts and pictures take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Marks that combine take none, and neither do colours. */
export function width(text: string): number {
  const bare = text
    .replace(/\p{Cc}\[[0-9;]*m/gu, '')
    .normalize('NFC')
    .replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, '');
  let columns = 0;
  for (const character of bare) columns += wide.test(character) ? 2 : 1;
  return columns;
}
