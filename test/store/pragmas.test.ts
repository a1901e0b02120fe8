import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import { forCommits, forWriting } from '../../src/store/pragmas.js';
import { inFolder } from './samples.js';

/** More than the cache holds. */
const rows = 48;
const rowOctets = 1_000_000;

/** Octets that a transaction has written to the disk before its commit. */
function writtenBeforeCommit(pragmas: string): Promise<number> {
  return inFolder(async (folder) => {
    const path = join(folder, 'store.db');
    const database = await Database.open(path, 'create');
    await database.exec(pragmas);
    await database.exec('CREATE TABLE large (octets BLOB)');
    const before = (await stat(`${path}-wal`)).size;
    await database.run('BEGIN IMMEDIATE');
    for (let row = 0; row < rows; row += 1) {
      await database.run('INSERT INTO large VALUES (?)', [Buffer.alloc(rowOctets, row)]);
    }
    const after = (await stat(`${path}-wal`)).size;
    await database.run('ROLLBACK');
    await database.close();
    return after - before;
  });
}

describe('a transaction of the store', () => {
  it('writes nothing before its commit, so that a full disk is met there and in no statement', async () => {
    expect(await writtenBeforeCommit(forWriting + forCommits)).to.equal(0);
  });

  it('would write before it otherwise', async () => {
    expect(await writtenBeforeCommit(forWriting)).to.be.greaterThan(rowOctets);
  });
});
