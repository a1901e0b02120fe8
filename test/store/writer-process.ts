/**
 * A process that writes to a store as fast as it can until it is killed. It takes the folder as its argument and prints a
 * line for each thing that was promised: `accepted {id}`, `submitted {id}`, `settled {id}`, `head {sequence} {hash}`.
 */
import { openStore } from '../../src/store/index.js';
import { afterSeconds, first, inbound, outbound, start } from './samples.js';

const store = await openStore({ folder: process.argv[2] ?? '' });
await store.markWaitingAsPublished();

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function take(): Promise<void> {
  const record = inbound();
  await store.accept(record);
  tell(`accepted ${record.packet.packetId}`);
}

async function send(): Promise<void> {
  const record = outbound();
  const { packetId } = record.packet;
  await store.submit(record);
  tell(`submitted ${packetId}`);
  await store.settle({
    packetId,
    recipient: first,
    outcome: 'accepted',
    bytes: Buffer.from('<Receipt/>'),
    at: afterSeconds(1),
    events: [],
  });
  tell(`settled ${packetId}`);
  const { sequence, hash } = store.logHead();
  tell(`head ${sequence} ${hash}`);
}

async function work(): Promise<never> {
  for (;;) await Promise.all([take(), send()]);
}

tell(`ready ${start.getTime()}`);
await Promise.all(Array.from({ length: 20 }, work));
