/** The node that is away, as a process of its own: started with its directory and with how far its clock is ahead. */

import { facing } from '../e2e/support/facing.js';
import { startNode } from '../support/node.js';
import type { Answer, Question, Said } from './receiver.js';

const [directory = '', aheadMs = '0'] = process.argv.slice(2);
const ahead = Number(aheadMs);

let redelivered = 0;

const say = (said: Said) => void process.send?.(said);
const loud =
  (level: 'warn' | 'error') =>
  (event: string, fields: { readonly error?: unknown; readonly code?: string } = {}) => {
    const { error } = fields;
    const code =
      fields.code ?? (error instanceof Error && 'code' in error ? String(error.code) : String(error ?? ''));
    say({ event: { level, event, code } });
  };

const node = await startNode(directory, {
  now: () => new Date(Date.now() + ahead),
  log: { debug: () => {}, info: () => {}, warn: loud('warn'), error: loud('error') },
  bus: (bus) =>
    facing(bus, {
      consume: (handler) =>
        bus.consume((message) => {
          if (message.redelivered) redelivered += 1;
          return handler(message);
        }),
    }),
});

process.on('message', (question: Question) => {
  const answered = answer(question).catch((error: unknown): Answer => ({ failed: String(error) }));
  void answered.then((answer) => say({ id: question.id, answer }));
});
say({ ready: true });

async function answer({ ask }: Question): Promise<Answer> {
  switch (ask.kind) {
    case 'directory':
      return { version: (await node.store.directoryVersion())?.version ?? 0 };
    case 'status':
      return { status: await node.desk.status() };
    case 'send':
      return { packetId: (await node.desk.send({ message: ask.message, attachments: [] })).packetId };
    case 'figures':
      return { redelivered, peakOctets: process.resourceUsage().maxRSS * 1024 };
    case 'stop':
      await node.stop();
      setImmediate(() => process.disconnect());
      return {};
  }
}
