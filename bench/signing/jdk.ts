/** The JDK's XML signatures (Apache Santuario) in a process of its own that is warm: `JdkSigning.java` beside this file. */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.js';
import { type SealedPacket, sealedAt } from './sealed.js';

const program = fileURLToPath(new URL('../../../bench/signing/JdkSigning.java', import.meta.url));
/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';
/** Operations until its compiler has nothing left to do. */
const warmUp = { verify: 8_000, sign: 3_000 };

/** Undefined where Java is not there. @throws Error where it does not verify or sign. */
export async function jdk({ folder }: SealedPacket): Promise<Engine | undefined> {
  if (spawnSync('java', [noTrace, '-version']).error) return undefined;
  const child = spawn('java', [noTrace, program, folder, sealedAt.toISOString()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (operation: 'verify' | 'sign', count: number) => {
    child.stdin.write(`${operation} ${count}\n`);
    const { value, done } = await lines.next();
    const nanoseconds = Number(value);
    if (done || !Number.isFinite(nanoseconds)) throw new Error(`the JDK's signer ended: ${value ?? ''}`);
    return nanoseconds / 1e6 / count;
  };
  await ask('verify', warmUp.verify);
  await ask('sign', warmUp.sign);
  return {
    name: 'JDK',
    verify: (count) => ask('verify', count),
    sign: (count) => ask('sign', count),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
