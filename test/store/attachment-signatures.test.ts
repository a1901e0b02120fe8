import { join } from 'node:path';
import { expect } from 'chai';
import { Database } from '../../src/store/database.js';
import { openReader, openStore } from '../../src/store/index.js';
import { migrations } from '../../src/store/migrations/all.js';
import { inFolder } from './samples.js';

const packetId = 'ab000000-0000-7000-8000-000000000001';

/** A packet with five attachments, as the version before this table wrote it. */
const older = `
  INSERT INTO packet (id, direction, kind, sha256, size, sender, at) VALUES
    ('${packetId}', 'in', 'document', 'x', 1, 'H41', 1000), ('${packetId}', 'out', 'document', 'x', 1, 'H41', 900);
  INSERT INTO packet_octets (packet_id, direction, bytes) VALUES ('${packetId}', 'in', x'01'), ('${packetId}', 'out', x'01');
  INSERT INTO attachment (packet_id, direction, ordinal, name, content_type, sha256, size, transfer) VALUES
    ('${packetId}', 'in', 0, 'a.txt', 'text/plain', 's0', 1, 'inline'),
    ('${packetId}', 'in', 1, 'b', 'application/pdf', 's1', 2, 'inline'),
    ('${packetId}', 'in', 2, 'C.PDF', 'application/octet-stream', 's2', 3, 'parts'),
    ('${packetId}', 'out', 1, 'd.pdf', 'application/pdf', 's1', 2, 'inline');`;

describe('what is kept of signatures inside attachments', () => {
  it('waits for every PDF file that ever came in, and for none that went out', () =>
    inFolder(async (folder) => {
      const database = await Database.open(join(folder, 'store.db'), 'create');
      for (const migration of migrations.slice(0, 5)) await migration.up(database);
      await database.exec(`${older}; PRAGMA user_version = 5`);
      await database.close();

      const store = await openStore({ folder });
      const waiting = await store.attachmentsToInspect(10);
      expect(waiting.map(({ ordinal, name, transfer }) => [ordinal, name, transfer])).to.deep.equal([
        [1, 'b', 'inline'],
        [2, 'C.PDF', 'parts'],
      ]);
      expect(waiting[0]).to.deep.include({ packetId, receivedAt: new Date(1000), packet: Buffer.from([1]) });
      const [first] = waiting;
      if (!first) throw new Error('nothing waits');
      const report = { signatures: [{ coverage: 'whole' }] };
      await store.keepSignatures(first, { verdict: 'valid', report, at: new Date(2000) });
      expect((await store.attachmentsToInspect(10)).map(({ ordinal }) => ordinal)).to.deep.equal([2]);
      const reader = await openReader(folder);
      expect(await reader.attachmentSignatures(packetId)).to.deep.equal([
        { ordinal: 1, verdict: 'valid', report, at: new Date(2000) },
      ]);
      await reader.close();
      await store.close();
    }));
});
