/** `edoc agent archive` while other things go on: nothing is removed that anybody is about to need. */
import { randomBytes } from 'node:crypto';
import { cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Desk } from '../../src/agent/index.js';
import { publishDirectory } from '../../src/axis/index.js';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { takeFileLock } from '../../src/store/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { ArchiveRoom, exchange, has, inParts, kinds, type RunAnswer, show } from './support/archive-room.js';
import { edoc, edocJson } from './support/edoc.js';
import { replaced } from './support/facing.js';
import { codeOf, once, reaches, sendLetter } from './support/office.js';

describe('archiving beside other work', () => {
  const room = new ArchiveRoom();

  it('goes no further where a source is down, and not beside another run of itself', async () => {
    const ministry = await room.start('G22');
    await room.start('H41');
    for (let sent = 0; sent < 4; sent += 1) await exchange(ministry);
    const { config } = await readAgentPlace(ministry.directory);
    for (const door of room.doors.splice(0, 1)) await door.close();
    let seals = 0;
    const desk: Desk = {
      ...ministry.desk,
      sealContainer: async (request) => {
        seals += 1;
        return { ...(await ministry.desk.sealContainer(request)), gap: 'authority.unavailable' };
      },
    };
    await room.openDoor(ministry, desk);
    const { exitCode, stdout } = await edoc(room.line('--json'), ministry.directory);
    const run: RunAnswer = JSON.parse(stdout);
    expect([exitCode, seals, run.documents]).to.deep.equal([1, 3, 0]);
    expect(run.failures.map(({ code }) => code)).to.deep.equal(Array(3).fill('container.level'));
    expect(run.stopped?.code).to.equal('archive.stopped');
    const names = await readdir(join(room.folder, 'archive'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.asice'))).to.deep.equal([]);
    const lock = await takeFileLock(join(config.data, 'archive.lock'), 0);
    const beside = await edoc(room.line(), ministry.directory);
    expect(beside.stderr).to.contain('[archive.under-way]');
    await lock.release();
    await room.doors.pop()?.close();
    await room.openDoor(ministry);
    expect(await room.archive(ministry)).to.deep.include({ documents: 4, failed: 0 });
  }).timeout(90_000);

  it('keeps what is handed in, sent or received at that moment, and removes it later', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const octets = randomBytes(inParts);
    const id = await exchange(ministry, octets);
    await ministry.desk.putContent(once(octets));
    expect(await room.archive(ministry)).to.deep.include({
      documents: 1,
      waiting: 1,
      waitsFor: 'archive.in-use',
    });
    expect(await has(ministry, id)).to.equal(true);
    const next = await exchange(ministry, octets);
    expect(await has(ministry, next)).to.equal(true);
    expect(await room.archive(ministry)).to.deep.include({
      documents: 1,
      waiting: 0,
      removed: { count: 1, octets: inParts },
    });
    expect([await has(ministry, id), await has(nghean, next)]).to.deep.equal([false, true]);
  }).timeout(90_000);

  it('loses nothing of the same content that goes on being sent while it is archived again and again', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const octets = randomBytes(inParts);
    let going = true;
    let sent = 0;
    const sending = (async () => {
      while (going) {
        const id = await exchange(ministry, octets);
        sent += 1;
        for (const node of [ministry, nghean]) {
          const archived = (await node.reader.document(id)).archived !== undefined;
          // Between the two questions it may have been archived.
          if (archived || (await has(node, id))) continue;
          expect((await node.reader.document(id)).archived, `${id} at ${node.context.node}`).to.not.equal(
            undefined,
          );
        }
      }
    })();
    const archiving = async (node: TestNode) => {
      for (;;) {
        for (const { packetId } of await node.reader.archiveCandidates({ before: new Date(), limit: 100 })) {
          const request = { packetId, container: 'x', sha256: 'ab'.repeat(32), size: 1, unfinished: true };
          await node.desk.archive(request).catch(() => undefined);
        }
        await node.desk.removeArchived({ limit: 100 });
        if (!going) return;
      }
    };
    const rounds = [archiving(ministry), archiving(nghean)];
    await Promise.race([sending, eventually('eight documents', async () => sent >= 8, 60_000)]);
    going = false;
    await Promise.all([sending, ...rounds]);
    await archiving(ministry);
    await archiving(nghean);
    for (const node of [ministry, nghean]) {
      const check = await edocJson<{ whole: boolean }>(['agent', 'check'], node.directory);
      expect(check.whole).to.equal(true);
      expect(await archivedCount(node)).to.be.at.least(8);
    }
  }).timeout(120_000);

  it('is not given back to a node that lost it, and both are told', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const { directory } = nghean;
    await edocJson(['agent', 'backup', '--to', join(room.folder, 'backup'), '--with-keys'], directory);
    const archived = await exchange(ministry);
    const kept = await exchange(ministry);
    expect(await room.archive(ministry, '--limit', '1')).to.deep.include({
      documents: 1,
      removed: { count: 1, octets: inParts },
    });
    await room.doors.pop()?.close();
    await room.office.stop(nghean);
    await rename(directory, join(room.folder, 'burnt'));
    expect(
      (await edoc(['agent', 'restore', join(room.folder, 'backup'), '--dir', directory])).exitCode,
    ).to.equal(0);
    await cp(join(room.folder, 'burnt', 'secrets'), join(directory, 'secrets'), { recursive: true });
    const restored = await room.start('H41');
    await room.office.start('H14');
    const nothing = { packetId: kept, container: 'x', sha256: 'ab'.repeat(32), size: 1 };
    expect(await codeOf(restored.desk.archive(nothing))).to.equal('archive.recovering');
    await eventually('the other document is back', async () => has(restored, kept).catch(() => false));
    await eventually('the log names the one that is not', async () =>
      (await kinds(ministry, archived)).includes('packet.not-returned'),
    );
    expect(await codeOf(restored.reader.document(archived))).to.equal('store.not-found');
    await room.office.axis.change(({ context }) => publishDirectory(context));
    await eventually('the end of the recovery', async () => !(await restored.store.recovery.open()));
  }).timeout(90_000);

  it('leaves what only a packet in quarantine has, which can be replayed, until that is settled (archive.quarantined)', async () => {
    let trouble = false;
    const ministry = await room.start('G22');
    const nghean = await room.start('H41', {
      store: (real) =>
        replaced(real, {
          accept: async (record) => {
            if (trouble) throw new TypeError('not foreseen');
            return real.accept(record);
          },
        }),
    });
    const files = [{ name: 'Phụ lục.bin', octets: randomBytes(inParts) }];
    // What the tests before it left there.
    await room.archive(nghean, '--unfinished');
    const old = await exchange(ministry, files[0]?.octets);
    const send = async () => {
      trouble = true;
      const id = await sendLetter(ministry.desk, { to: ['H41'], files });
      await reaches(ministry, id, { H41: 'refused' });
      trouble = false;
      const kept = (await nghean.reader.quarantined({ limit: 9 })).find(({ messageId }) => messageId === id);
      return { id, key: kept?.key ?? 0 };
    };
    const [refused, discarded] = [await send(), await send()];
    const run = await room.archive(nghean, '--unfinished');
    const replayed = await nghean.desk.replay({ id: refused.key });
    expect(replayed).to.include({ outcome: 'accepted' });
    expect(await has(nghean, refused.id)).to.equal(true);
    const nothing = { count: 0, octets: 0 };
    const waiting = { waiting: 1, waitsFor: 'archive.quarantined', removed: nothing };
    expect(run).to.deep.include({ documents: 1, ...waiting });
    expect((await show(nghean, old)).archived).to.not.equal(undefined);
    // Now a document has it, and when that leaves the other packet still does.
    expect(await room.archive(nghean, '--unfinished')).to.deep.include({ documents: 1, ...waiting });
    await nghean.desk.discard({ id: discarded.key, reason: 'Đã gửi lại' });
    const removed = { count: 1, octets: inParts };
    expect(await room.archive(nghean, '--unfinished')).to.deep.include({ documents: 0, waiting: 0, removed });
  }).timeout(90_000);
});

async function archivedCount({ reader }: TestNode): Promise<number> {
  const inbox = await reader.inbox({ limit: 1_000 });
  const outbox = await reader.outbox({ limit: 1_000 });
  return [...inbox, ...outbox].filter(({ archivedAt }) => archivedAt !== undefined).length;
}
