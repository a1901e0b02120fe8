/**
 * The floor: only what no exchange of a document and its receipt can do without, in one process. Two RSA-2048
 * signatures, two verifications, a 5 kB and a 2.5 kB message, each published with confirm to a quorum queue, consumed and
 * acknowledged. No XML, no TLS, no store. A real exchange is judged as a share of it, measured in the same run.
 */
import {
  createHash,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Channel, type ConfirmChannel, connect } from 'amqplib';
import { startPrivateBroker } from '../src/broker/index.js';
import { testBrokerFiles } from '../test/support/broker.js';

const documentBytes = 5_000;
const receiptBytes = 2_500;
/** Exchanges under way at the same time. */
const window = 64;

/** A private broker of its own that listens without TLS, because the floor has none. */
export async function startFloorBroker(): Promise<{ url: string; stop(): Promise<void> }> {
  const { directory } = await testBrokerFiles();
  try {
    // One user with a password, whose hash is RabbitMQ's: a salt of 4 octets, and SHA-256 over salt and password.
    const salt = randomBytes(4);
    const hash = Buffer.concat([salt, createHash('sha256').update(salt).update('floor').digest()]).toString(
      'base64',
    );
    const all = { configure: '.*', write: '.*', read: '.*' };
    const definitions = {
      users: [
        { name: 'floor', password_hash: hash, hashing_algorithm: 'rabbit_password_hashing_sha256', tags: '' },
      ],
      vhosts: [{ name: 'floor' }],
      permissions: [{ user: 'floor', vhost: 'floor', ...all }],
    };
    await writeFile(join(directory, 'definitions.json'), JSON.stringify(definitions));
    const broker = await startPrivateBroker({ filesDir: directory, plainAmqp: true });
    if (!broker.plainAmqp) throw new Error('the broker has no plain listener');
    const { host, port } = broker.plainAmqp;
    return { url: `amqp://floor:floor@${host}:${port}/floor`, stop: () => broker.stop() };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** @param url plain `amqp://`, because the floor has no TLS. @returns exchanges per second. */
export async function measureFloor(url: string, exchanges: number): Promise<number> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sending = await connect(url);
  const receiving = await connect(url);
  const out = await sending.createConfirmChannel();
  const back = await receiving.createConfirmChannel();
  const documents = await quorumQueue(out, 'floor.documents');
  const receipts = await quorumQueue(out, 'floor.receipts');
  const document = randomBytes(documentBytes);
  const receipt = randomBytes(receiptBytes);

  await back.prefetch(window);
  await back.consume(documents, (message) => {
    if (!message) return;
    const { signature } = message.properties.headers as { signature: Buffer };
    if (!verified(message.content, signature, publicKey)) throw new Error('the floor does not verify');
    back.ack(message);
    publish(back, receipts, receipt, privateKey);
  });

  let under = 0;
  let begun = 0;
  let ended = 0;
  const started = process.hrtime.bigint();
  await out.prefetch(window);
  await new Promise<void>((resolve, reject) => {
    const more = () => {
      while (under < window && begun < exchanges) {
        under += 1;
        begun += 1;
        publish(out, documents, document, privateKey);
      }
    };
    out
      .consume(receipts, (message) => {
        if (!message) return;
        const { signature } = message.properties.headers as { signature: Buffer };
        if (!verified(message.content, signature, publicKey)) reject(new Error('the floor does not verify'));
        out.ack(message);
        under -= 1;
        ended += 1;
        if (ended === exchanges) resolve();
        else more();
      })
      .then(more, reject);
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  // The last confirms may come after the last receipt.
  await Promise.all([out.waitForConfirms(), back.waitForConfirms()]);
  await sending.close();
  await receiving.close();
  return exchanges / seconds;
}

async function quorumQueue(channel: Channel, name: string): Promise<string> {
  await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.purgeQueue(name);
  return name;
}

function publish(channel: ConfirmChannel, queue: string, body: Buffer, key: KeyObject): void {
  const signature = createSign('sha256').update(body).sign(key);
  channel.sendToQueue(queue, body, { persistent: true, headers: { signature } }, (error) => {
    if (error) throw error;
  });
}

function verified(body: Buffer, signature: Buffer, key: KeyObject): boolean {
  return createVerify('sha256').update(body).verify(key, signature);
}
