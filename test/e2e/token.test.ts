import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { eventually, startNode } from '../support/node.js';
import { pin, requireSoftHsm, SoftHsm } from '../support/softhsm.js';
import { AgentProcess } from './support/agent-process.js';
import { edoc, edocJson } from './support/edoc.js';

const ministry = { code: 'G22', name: 'Văn phòng Chính phủ' };
const province = { code: 'H41', name: 'Ủy ban nhân dân tỉnh Nghệ An' };

interface Tracked {
  readonly deliveries: readonly { readonly state: string; readonly business: string }[];
}

describe('two agencies whose sealing keys never leave their tokens', function () {
  this.timeout(120_000);
  let hsm: SoftHsm;
  let axis: WholeAxis;
  let folder: string;

  before(async function () {
    requireSoftHsm(this);
    hsm = await SoftHsm.with(ministry.code, province.code);
    folder = await mkdtemp(join(tmpdir(), 'edoc-token-'));
    axis = await testAxis(
      'Trục thử nghiệm',
      [ministry, province].map((agency) => ({ agencies: [agency], token: hsm.uri(agency.code) })),
    );
  });

  after(async () => {
    await axis?.remove();
    await hsm?.remove();
    if (folder) await rm(folder, { recursive: true });
  });

  it('have no sealing key in a file, only where it is', async () => {
    for (const { code } of [ministry, province]) {
      const { directory } = axis.agent(code);
      expect(await readdir(join(directory, 'keys'))).to.have.members(['node.key', `seal-${code}.uri`]);
      expect(await readFile(join(directory, 'agent.json'), 'utf8')).not.to.include(pin);
      const key = hsm.pkcs11Tool(code, '--login', '--pin', pin, '--list-objects', '--type', 'privkey');
      expect(key).to.include(`seal-${code}`);
      expect(key).to.include('sensitive, always sensitive, never extract');
    }
  });

  it('exchange a document: sealed, received, answered, saved and verified', async () => {
    const [sender, recipient] = [axis.agent(ministry.code).directory, axis.agent(province.code).directory];
    const agents = await Promise.all([AgentProcess.ready(sender), AgentProcess.ready(recipient)]);
    try {
      const letter = join(folder, 'công văn.txt');
      await writeFile(letter, 'V/v kết nối, liên thông\n');
      const about = ['--subject', 'V/v kết nối', '--number', '7816', '--notation', 'VPCP-KSTT'];
      await eventually('the directory', async () => {
        const { exitCode } = await edoc(['directory', 'H41'], sender);
        return exitCode === 0;
      });
      await edocJson(['send', letter, '--to', 'H41', ...about, '--wait', '20'], sender);
      await edocJson(['accept', '7816/VPCP-KSTT'], recipient);
      const tracked = await eventually('the acceptance at the sender', async () => {
        const answer = await edocJson<Tracked>(['track', '7816/VPCP-KSTT'], sender);
        return answer.deliveries.some(({ business }) => business === '03') && answer;
      });
      expect(tracked.deliveries.map(({ state }) => state)).to.deep.equal(['delivered']);
      const evidence = join(folder, 'evidence');
      await edocJson(['save', '7816/VPCP-KSTT', '--to', evidence], sender);
      const verified = await edoc(['verify', evidence, '--trust', join(axis.directory, 'trust.pem')]);
      expect(verified.exitCode, verified.stdout + verified.stderr).to.equal(0);
      expect(verified.stdout).to.include('(G22)').and.to.include('(H41)');
    } finally {
      await Promise.all(agents.map((agent) => agent.stop()));
    }
  });

  it('say in their status that the token is away, and are well again when it is back', async () => {
    const node = await startNode(axis.agent(province.code).directory);
    try {
      await eventually('the directory', () => node.store.directoryVersion());
      const codes = async () => (await node.desk.status()).findings.map(({ code }) => code);
      expect(await codes()).to.deep.equal([]);
      await hsm.pull();
      expect((await codes()).join()).to.match(/^token\.(absent|gone)$/);
      expect((await node.desk.status()).healthy).to.equal(false);
      await hsm.plugIn();
      expect(await codes()).to.deep.equal([]);
    } finally {
      await node.stop();
    }
  });
});
