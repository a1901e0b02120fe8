import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { whileWritingBackups } from '../../src/store/backup-locks.js';
import { Database } from '../../src/store/database.js';
import {
  type Backup,
  ContentFolder,
  checkBackup,
  listBackups,
  openStore,
  restoreBackup,
  type Store,
  thinBackups,
  whileReadingBackups,
  writeBackup,
} from '../../src/store/index.js';
import { codeOf, documentMessage, inbound, inFolder, packetOf, sha256, start } from './samples.js';

const attached = (fill: number) => {
  const octets = Buffer.alloc(300_000 + fill, fill);
  const large = {
    name: `Phụ lục ${fill}.bin`,
    contentType: 'application/octet-stream',
    sha256: sha256(octets),
    size: octets.length,
    transfer: 'parts',
  } as const;
  return { octets, large };
};

const minute = (number: number) => new Date(Date.UTC(2026, 10, 22, 8, number));

const contentIn = (folder: string, digest: string) =>
  join(folder, 'content', digest.slice(0, 2), digest.slice(2));

/** A node of its own that is backed up into `to`, at the minute that is told. */
class BackedUp {
  readonly #to: string;
  readonly #folder: string;
  readonly #node: string;
  readonly #store: Store;

  private constructor(root: string, to: string, node: string, store: Store) {
    this.#to = to;
    this.#folder = join(root, node);
    this.#node = node;
    this.#store = store;
  }

  static async open(root: string, to: string, node = 'h41'): Promise<BackedUp> {
    return new BackedUp(root, to, node, await openStore({ folder: join(root, node) }));
  }

  /** Takes a document with an attachment, and returns the digest of that. */
  async take(fill: number): Promise<string> {
    const { octets, large } = attached(fill);
    await new ContentFolder(this.#folder).put([octets]);
    await this.#store.accept(inbound(packetOf(documentMessage(), { attachments: [large] })));
    return large.sha256;
  }

  /** As archiving does to the documents that are there: their attachments are needed no more. */
  async letAttachmentsGo(): Promise<void> {
    const database = await Database.open(join(this.#folder, 'store.db'), 'write');
    await database.exec(`UPDATE attachment SET transfer = 'inline'`);
    await database.close();
  }

  backUp(at: number): Promise<Backup> {
    return writeBackup({
      ...{ folder: this.#folder, to: this.#to, node: this.#node, files: [], leftOut: [] },
      now: () => minute(at),
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/**
 * Three backups: the first two name an attachment that the third does not, and all that are made after `shared` came name that.
 */
async function withThree(
  use: (three: {
    readonly to: string;
    readonly root: string;
    readonly node: BackedUp;
    readonly names: readonly string[];
    readonly made: Backup;
    readonly gone: string;
    readonly shared: string;
  }) => Promise<void>,
): Promise<void> {
  await inFolder(async (root) => {
    const to = join(root, 'backup');
    const node = await BackedUp.open(root, to);
    try {
      const gone = await node.take(1);
      const first = await node.backUp(1);
      await node.letAttachmentsGo();
      const shared = await node.take(2);
      const second = await node.backUp(2);
      const made = await node.backUp(3);
      const names = [first, second, made].map(({ manifest }) => manifest.name);
      await use({ to, root, node, names, made, gone, shared });
    } finally {
      await node.close();
    }
  });
}

async function contentsIn(to: string): Promise<string[]> {
  const entries = await readdir(join(to, 'content'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => parentPath.slice(-2) + name)
    .toSorted();
}

async function areWhole(to: string, names: readonly string[]): Promise<void> {
  for (const name of names) expect((await checkBackup(to, name)).check.faults, name).to.deep.equal([]);
}

describe('the thinning of a folder of backups', () => {
  it('leaves the newest and the attachments that they name, whole and fit to be restored', () =>
    withThree(async ({ to, root, names, made, gone, shared }) => {
      const size = attached(1).octets.length;
      expect(await contentsIn(to)).to.deep.equal([gone, shared].toSorted());
      const { backups, contents } = await thinBackups({ folder: to, made: made.manifest, keep: 2 });
      expect(backups.count).to.equal(1);
      expect(backups.octets).to.be.greaterThan(0);
      expect(contents).to.deep.equal({ count: 1, octets: size });
      expect(await readdir(join(to, 'snapshots'))).to.deep.equal(names.slice(1));
      expect(await contentsIn(to)).to.deep.equal([shared]);
      await areWhole(to, names.slice(1));
      const target = join(root, 'new');
      await restoreBackup({ from: to, name: names[1] ?? '', folder: target, now: () => start });
      expect(await readFile(contentIn(target, shared))).to.deep.equal(attached(2).octets);
    }));

  it('does nothing where there are no more than may stay', () =>
    withThree(async ({ to, names, made }) => {
      const thinned = await thinBackups({ folder: to, made: made.manifest, keep: 3 });
      expect(thinned).to.deep.equal({ backups: { count: 0, octets: 0 }, contents: { count: 0, octets: 0 } });
      expect(await listBackups(to)).to.deep.equal(names);
      await areWhole(to, names);
    }));

  it('keeps the backup that was just made, and neither counts nor removes those of a clock that went wrong', () =>
    withThree(async ({ to, node, names }) => {
      const { manifest } = await node.backUp(0);
      await thinBackups({ folder: to, made: manifest, keep: 1 });
      expect(await listBackups(to)).to.deep.equal([manifest.name, ...names]);
      await areWhole(to, [manifest.name, ...names]);
    }));

  it('leaves what is of another node, and what is no backup and no attachment', () =>
    withThree(async ({ to, root, made, shared }) => {
      const other = await BackedUp.open(root, to, 'g22');
      const theirs = await other.take(3);
      const { manifest } = await other.backUp(0);
      await other.close();
      const strangers = [
        join(to, 'content', 'README'),
        join(to, 'content', '00', 'notes.txt'),
        join(to, 'snapshots', '@eaDir', 'x'),
        join(to, 'snapshots', 'list.txt'),
      ];
      for (const path of strangers) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, 'theirs');
      }
      const { backups } = await thinBackups({ folder: to, made: made.manifest, keep: 1 });
      expect(backups.count).to.equal(2);
      expect(await listBackups(to)).to.deep.equal([manifest.name, made.manifest.name]);
      await areWhole(to, [manifest.name, made.manifest.name]);
      for (const path of strangers) {
        expect(await readFile(path, 'utf8')).to.equal('theirs');
        await rm(path);
      }
      expect(await contentsIn(to)).to.deep.equal([theirs, shared].toSorted());
    }));

  it('finishes what an earlier one, a killed backup or a hand left', () =>
    withThree(async ({ to, names, made, gone, shared }) => {
      const [first = '', second = ''] = names.map((name) => join(to, 'snapshots', name));
      await rename(first, `${first}.unfinished`);
      await rm(join(`${first}.unfinished`, 'store.db'));
      await rm(second, { recursive: true });
      await writeFile(`${contentIn(to, gone)}.tmp`, 'half a copy');
      const { backups, contents } = await thinBackups({ folder: to, made: made.manifest, keep: 1 });
      expect([backups.count, contents.count]).to.deep.equal([0, 2]);
      expect(await readdir(join(to, 'snapshots'))).to.deep.equal([made.manifest.name]);
      expect(await contentsIn(to)).to.deep.equal([shared]);
    }));

  const damages: readonly (readonly [what: string, damage: (snapshot: string) => Promise<unknown>])[] = [
    ['has lost its description', (snapshot) => rm(join(snapshot, 'backup.json'))],
    [
      'has a description that is none',
      (snapshot) => writeFile(join(snapshot, 'backup.json'), '{"format":1}'),
    ],
    ['has lost its database', (snapshot) => rm(join(snapshot, 'store.db'))],
    [
      'has a database of damaged pages',
      async (snapshot) => {
        const path = join(snapshot, 'store.db');
        await writeFile(path, (await readFile(path)).fill(0x5a, 4_096));
      },
    ],
    [
      'has a database that names less than it did',
      async (snapshot) => {
        const database = await Database.open(join(snapshot, 'store.db'), 'write');
        await database.exec(`UPDATE attachment SET transfer = 'inline'`);
        await database.close();
      },
    ],
    [
      'is of a later version',
      async (snapshot) => {
        const database = await Database.open(join(snapshot, 'store.db'), 'write');
        await database.exec('PRAGMA user_version = 9999');
        await database.close();
      },
    ],
  ];
  for (const [what, damage] of damages) {
    it(`removes nothing where a backup ${what} (backup.unreadable)`, () =>
      withThree(async ({ to, names, made }) => {
        const before = await contentsIn(to);
        for (const name of names.slice(0, 2).toReversed()) {
          await damage(join(to, 'snapshots', name));
          const thinning = thinBackups({ folder: to, made: made.manifest, keep: 1 });
          expect(await codeOf(thinning), name).to.equal('backup.unreadable');
          expect(await readdir(join(to, 'snapshots'))).to.deep.equal(names);
          expect(await contentsIn(to)).to.deep.equal(before);
        }
        for (const name of names.slice(0, 2)) await rm(join(to, 'snapshots', name), { recursive: true });
        await thinBackups({ folder: to, made: made.manifest, keep: 1 });
        await areWhole(to, [made.manifest.name]);
      }));
  }

  it('waits while backups are read, and then leaves them for the next time (backup.being-read)', () =>
    withThree(async ({ to, names, made }) => {
      await whileReadingBackups(to, async () => {
        await whileReadingBackups(to, async () => {
          const thinning = thinBackups({ folder: to, made: made.manifest, keep: 1 });
          expect(await codeOf(thinning)).to.equal('backup.being-read');
        });
        await areWhole(to, names);
      });
      const { backups } = await thinBackups({ folder: to, made: made.manifest, keep: 1 });
      expect(backups.count).to.equal(2);
    }));

  it('and a backup go on in one folder one after the other, and who waits too long is told (backup.under-way)', () =>
    withThree(async ({ to, node, made, shared }) => {
      const added = await node.take(4);
      const [next] = await Promise.all([
        node.backUp(4),
        thinBackups({ folder: to, made: made.manifest, keep: 1 }),
      ]);
      const names = [made.manifest.name, next.manifest.name];
      expect(await readdir(join(to, 'snapshots'))).to.deep.equal(names);
      expect(await contentsIn(to)).to.deep.equal([added, shared].toSorted());
      await areWhole(to, names);
      await whileWritingBackups(to, async () => {
        const waiting = whileWritingBackups(to, async () => undefined, 0);
        expect(await codeOf(waiting)).to.equal('backup.under-way');
      });
    }));
});
