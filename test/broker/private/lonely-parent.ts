/**
 * A process that starts a private broker and never stops it: `lonely-parent.js FILES [exit]`. It prints the broker's
 * ports and ids as one line of JSON; with `exit` it then ends by itself, otherwise it waits to be killed.
 */
import { startPrivateBroker } from '../../../src/broker/index.js';

const [filesDir = '', wish] = process.argv.slice(2);
const { amqps, management, pid } = await startPrivateBroker({ filesDir });
console.log(JSON.stringify({ amqps, management, pid }));
if (wish !== 'exit') setInterval(() => undefined, 60_000);
