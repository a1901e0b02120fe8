/** For a clerk a status is a word and a step is a command: says so where the agent did not allow a step. */
import { EdocError } from '../../errors.js';
import { businessWords } from '../clerk/state-words.js';
import type { Cli } from '../command.js';

const commands: Readonly<Record<string, string>> = {
  '02': 'refuse',
  '03': 'accept',
  '04': 'assign',
  '05': 'progress',
  '06': 'finish',
  '15': 'agree',
  '16': 'decline',
};

/** The same error with statuses and commands by their names; any other error as it is. */
export function inStepWords(cli: Cli, error: unknown): unknown {
  if (!(error instanceof EdocError) || error.code !== 'status.not-allowed') return error;
  const { code, state, allowed } = error.detail;
  const steps = String(allowed)
    .split(', ')
    .flatMap((step) => commands[step] ?? []);
  return new EdocError(error.code, {
    place: error.place,
    detail: {
      code: cli.say(businessWords(String(code))),
      state: cli.say(businessWords(String(state))),
      allowed:
        steps.length > 0 ? steps.join(', ') : cli.say({ en: 'no further step', vi: 'không còn bước nào' }),
    },
    cause: error,
  });
}
