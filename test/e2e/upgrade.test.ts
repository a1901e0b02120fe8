/** `edoc evidence upgrade` where most of what is kept cannot be raised, for reasons that no source can mend. */
import { join } from 'node:path';
import { expect } from 'chai';
import sqlite3 from 'sqlite3';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { type RunningServices, startServices } from '../../src/cli/axis/services.js';
import { openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import { edoc } from './support/edoc.js';
import { freePort } from './support/free-port.js';
import { codeOf, Office, reaches, sendLetter } from './support/office.js';

const letters = 58;
/** More than the command asks for at a time. */
const spoilt = 104;
const good = 2 * letters - spoilt;

describe('upgrading evidence', () => {
  let url = '';
  let services: RunningServices | undefined;

  before(async () => {
    url = `http://127.0.0.1:${await freePort()}`;
  });
  const office = new Office(undefined, () => ({ servicesUrl: url }));
  afterEach(() => services?.close());

  it(`goes past ${spoilt} files that cannot be raised, raises those behind them, and tells why by code`, async () => {
    const ministry = await office.start('G22');
    await office.start('H41');
    const ids: string[] = [];
    for (let count = 0; count < letters; count += 1)
      ids.push(await sendLetter(ministry.desk, { to: ['H41'] }));
    for (const id of ids) await reaches(ministry, id, { H41: 'delivered' });
    await office.stop(ministry);
    const { config } = await readAgentPlace(ministry.directory);
    // A packet and its answer come one after the other.
    await change(
      config.data,
      `UPDATE packet_octets SET bytes = x'3c' WHERE key IN (SELECT packet_key FROM evidence WHERE key <= ${spoilt});
       UPDATE evidence SET properties = '<p/>' WHERE key <= ${spoilt} AND receipt_key IS NOT NULL;`,
    );
    const again = await office.start('G22');
    const { hostname: host, port } = new URL(url);
    services = await startServices(office.axis.directory, {
      ...{ host, port: Number(port), tsa: true, ocsp: true, crl: true, log: silentLog },
    });
    const door = await openDoor({ socketPath: config.socket, desk: again.desk, log: silentLog });
    try {
      const asked = await edoc(['evidence', 'upgrade', '--json'], ministry.directory);
      expect(asked.exitCode).to.equal(1);
      const told = JSON.parse(asked.stdout);
      expect(told).to.deep.include({ left: spoilt, target: 'LT' });
      const { levels } = (await again.desk.status()).evidence ?? {};
      expect(levels).to.deep.equal({ B: spoilt, T: 0, LT: good, LTA: 0 });
      const byCode = Object.fromEntries(told.failed.map((each: { code: string }) => [each.code, each]));
      expect(byCode).to.have.all.keys('evidence.unreadable', 'evidence.form');
      const { files: unreadable, packetId } = byCode['evidence.unreadable'];
      expect(unreadable + byCode['evidence.form'].files).to.equal(spoilt);
      expect(packetId).to.equal(ids[0]);

      const { exitCode, stdout } = await edoc(['evidence', 'upgrade'], ministry.directory);
      expect(exitCode).to.equal(1);
      expect(stdout).to.include(`0 files raised to level LT; ${spoilt} still below it.`);
      expect(stdout).to.include(
        `${unreadable} files could not be raised, the first one of packet ${ids[0]}:`,
      );
      expect(stdout).to.include('[evidence.unreadable]').and.to.include('[evidence.form]');

      const waiting = async () =>
        (await again.desk.status()).work.find(({ state }) => state === 'evidence')?.count;
      expect(await waiting()).to.equal(spoilt);
      const say = (...packets: string[]) =>
        edoc(['evidence', 'acknowledge', ...packets, '--reason', 'Ổ đĩa hỏng', '--json'], ministry.directory);
      const first = await say(ids[0] ?? '');
      expect(first.exitCode, first.stderr + first.stdout).to.equal(0);
      expect(JSON.parse(first.stdout)).to.deep.equal({ acknowledged: [{ packetId: ids[0], files: 2 }] });
      expect(await waiting()).to.equal(spoilt - 2);
      // Packets and receipts came in any order: some of the later packets are spoilt in part, others not at all.
      for (const packetId of ids.slice(1))
        await codeOf(again.desk.acknowledgeEvidence({ packetId, reason: 'Ổ đĩa hỏng' }));
      expect(await waiting()).to.equal(0);
      const status = await again.desk.status();
      expect(status.evidence).to.deep.equal({ target: 'LT', levels });
      expect((await say(ids[0] ?? '')).stderr).to.include('attention.nothing-waits');
    } finally {
      await door.close();
    }
  });
});

/** What a disk may do. */
function change(folder: string, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(join(folder, 'store.db'), (opening) => {
      if (opening) return reject(opening);
      database.exec(sql, (failure) => {
        database.close((closing) => {
          const error = failure ?? closing;
          if (error) reject(error);
          else resolve();
        });
      });
    });
  });
}
