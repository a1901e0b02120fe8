/** `edoc agent archive` on two running nodes: what leaves, what stays, and what everybody is told afterwards. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { writeMissing } from '../../src/edoc/index.js';
import { EdocError } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';
import { eventually } from '../support/node.js';
import {
  ArchiveRoom,
  digestsOf,
  exchange,
  finish,
  has,
  inParts,
  kinds,
  type RunAnswer,
  type Shown,
  show,
} from './support/archive-room.js';
import { edoc, edocJson } from './support/edoc.js';
import { codeOf, reaches, sendLetter } from './support/office.js';

describe('the archive', () => {
  const room = new ArchiveRoom();

  it('takes what is over at both ends, tells so, and leaves nothing that anybody misses', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const octets = randomBytes(inParts);
    const id = await exchange(ministry, octets);
    await finish(nghean, id, ministry);

    const dry = await edocJson<object>(
      ['agent', 'archive', '--before', new Date().toISOString(), '--dry-run'],
      nghean.directory,
    );
    expect(dry).to.deep.include({ documents: 1, contents: { count: 1, octets: inParts } });
    expect(await has(nghean, id)).to.equal(true);
    const removed = { count: 1, octets: inParts };
    for (const node of [ministry, nghean]) {
      expect(await room.archive(node)).to.deep.include({ documents: 1, removed, failed: 0, open: {} });
      expect(await has(node, id)).to.equal(false);
      const steps = ['container.sealed', 'document.archived', 'contents.removed'];
      expect((await kinds(node, id)).slice(-3)).to.deep.equal(steps);
    }
    expect(await room.archive(nghean), 'a second run').to.deep.include({ documents: 0, failed: 0, open: {} });

    const { archived } = await show(nghean, id);
    const track = await edocJson<Shown>(['track', id], nghean.directory);
    expect(track.archived).to.deep.equal(archived);
    expect((await edoc(['show', id], nghean.directory)).stdout).to.contain(archived?.container);
    for (const args of [
      ['save', id, '--to', join(room.folder, 'saved')],
      ['evidence', 'export', id, '--to', join(room.folder, 'exported.asice')],
    ]) {
      const { exitCode, stderr } = await edoc(args, nghean.directory);
      expect(exitCode).to.equal(1);
      expect(stderr).to.contain('[content.archived]').and.contain(archived?.container);
    }
    const check = await edocJson<{ whole: boolean }>(['agent', 'check'], nghean.directory);
    expect(check.whole).to.equal(true);
    // Both may use one folder: the second node's container stands beside the first one's.
    const [year = ''] = (await readdir(join(room.folder, 'archive'))).filter((name) => /^\d/.test(name));
    const [month = ''] = await readdir(join(room.folder, 'archive', year));
    expect(await readdir(join(room.folder, 'archive', year, month))).to.have.members([
      `${id}.asice`,
      `${id}-2.asice`,
    ]);
    const out = join(room.folder, 'out');
    const file = join(room.folder, 'archive', archived?.container ?? '');
    const report = await edocJson<{ files: { sha256: string; indication: string }[] }>(
      ['evidence', 'verify', file, '--extract', out],
      nghean.directory,
    );
    expect(report.files[0]).to.include({ sha256: archived?.sha256, indication: 'TOTAL-PASSED' });
    const names = await readdir(out, { recursive: true });
    const extracted = names.find((name) => name.endsWith('Phụ lục.bin')) ?? '';
    expect((await readFile(join(out, extracted))).equals(octets)).to.equal(true);
  }).timeout(90_000);

  it('waits for what is not over, and takes what nobody finished only where it is told to', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const id = await exchange(ministry);
    const recalled = await exchange(ministry);
    await ministry.desk.recall({ packetId: recalled, reason: 'Gửi nhầm' });
    await eventually('the recall is there', async () => {
      const [entry] = (await nghean.reader.document(recalled)).entries;
      return entry?.recall === 'requested' && (await nghean.reader.counts()).waiting.receipts === 0;
    });
    expect(await room.archive(nghean)).to.deep.include({ documents: 0, open: { recall: 1, unfinished: 1 } });
    expect(await room.archive(ministry, '--unfinished')).to.deep.include({
      documents: 1,
      open: { recall: 1 },
    });
    expect(await room.archive(nghean, '--unfinished')).to.deep.include({ documents: 1, open: { recall: 1 } });
    expect([await has(nghean, id), await has(nghean, recalled)]).to.deep.equal([false, true]);
    await nghean.desk.step({ packetId: recalled, code: '16', reason: 'Đã xử lý' });
    await eventually('the answer is there', async () => {
      const [sent] = await ministry.reader.deliveries(recalled);
      return sent?.recall === 'declined' && (await ministry.reader.counts()).waiting.receipts === 0;
    });
    expect(await room.archive(ministry)).to.deep.include({ documents: 1, open: {} });
    expect(await room.archive(nghean, '--unfinished')).to.deep.include({ documents: 1, open: {} });
  }).timeout(90_000);

  it('removes what several documents have with the last of them, and stores what comes anew', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const octets = randomBytes(inParts);
    const first = await exchange(ministry, octets);
    await exchange(ministry, octets);
    expect(await room.archive(ministry, '--limit', '1')).to.deep.include({
      documents: 1,
      removed: { count: 0, octets: 0 },
    });
    expect(await has(ministry, first)).to.equal(true);
    expect(await room.archive(ministry)).to.deep.include({
      documents: 1,
      removed: { count: 1, octets: inParts },
    });
    expect(await room.archive(nghean, '--unfinished')).to.deep.include({ documents: 2 });
    expect([await has(ministry, first), await has(nghean, first)]).to.deep.equal([false, false]);
    // The sender knows that the node once had it, and leaves it out: the node asks for it.
    const anew = await exchange(ministry, octets);
    expect([await has(ministry, anew), await has(nghean, anew)]).to.deep.equal([true, true]);
    expect(await room.archive(ministry)).to.deep.include({
      documents: 1,
      removed: { count: 1, octets: inParts },
    });
  }).timeout(90_000);

  it('names what does not pass, leaves it as it is, and takes the others', async () => {
    const [ministry] = [await room.start('G22'), await room.start('H41')];
    const bad = await exchange(ministry);
    const good = await exchange(ministry);
    const [digest = ''] = await digestsOf(ministry, bad);
    const { config } = await readAgentPlace(ministry.directory);
    const path = join(config.data, 'content', digest.slice(0, 2), digest.slice(2));
    const octets = await readFile(path);
    await writeFile(path, Buffer.alloc(inParts, 1));
    const { exitCode, stdout } = await edoc(room.line('--json'), ministry.directory);
    const run: RunAnswer = JSON.parse(stdout);
    expect(exitCode).to.equal(1);
    expect(run.documents).to.equal(1);
    expect(run.failures.map(({ packetId }) => packetId)).to.deep.equal([bad]);
    expect(run.failures[0]?.code).to.equal('container.unfinished');
    expect((await show(ministry, bad)).archived).to.equal(undefined);
    expect((await show(ministry, good)).archived).to.not.equal(undefined);
    const names = await readdir(join(room.folder, 'archive'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.asice'))).to.have.length(1);
    await writeFile(path, octets);
    expect(await room.archive(ministry)).to.deep.include({ documents: 1, failed: 0 });
  }).timeout(90_000);

  it('says where an attachment is to who sends the document again, or asks for parts of it (content.archived)', async () => {
    const warned: (string | undefined)[] = [];
    const ministry = await room.start('G22', {
      log: {
        ...silentLog,
        warn: (event, { packet, error } = {}) => {
          warned.push(event, packet, error instanceof EdocError ? error.code : undefined);
        },
      },
    });
    const files = [{ name: 'Phụ lục.bin', octets: randomBytes(inParts) }];
    const id = await sendLetter(ministry.desk, { to: ['H14'], files });
    await reaches(ministry, id, { H14: 'sent' });
    const plain = await sendLetter(ministry.desk, { to: ['H14'] });
    await reaches(ministry, plain, { H14: 'sent' });
    expect(await room.archive(ministry)).to.deep.include({ documents: 0, open: { delivery: 2 } });
    await ministry.store.expire(new Date(Date.now() + 100 * 3_600_000));
    expect(await room.archive(ministry)).to.deep.include({ documents: 2 });
    const { exitCode, stderr } = await edoc(['resend', id], ministry.directory);
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain('[content.archived]');
    expect((await ministry.reader.deliveries(id))[0]?.state).to.equal('expired');
    // What is in the packet itself can be sent for ever.
    expect((await edoc(['resend', plain], ministry.directory)).exitCode).to.equal(0);
    // The recipient comes back after all, and takes what lies at the broker.
    const caobang = await room.start('H14');
    await reaches(ministry, id, { H14: 'delivered' });
    const [sha256 = ''] = await digestsOf(ministry, id);
    await caobang.context.bus.publish({
      type: 'missing',
      messageId: id,
      lane: 'urgent',
      recipients: [ministry.context.node],
      body: writeMissing({ packetId: id, contents: [{ sha256, parts: [{ from: 0, to: 0 }] }] }),
    });
    await eventually('the sender’s log tells of it', async () => warned.includes('parts.archived'));
    const place = warned.indexOf('parts.archived');
    expect(warned.slice(place, place + 3)).to.deep.equal(['parts.archived', id, 'content.archived']);
  }).timeout(90_000);

  it('is in a backup as a record, and needs the agent (agent.not-running) and a date that has passed (archive.future)', async () => {
    const [ministry, nghean] = [await room.start('G22'), await room.start('H41')];
    const id = await exchange(ministry);
    await room.archive(nghean, '--unfinished');
    const { directory } = nghean;
    const to = join(room.folder, 'backup');
    const { contents } = await edocJson<{ contents: { count: number } }>(
      ['agent', 'backup', '--to', to],
      directory,
    );
    expect(contents.count).to.equal(0);
    const restored = join(room.folder, 'restored');
    expect((await edoc(['agent', 'restore', to, '--dir', restored])).exitCode).to.equal(0);
    expect((await edocJson<{ whole: boolean }>(['agent', 'check'], restored)).whole).to.equal(true);
    expect((await edocJson<Shown>(['show', id], restored)).archived).to.deep.equal(
      (await show(nghean, id)).archived,
    );

    const ahead = await edoc(['agent', 'archive', '--before', '2101-02-03', '--to', room.folder], directory);
    expect(ahead.stderr).to.contain('[archive.future]').and.contain('2101-02-03T00:00:00+07:00');
    expect((await edoc(['agent', 'archive', '--before', '2024-01-01'], directory)).stderr).to.contain(
      '--to <folder>',
    );
    await room.doors.pop()?.close();
    const alone = await edoc(room.line(), directory);
    expect([alone.exitCode, alone.stderr]).to.satisfy(
      ([code, words]: [number, string]) => code === 3 && words.includes('[agent.not-running]'),
    );
    expect(
      await codeOf(nghean.desk.archive({ packetId: 'x', container: 'x', sha256: 'x', size: 1 })),
    ).to.equal('document.unknown');
  }).timeout(90_000);
});
