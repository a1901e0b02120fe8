/** Whom a message is for, and how the event log names them (`spec/log.md`, section 1). */
import { isLegacy, type Message, type OrganId } from '../edoc/index.js';
import type { AgentContext } from './context.js';

/** By the codes that the message has, in its order. Of a status: the agency that it speaks to. */
export function recipientsOf(message: Message): OrganId[] {
  return message.kind === 'document'
    ? message.to.map(({ organId }) => organId)
    : [message.responseFor.organId];
}

/** The same by the codes that the directory lists, where it knows them: the logs of two nodes shall name an agency alike. */
export async function listedRecipients({ store }: AgentContext, message: Message): Promise<OrganId[]> {
  const codes: OrganId[] = [];
  for (const code of recipientsOf(message)) {
    codes.push(isLegacy(code) ? ((await store.agency(code))?.code ?? code) : code);
  }
  return codes;
}

/** A detail of the log is one text; no code has a space. */
export function codesText(codes: readonly OrganId[]): string {
  return codes.join(' ');
}
