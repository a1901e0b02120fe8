/** Asks for a secret on the terminal and shows nothing of what is typed. */
import { EdocError } from '../../errors.js';

const enter = new Set(['\r', '\n']);
const erase = new Set(['\u007f', '\b']);
/** Ctrl-C, Ctrl-D. */
const giveUp = new Set(['\u0003', '\u0004']);

/** What is needed of a terminal to read from it. */
export interface TerminalInput extends NodeJS.EventEmitter {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** @throws EdocError `secret.no-terminal`, `secret.interrupted` */
export async function askHidden(
  prompt: string,
  input: TerminalInput = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  if (input.isTTY !== true) throw new EdocError('secret.no-terminal');
  output.write(prompt);
  input.setRawMode(true);
  input.setEncoding('utf8');
  try {
    return await typed(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

function typed(input: TerminalInput): Promise<string> {
  return new Promise((resolve, reject) => {
    let characters: string[] = [];
    const end = (settle: () => void) => {
      input.off('data', take);
      settle();
    };
    const take = (text: string | Buffer) => {
      for (const character of String(text)) {
        if (enter.has(character)) return end(() => resolve(characters.join('').normalize('NFC')));
        if (giveUp.has(character)) return end(() => reject(new EdocError('secret.interrupted')));
        if (erase.has(character)) characters = characters.slice(0, -1);
        else characters.push(character);
      }
    };
    input.on('data', take);
    input.resume();
  });
}
