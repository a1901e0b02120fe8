/** Three nodes that exchange in all directions, and an auditor who holds two of them against each other. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAgentPlace } from '../../src/cli/agent/directory.js';
import { openDoor } from '../../src/door/index.js';
import { silentLog } from '../../src/log.js';
import { eventually, type TestNode } from '../support/node.js';
import { edoc, edocJson } from './support/edoc.js';
import { Office, reaches, sendLetter } from './support/office.js';

interface Told {
  readonly agrees: boolean;
  readonly agencies: { readonly a: readonly string[]; readonly b: readonly string[] };
  readonly withOthers: { readonly a: number; readonly b: number };
  readonly packets: readonly {
    readonly packetId: string;
    readonly findings: readonly { readonly code: string }[];
  }[];
}

describe('two of three nodes, held against each other', () => {
  const office = new Office();
  let folder = '';
  const file = (name: string) => join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edoc-reconcile-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function exportLog(node: TestNode, name: string): Promise<string[]> {
    const { stdout } = await edoc(['log', 'export'], node.directory);
    await writeFile(file(name), stdout);
    return stdout.split(/(?<=\n)/);
  }

  async function exportContainer(node: TestNode, packetId: string, name: string): Promise<void> {
    const { config } = await readAgentPlace(node.directory);
    const door = await openDoor({ socketPath: config.socket, desk: node.desk, log: silentLog });
    try {
      await edocJson(['evidence', 'export', packetId, '--to', file(name)], node.directory);
    } finally {
      await door.close();
    }
  }

  async function reconciled(a: string, b: string) {
    const trust = ['--trust', join(office.axis.directory, 'trust.pem')];
    const { exitCode, stdout } = await edoc(['evidence', 'reconcile', file(a), file(b), ...trust, '--json']);
    const { packets, ...told } = JSON.parse(stdout) as Told;
    const differing = packets.filter(({ findings }) => findings.length > 0);
    return { ...told, exitCode, compared: packets.map(({ packetId }) => packetId), differing };
  }

  it('agree on what they had with each other; what they had with the third is counted', async () => {
    const ministry = await office.start('G22');
    const ngheAn = await office.start('H41');
    const caoBang = await office.start('H14');
    const send = async (from: TestNode, ...to: string[]) => {
      const packetId = await sendLetter(from.desk, { to, ...(from === caoBang ? { from: 'H14' } : {}) });
      // The delivery of what was addressed by an old code has the new one.
      const codes = to.map((code) => code.replace('000.00.00.', ''));
      await reaches(from, packetId, Object.fromEntries(codes.map((code) => [code, 'delivered'] as const)));
      return packetId;
    };
    await send(ministry, '000.00.00.H41');
    const toCaoBang = await send(ministry, 'H14');
    const toBoth = await send(ministry, 'H41', 'H14.05');
    await send(ngheAn, '000.00.00.G22');
    const between = await send(ngheAn, 'H14');
    const fromNgheAn = await send(ngheAn, 'G22', 'H14');
    const toMinistry = await send(caoBang, 'G22');
    const toNgheAn = await send(caoBang, 'H41');
    const { packetId: status } = await caoBang.desk.step({ packetId: toBoth, agency: 'H14.05', code: '03' });
    await eventually('the receipt for the status', async () => {
      return (await caoBang.reader.receipts(status)).length === 1;
    });
    await exportLog(ministry, 'G22');
    await exportLog(ngheAn, 'H41');
    await exportLog(caoBang, 'H14');

    const ofMinistry = await reconciled('G22', 'H41');
    expect(ofMinistry).to.deep.include({ exitCode: 0, agrees: true, withOthers: { a: 3, b: 2 } });
    expect(ofMinistry.compared).to.have.length(4).and.include.members([toBoth, fromNgheAn]);
    const ofCaoBang = await reconciled('H14', 'G22');
    expect(ofCaoBang).to.deep.include({ exitCode: 0, withOthers: { a: 2, b: 2 } });
    expect(ofCaoBang.agencies).to.deep.equal({ a: ['H14', 'H14.05'], b: ['G22'] });
    expect(ofCaoBang.compared).to.have.members([toCaoBang, toBoth, fromNgheAn, toMinistry, status]);
    const ofProvinces = await reconciled('H41', 'H14');
    expect(ofProvinces).to.deep.include({ exitCode: 0, withOthers: { a: 2, b: 3 } });
    expect(ofProvinces.compared).to.have.members([toBoth, between, fromNgheAn, toNgheAn]);

    // The container of a document for both has the status of one of them.
    await exportContainer(ministry, toBoth, 'G22.asice');
    await exportContainer(ngheAn, toBoth, 'H41.asice');
    const packed = await reconciled('G22.asice', 'H41.asice');
    expect(packed).to.deep.include({ exitCode: 0, compared: [toBoth], withOthers: { a: 1, b: 0 } });

    // One log ends before the last letter: it is whole, and lacks it.
    const last = await send(ngheAn, 'H14');
    await exportLog(ngheAn, 'H41');
    const lines = await exportLog(caoBang, 'H14');
    const end = lines.findIndex((line) => line.includes(last));
    expect(end).to.be.greaterThan(0);
    await writeFile(file('H14'), lines.slice(0, end).join(''));
    const { exitCode, differing } = await reconciled('H41', 'H14');
    expect(exitCode).to.equal(1);
    expect(differing.map(({ packetId }) => packetId)).to.deep.equal([last]);
    expect(differing[0]?.findings.map(({ code }) => code)).to.include('reconcile.missing');
    expect((await reconciled('G22', 'H14')).exitCode).to.equal(0);

    const { stdout } = await edoc(['evidence', 'reconcile', file('H41'), file('H14')]);
    expect(stdout)
      .to.contain('(H14, H14.05)')
      .and.match(/Packets with others.*: A 2, B 3\n/);
  });
});
