/** One step on a received document, through the running agent. */
import type { StepRequest } from '../../agent/index.js';
import type { Cli, Example } from '../command.js';
import { openDesk } from '../desk.js';
import { withRegister } from '../register.js';
import type { Words } from '../terminal/language.js';
import { clean } from '../terminal/text.js';
import { inStepWords } from './step-words.js';

export interface StepOptions {
  readonly agency?: string;
  readonly reason?: string;
  readonly staff?: string;
  readonly department?: string;
}

export interface StepTexts {
  readonly name: string;
  readonly code: StepRequest['code'];
  readonly summary: Words;
  readonly description: Words;
  /** Said when it is done. */
  readonly done: Words;
  readonly examples: readonly Example[];
}

export async function takeStep(cli: Cli, id: string, texts: StepTexts, options: StepOptions): Promise<void> {
  const desk = await openDesk(cli);
  // What people call a document is looked up in the register; the agent knows packet ids only.
  const { packetId, entries } = await withRegister(cli, (register) => register.document(id));
  const { agency, reason, staff, department } = options;
  const named = {
    ...(staff === undefined ? {} : { staff }),
    ...(department === undefined ? {} : { department }),
  };
  const request: StepRequest = {
    packetId,
    code: texts.code,
    ...(agency === undefined ? {} : { agency }),
    ...(reason === undefined ? {} : { reason }),
    ...(Object.keys(named).length === 0 ? {} : { staff: named }),
  };
  const result = await desk.step(request).catch((error: unknown) => {
    // Programs get the codes as they are.
    throw cli.output.json ? error : inStepWords(cli, error);
  });
  const { output } = cli;
  output.document(result);
  const [entry] = entries;
  output.print(
    `${output.style('green', `✔ ${cli.say(texts.done)}`)} ${clean(entry?.code ?? '')} (${clean(entry?.subject ?? '')})`,
    cli.say({ en: '  The sender is told.', vi: '  Trạng thái đang được báo cho bên gửi.' }),
  );
}
