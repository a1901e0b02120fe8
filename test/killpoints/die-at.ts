/**
 * Loaded into the real program (`node --import`), it kills the process at the point that `EDOC_KILL_AT` names: with SIGKILL, so
 * that nothing is finished, closed or flushed. Every part of the program is the one that is deployed; only the methods through
 * which it writes are wrapped, and the driver's own publish and ack. What it passed is in the file `EDOC_PASSED`, a line each.
 */
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultPolicy } from '../../src/agent/index.js';
import { Archive } from '../../src/store/archive.js';
import { AttentionWatch } from '../../src/store/attention-watch.js';
import { Evidence } from '../../src/store/evidence.js';
import { ContentFolder } from '../../src/store/index.js';
import { Recovery } from '../../src/store/recovery.js';
import { Returning } from '../../src/store/returning.js';
import { Store } from '../../src/store/store.js';
import { nameOf } from './points.js';

const { EDOC_KILL_AT: deadly, EDOC_PASSED: file, EDOC_PATIENCE: patience } = process.env;

function pass(point: string): void {
  if (file) appendFileSync(file, `${point}\n`);
  if (point === deadly) process.kill(process.pid, 'SIGKILL');
}

function wrap(prototype: object, prefix = ''): void {
  for (const property of Object.getOwnPropertyNames(prototype)) {
    const method = `${prefix}${property}`;
    const real: unknown = Object.getOwnPropertyDescriptor(prototype, property)?.value;
    if (typeof real !== 'function' || nameOf(method, []) === undefined) continue;
    Reflect.set(prototype, property, async function (this: unknown, ...values: unknown[]) {
      const name = nameOf(method, values);
      pass(`before ${name}`);
      const result: unknown = await real.apply(this, values);
      pass(`after ${name}`);
      return result;
    });
  }
}

interface Published {
  readonly type?: string;
  readonly headers?: { readonly part?: number };
}
type Publish = (
  this: unknown,
  exchange: string,
  key: string,
  body: Buffer,
  options: Published,
  confirmed: (refusal: unknown) => void,
) => boolean;
interface Channels {
  readonly ConfirmChannel: { readonly prototype: { publish: Publish } };
  readonly Channel: {
    readonly prototype: { ack(this: unknown, message: { properties: Published }, allUpTo?: boolean): void };
  };
}

function wrapDriver({ ConfirmChannel, Channel }: Channels): void {
  const { publish } = ConfirmChannel.prototype;
  ConfirmChannel.prototype.publish = function (exchange, key, body, options, confirmed) {
    const part = options.headers?.part;
    const name = part === undefined ? options.type : `part: ${part}`;
    pass(`before publish ${name}`);
    return publish.call(this, exchange, key, body, options, (refusal) => {
      if (!refusal) pass(`after publish ${name}`);
      confirmed(refusal);
    });
  };
  const { ack } = Channel.prototype;
  Channel.prototype.ack = function (message, allUpTo) {
    pass(`before ack ${message.properties.type}`);
    ack.call(this, message, allUpTo);
  };
}

wrap(Store.prototype);
wrap(Recovery.prototype, 'recovery.');
wrap(Returning.prototype, 'returning.');
wrap(Evidence.prototype, 'evidence.');
wrap(AttentionWatch.prototype, 'attention.');
wrap(Archive.prototype, 'archive.');
wrap(ContentFolder.prototype);
const require = createRequire(import.meta.url);
const driver: Channels = require(join(dirname(require.resolve('amqplib')), 'lib', 'channel_model.js'));
wrapDriver(driver);
// What does not come is waited for as long as the flow says.
if (patience) Object.assign(defaultPolicy, { patience: Number(patience) });
