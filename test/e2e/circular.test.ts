/** A circular to three thousand agencies: sealed, stored and uploaded once, with a status for each. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { type DirectoryAgency, limits, organId } from '../../src/edoc/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { facing } from './support/facing.js';
import { letter, Office, once } from './support/office.js';

const agencies = 3_000;
const nodes = 63;

function recipient(index: number): DirectoryAgency {
  const province = String((index % nodes) + 1).padStart(2, '0');
  return {
    code: organId(`H${province}.${String(Math.floor(index / nodes) + 1).padStart(2, '0')}`),
    name: `Sở số ${index} của tỉnh thứ ${province}, nơi nhận thông báo`,
    node: `p${province}`,
    state: 'active',
    validFrom: '2026-01-01',
    certificates: [],
  };
}

/** The node's directory gets three thousand agencies more, as the operator's next one would have them. */
async function widen({ store }: TestNode): Promise<readonly DirectoryAgency[]> {
  const own = await store.agency(organId('G22'));
  const version = await store.directoryVersion();
  if (!own || !version) throw new Error('the directory is in force');
  const recipients = Array.from({ length: agencies }, (_, index) => recipient(index));
  const all = [own, ...recipients].sort((one, other) => (one.code < other.code ? -1 : 1));
  const pages = Math.ceil(all.length / limits.directoryPageAgencies);
  for (let page = 1; page <= pages; page += 1) {
    await store.takeDirectoryPage(
      {
        version: version.version + 1,
        page,
        pages,
        issuedAt: version.issuedAt,
        validUntil: version.validUntil,
        agencies: all.slice((page - 1) * limits.directoryPageAgencies, page * limits.directoryPageAgencies),
      },
      [],
    );
  }
  return recipients;
}

describe('a circular to three thousand agencies', () => {
  const office = new Office();

  it('is sealed, stored and uploaded once, and each recipient has a status of its own', async () => {
    const published: { type: string; recipients: readonly string[] }[] = [];
    const ministry = await office.start('G22', {
      policy: { retryAfterMs: [3_600_000] },
      bus: (bus) =>
        facing(bus, {
          publish: async ({ type, recipients }) => {
            published.push({ type, recipients });
            return 'confirmed';
          },
        }),
    });
    const recipients = await widen(ministry);
    const content = await ministry.desk.putContent(once(randomBytes(600_000)));
    const message = letter({ to: recipients.map(({ code }) => code) });
    const { packetId, deliveries, bytes } = await ministry.desk.send({
      message,
      attachments: [{ name: 'Chỉ thị.bin', ...content }],
    });
    expect(deliveries).to.have.length(agencies);
    expect(bytes).to.be.below(limits.envelopeBytes);
    await eventually('all are sent', async () => {
      const { entries } = await ministry.reader.document(packetId);
      return entries[0]?.state === 'sent';
    });
    expect(published.map(({ type, recipients: to }) => [type, to.length])).to.deep.equal([
      ['part', nodes],
      ['part', nodes],
      ['packet', nodes],
    ]);
    const at = new Date();
    await Promise.all(
      recipients.slice(1).map(({ code }, index) =>
        ministry.store.settle({
          packetId,
          recipient: code,
          ...(index === 0
            ? { outcome: 'refused', code: 'packet.not-addressed', reason: 'Không thuộc nút này' }
            : { outcome: 'accepted' }),
          bytes: Buffer.from(`<Receipt>${code}</Receipt>`),
          at,
          events: [{ kind: 'delivery.accepted', packetId, agency: code }],
        }),
      ),
    );
    const [entry] = (await ministry.reader.document(packetId)).entries;
    expect(entry?.deliveries).to.include({ sent: 1, problems: 1, delivered: agencies - 2 });
    const logged = (await ministry.reader.logRows(0, 100)).find(({ kind }) => kind === 'packet.submitted');
    expect(logged?.detail).to.include({
      recipients: agencies,
      to: recipients.map(({ code }) => code).join(' '),
    });
    const { directory } = ministry;
    await office.stop(ministry);
    const before = String((logged?.sequence ?? 0) - 1);
    const line = await edoc(['log', 'show', '--after', before, '--limit', '1'], directory);
    expect(line.stdout).to.contain('packet.submitted').and.contain(recipients[0]?.code).and.contain('…');
    expect(line.stdout).not.to.contain(recipients[50]?.code);

    const told = await edoc(['track', packetId], directory);
    expect(told.stdout).to.contain('3,000 recipients: Refused 1, On its way 1, Delivered 2,998');
    expect(told.stdout).to.contain('2900 more: the same with --after H');
    expect(told.stdout.split('\n').filter((line) => /^H\d/.test(line))).to.have.length(100);
    const problems = await edoc(['track', packetId, '--problems'], directory);
    expect(problems.stdout).to.contain('Không thuộc nút này [packet.not-addressed]');
    expect(problems.stdout.split('\n').filter((line) => /^H\d/.test(line))).to.have.length(1);
    const tracked = await edocJson<{ deliveries: object[] }>(['track', packetId], directory);
    expect(tracked.deliveries).to.have.length(agencies);
    const shown = await edoc(['show', packetId], directory);
    expect(shown.stdout).to.contain('… and 2,900 more: edoc track');
  }).timeout(120_000);
});
