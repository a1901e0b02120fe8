/** Which attachments the packets in quarantine name: nothing removes them while such a packet may still be taken. */
import { join } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../src/edoc/index.js';
import { Database } from '../../src/store/database.js';
import { openStore } from '../../src/store/index.js';
import { quarantineContents } from '../../src/store/migrations/0013-quarantine-contents.js';
import { refused } from './refused.js';
import { afterSeconds, inFolder, newPacketId, sha256, withStore } from './samples.js';

describe('the attachments of a packet in quarantine', () => {
  const [digest, inside] = [sha256(Buffer.from('in parts')), sha256(Buffer.from('inline'))];
  const content = (digestOf: string, transfer: string) =>
    `<ndax:Content xmlns:ndax="x" Sha256="${digestOf}" Size="8" Transfer="${transfer}"></ndax:Content>`;
  const naming = (text: string) =>
    Buffer.from(`${text}${content(digest, 'parts')}${content(digest, 'parts')}${content(inside, 'inline')}`);

  it('are known while it may still be taken, whatever is wrong with it', () =>
    withStore(async (store) => {
      const isKept = () => store.archive.isQuarantined(digest);
      const [one, other] = [newPacketId(), newPacketId()];
      await store.quarantine(refused(one, naming('một')));
      await store.quarantine(refused(one, naming('một')));
      await store.quarantine(refused(other, naming('hai'), { type: 'returned', receipts: [] }));
      expect([await isKept(), await store.archive.isQuarantined(inside)]).to.deep.equal([true, false]);
      const all = await store.reader.quarantined({ limit: 5 });
      expect(all).to.have.length(2);
      for (const { key, messageId } of all) {
        expect(await isKept()).to.equal(true);
        await store.discard({ id: key, messageId }, 'Đã gửi lại', afterSeconds(9));
      }
      expect(await isKept()).to.equal(false);
      // What is no packet names none.
      await store.quarantine(refused(newPacketId(), naming('ba'), { type: 'part', receipts: [] }));
      expect(await isKept()).to.equal(false);
    }));

  it('are forgotten with it when it makes room for others', () =>
    withStore(async (store, folder) => {
      await store.quarantine(refused(newPacketId(), naming('')));
      for (let number = 0; number < limits.quarantineNodeMessages; number += 1) {
        expect(await store.archive.isQuarantined(digest)).to.equal(true);
        await store.quarantine(refused(newPacketId(), Buffer.from(String(number)), { receipts: [] }));
      }
      expect(await store.archive.isQuarantined(digest)).to.equal(false);
      const database = await Database.open(join(folder, 'store.db'), 'read');
      expect(await database.all('SELECT * FROM quarantine_content')).to.deep.equal([]);
      await database.close();
    }));

  it('are found by the migration in what was refused before it', () =>
    inFolder(async (folder) => {
      const store = await openStore({ folder });
      const gone = naming('bỏ');
      await store.quarantine(refused(newPacketId(), gone));
      const [{ key = 0, messageId = '' } = {}] = await store.reader.quarantined({ limit: 1 });
      await store.discard({ id: key, messageId }, 'Đã gửi lại', afterSeconds(9));
      await store.quarantine(refused(newPacketId(), naming('một')));
      await store.quarantine(refused(newPacketId(), Buffer.from('no packet')));
      const kept = (await store.reader.quarantined({ limit: 9 })).map((one) => one.key);
      await store.close();
      const path = join(folder, 'store.db');
      const database = await Database.open(path, 'write');
      await database.exec('DROP TABLE quarantine_content');
      await quarantineContents.up(database);
      expect(await database.all('SELECT * FROM quarantine_content')).to.deep.equal([
        { sha256: digest, quarantine_key: Math.min(...kept) },
      ]);
      await database.close();
    }));
});
