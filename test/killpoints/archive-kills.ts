/** `edoc agent archive` as a process that is killed before each of its steps, while the agent lives. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import { edoc } from '../e2e/support/edoc.js';
import { type Office, reaches, sendLetter } from '../e2e/support/office.js';
import type { TestNode } from '../support/node.js';
import { killed, stepsOf, type Tried, tried } from './copy-kills.js';

const octets = 600_000;

/**
 * Kills it at one in so many of its points. Each time what is not recorded has its attachments, and the same command again archives
 * it, with one container and nothing beside it.
 */
export async function archiveKills(office: Office, every = 1): Promise<Tried> {
  const [sender] = [await office.start('G22'), await office.start('H41')];
  const { config } = await readAgentPlace(sender.directory);
  const door = await openDoor({ socketPath: config.socket, desk: sender.desk, log: silentLog });
  const root = await mkdtemp(join(tmpdir(), 'edoc-archive-kills-'));
  const line = (to: string) => [
    ...['agent', 'archive', '--before', new Date().toISOString(), '--to', to],
    ...['--agent', sender.directory],
  ];
  try {
    await send(sender);
    const steps = await stepsOf(line(join(root, 'faultless')), join(root, 'steps'));
    return await tried(steps, every, async (step) => {
      const to = join(root, `archive-${step}`);
      const packetId = await send(sender);
      await killed(line(to), step);
      if (!(await isArchived(sender, packetId))) {
        expect(
          await hasContents(sender, packetId),
          `step ${step}: nothing is removed before the record`,
        ).to.equal(true);
      }
      const again = await edoc(line(to));
      expect(
        again.exitCode,
        `archive after a kill before step ${step}: ${again.stdout}${again.stderr}`,
      ).to.equal(0);
      expect(await isArchived(sender, packetId)).to.equal(true);
      expect(await hasContents(sender, packetId)).to.equal(false);
      const { archived } = await sender.reader.document(packetId);
      const files = (await readdir(to, { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      );
      const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(to.length + 1));
      expect(names, `step ${step}`).to.deep.equal([archived?.container]);
      const verified = await edoc([
        'evidence',
        'verify',
        join(to, names[0] ?? ''),
        '--agent',
        sender.directory,
      ]);
      expect(verified.exitCode, `${verified.stdout}${verified.stderr}`).to.equal(0);
    });
  } finally {
    await door.close();
    await rm(root, { recursive: true, force: true });
  }
}

async function send(sender: TestNode): Promise<string> {
  const files = [{ name: 'Phụ lục.bin', octets: randomBytes(octets) }];
  const packetId = await sendLetter(sender.desk, { to: ['H41'], files });
  await reaches(sender, packetId, { H41: 'delivered' });
  return packetId;
}

async function isArchived({ reader }: TestNode, packetId: string): Promise<boolean> {
  return (await reader.document(packetId)).archived !== undefined;
}

async function hasContents({ reader, context }: TestNode, packetId: string): Promise<boolean> {
  const { attachments } = await reader.document(packetId);
  const there = await Promise.all(attachments.map(({ sha256 }) => context.contents.has(sha256)));
  return there.every(Boolean);
}
