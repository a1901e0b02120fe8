/** A backup and a restore that end before any of their steps: what is left is known, and the same again completes it. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import {
  ContentFolder,
  checkBackup,
  checkStore,
  listBackups,
  openStore,
  restoreBackup,
  thinBackups,
  writeBackup,
} from '../../src/store/index.js';
import { codeOf, documentMessage, inbound, inFolder, packetOf, sha256 } from '../store/samples.js';
import { onlyInTheLongForm } from '../support/long-form.js';
import { leftBehind } from './commits.js';
import { backupKills, restoreKills, thinningKills, withBackedUpNode } from './copy-kills.js';
import { watchSteps } from './steps.js';

const octets = Buffer.alloc(700_000, 9);
const large = {
  name: 'Phụ lục.bin',
  contentType: 'application/octet-stream',
  sha256: sha256(octets),
  size: octets.length,
  transfer: 'parts',
} as const;
const now = () => new Date();

async function madeStore(folder: string): Promise<void> {
  const store = await openStore({ folder });
  await new ContentFolder(folder).put([octets]);
  await store.accept(inbound(packetOf(documentMessage(), { attachments: [large] })));
  await store.close();
}

const backUp = (folder: string, to: string) =>
  writeBackup({ folder, to, node: 'h41', files: [], leftOut: [], now });

/** Copies of `place` as they are before each step of `run`, and how many there were. */
async function beforeEachStep(place: string, copies: string, run: () => Promise<unknown>): Promise<number> {
  let count = 0;
  let copying = false;
  const stop = await watchSteps(async () => {
    // The copying takes such steps itself.
    if (copying) return;
    copying = true;
    await mkdir(place, { recursive: true });
    await leftBehind(place, join(copies, String(count)));
    count += 1;
    copying = false;
  });
  try {
    await run();
  } finally {
    stop();
  }
  return count;
}

async function isWhole(folder: string): Promise<void> {
  const { faults, packets } = await checkStore({
    database: join(folder, 'store.db'),
    contents: join(folder, 'content'),
  });
  expect(faults).to.deep.equal([]);
  expect(packets).to.equal(1);
}

describe('a copy of a node that is cut off', () => {
  it('before any step of a backup leaves a whole one or none, and the next backup clears away the rest', () =>
    inFolder(async (root) => {
      const [folder, to, copies] = ['data', 'backup', 'copies'].map((name) => join(root, name));
      if (!folder || !to || !copies) throw new Error('three names');
      await madeStore(folder);
      const steps = await beforeEachStep(to, copies, () => backUp(folder, to));
      expect(steps).to.be.at.least(10);
      for (let step = 0; step < steps; step += 1) {
        const copy = join(copies, String(step));
        const names = await listBackups(copy).catch(() => []);
        for (const name of names) expect((await checkBackup(copy, name)).check.faults).to.deep.equal([]);
        const { manifest } = await backUp(folder, copy);
        expect(await listBackups(copy)).to.deep.equal([...names, manifest.name]);
        expect((await readdir(join(copy, 'snapshots'))).toSorted()).to.deep.equal([...names, manifest.name]);
        expect((await checkBackup(copy, manifest.name)).check.faults).to.deep.equal([]);
        expect(
          (await readdir(join(copy, 'content'), { recursive: true })).some((name) => name.endsWith('.tmp')),
        ).to.equal(false);
      }
    }));

  it('before any step of a thinning leaves whole backups, and the next thinning removes the rest', () =>
    inFolder(async (root) => {
      const [folder, to, copies] = ['data', 'backup', 'copies'].map((name) => join(root, name));
      if (!folder || !to || !copies) throw new Error('three names');
      await madeStore(folder);
      await backUp(folder, to);
      await backUp(folder, to);
      const database = await Database.open(join(folder, 'store.db'), 'write');
      await database.exec(`UPDATE attachment SET transfer = 'inline'`);
      await database.close();
      const { manifest: made } = await backUp(folder, to);
      const names = await listBackups(to);
      const steps = await beforeEachStep(to, copies, () => thinBackups({ folder: to, made, keep: 1 }));
      // Two are renamed, which is flushed, two are removed, and so is an attachment.
      expect(steps).to.be.at.least(6);
      const seen = new Set<number>();
      for (let step = 0; step < steps; step += 1) {
        const copy = join(copies, String(step));
        const there = await listBackups(copy);
        seen.add(there.length);
        expect(there).to.deep.equal(names.slice(-there.length));
        for (const name of there) expect((await checkBackup(copy, name)).check.faults).to.deep.equal([]);
        await thinBackups({ folder: copy, made, keep: 1 });
        expect(await readdir(join(copy, 'snapshots'))).to.deep.equal([made.name]);
        const left = await readdir(join(copy, 'content'), { recursive: true });
        expect(left).to.deep.equal([large.sha256.slice(0, 2)]);
        expect((await checkBackup(copy, made.name)).check.faults).to.deep.equal([]);
      }
      expect([...seen]).to.have.members([3, 2, 1]);
    }));

  it('before any step of a restore is never opened as a store, and is completed by the same restore again', () =>
    inFolder(async (root) => {
      const [folder, from, target, copies] = ['data', 'backup', 'new', 'copies'].map((name) =>
        join(root, name),
      );
      if (!folder || !from || !target || !copies) throw new Error('four names');
      await madeStore(folder);
      const { manifest } = await backUp(folder, from);
      const restore = (to: string) =>
        restoreBackup({ from, name: manifest.name, folder: to, directory: target, now });
      const steps = await beforeEachStep(target, copies, () => restore(target));
      expect(steps).to.be.at.least(10);
      await isWhole(target);
      let begun = 0;
      for (let step = 0; step < steps; step += 1) {
        const copy = join(copies, String(step));
        const there = await readdir(copy);
        if (there.includes('restore.incomplete')) {
          begun += 1;
          expect(await codeOf(openStore({ folder: copy })), `step ${step}`).to.equal('store.restoring');
          const elsewhere = restoreBackup({ from, name: manifest.name, folder: copy, directory: root, now });
          expect(await codeOf(elsewhere), `step ${step}`).to.equal('restore.not-empty');
        } else if (there.includes('store.db')) {
          // It is finished but for the flushing of the folder.
          await isWhole(copy);
          expect(await codeOf(restore(copy))).to.equal('restore.not-empty');
          continue;
        }
        await restore(copy);
        await isWhole(copy);
        const store = await openStore({ folder: copy });
        expect((await store.reader.logRows(0, 10)).map(({ kind }) => kind)).to.deep.equal([
          'packet.accepted',
          'store.restored',
        ]);
        expect((await store.recovery.open())?.backupAt.toISOString()).to.equal(manifest.at);
        await store.close();
        expect(
          await readFile(join(copy, 'content', large.sha256.slice(0, 2), large.sha256.slice(2))),
        ).to.deep.equal(octets);
        expect((await readdir(copy)).filter((name) => /tmp|incomplete/.test(name))).to.deep.equal([]);
      }
      expect(begun).to.be.at.least(6);
    }));

  it('by SIGKILL of edoc agent backup and edoc agent restore is the same', async function () {
    onlyInTheLongForm(this, 'EDOC_CI_LONG=1 npm test -- --grep "by SIGKILL of edoc agent backup"');
    await withBackedUpNode(async (node) => {
      await backupKills(node, 29);
      await thinningKills(node, 29);
      await restoreKills(node, 29);
    });
  }).timeout(180_000);
});
