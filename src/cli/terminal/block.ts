/** Names and values, one below the other. */
import type { Output } from './output.js';
import { width } from './width.js';

const gap = 2;

/** Names on the left, values on the right, long values kept whole. */
export function block(
  output: Output,
  pairs: readonly (readonly [name: string, value: string | undefined])[],
): string[] {
  const shown = pairs.filter(
    (pair): pair is readonly [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
  const left = Math.max(0, ...shown.map(([name]) => width(name)));
  return shown.map(([name, value]) => {
    const [first = '', ...more] = value.split('\n');
    const indent = ' '.repeat(left + gap);
    return [
      `${output.style('dim', name)}${' '.repeat(left - width(name) + gap)}${first}`,
      ...more.map((line) => indent + line),
    ].join('\n');
  });
}
