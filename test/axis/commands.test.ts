import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { parseAgentConfig } from '../../src/agent/index.js';
import { readEnrolment } from '../../src/axis/index.js';
import { RegisterJournal } from '../../src/cli/files/register-journal.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { edoc, edocJson } from './edoc.js';
import { inTemporaryFolder } from './temporary-folder.js';

describe('the operator’s commands', () => {
  let axis: WholeAxis;
  let folder: string;
  let node: string;
  let enrolment: string;

  before(async () => {
    axis = await testAxis('Trục lệnh', [], { publish: false });
    folder = axis.directory;
    node = join(dirname(folder), 'h60');
    enrolment = join(dirname(folder), 'h60.json');
  });

  after(() => axis.remove());

  const init = [
    '--node',
    'h60',
    '--agency',
    'H60',
    '--name',
    'UBND tỉnh Vĩnh Long',
    '--key-type',
    'ecdsa-p256',
  ];
  const enroll = (...more: string[]) =>
    edoc('axis', 'enroll', join(node, 'request.pem'), '--dir', folder, '--out', enrolment, ...more);

  it('bring a node onto the axis in three steps, each of which names the next', async () => {
    const first = await edoc('agent', 'init', '--dir', node, ...init);
    expect(first.code, first.err).to.equal(0);
    expect(first.out).to.include('Next: send request.pem to the operator');

    const asked = await edoc('axis', 'enroll', join(node, 'request.pem'));
    expect(asked.code, asked.err).to.equal(0);
    expect(asked.out).to.include('UBND tỉnh Vĩnh Long').and.include('Nothing was done yet.');
    const fingerprints = first.out.match(/([0-9A-F]{2}:){31}[0-9A-F]{2}/g) ?? [];
    expect(fingerprints).to.have.length(2);
    for (const one of fingerprints) expect(asked.out).to.include(one);

    const second = await enroll('--legacy-code', '000.00.00.H60', '--valid-from', '2025-07-01');
    expect(second.code, second.err).to.equal(0);
    for (const one of fingerprints) expect(second.out).to.include(one);
    expect(second.out).to.match(/Directory version 1 published: 1 agencies/);
    expect(second.out).to.include('edoc agent init --dir DIR --enrolment FILE');

    const third = await edoc('agent', 'init', '--dir', node, '--enrolment', enrolment);
    expect(third.code, third.err).to.equal(0);
    expect(third.out).to.include(`Next: edoc agent run --agent ${node}`);
    const config = parseAgentConfig(JSON.parse(await readFile(join(node, 'agent.json'), 'utf8')));
    expect(config.broker.urls).to.deep.equal([axis.broker.url]);
  });

  it('give the same answer to the same request', async () => {
    const before = readEnrolment(await readFile(enrolment, 'utf8'));
    const again = await enroll();
    expect(again.code, again.err).to.equal(0);
    expect(again.out).to.include('The directory is up to date.');
    const { node: entry, agencies } = readEnrolment(await readFile(enrolment, 'utf8'));
    expect({ entry, agencies }).to.deep.equal({ entry: before.node, agencies: before.agencies });
  });

  it('do not write an enrolment over another file', async () => {
    const other = join(dirname(folder), 'notes.txt');
    await writeFile(other, 'quan trọng');
    const { code, err } = await edoc(
      'axis',
      'enroll',
      join(node, 'request.pem'),
      '--dir',
      folder,
      '--out',
      other,
    );
    expect(code).to.equal(1);
    expect(err).to.include('[cli.file-exists]');
    expect(await readFile(other, 'utf8')).to.equal('quan trọng');
  });

  it('refuse a stranger who asks for the agency’s place', async () => {
    const stranger = join(dirname(folder), 'stranger');
    await mkdir(stranger);
    await edoc('agent', 'init', '--dir', stranger, ...init);
    const target = join(dirname(folder), 'stranger.json');
    const { code, out } = await edoc(
      'axis',
      'enroll',
      join(stranger, 'request.pem'),
      '--dir',
      folder,
      '--out',
      target,
      '--json',
    );
    expect(code).to.equal(5);
    const { error } = JSON.parse(out);
    expect(error.findings.map((finding: { code: string }) => finding.code)).to.deep.equal([
      'enrolment.other-key',
      'enrolment.other-key',
    ]);
  });

  it('show the axis and an agency, in words and as JSON', async () => {
    const { code, out } = await edoc('axis', 'status', '--dir', folder, '--lang', 'vi');
    expect(code, out).to.equal(0);
    expect(out).to.match(/h60\s+H60\s+chưa kết nối/);
    const status = await edocJson('axis', 'status', '--dir', folder);
    expect(status).to.deep.include({ name: 'Trục lệnh', problems: [] });
    const agency = await edocJson('axis', 'show', '000.00.00.H60', '--dir', folder);
    expect(agency).to.include({ code: 'H60', node: 'h60', state: 'active', validFrom: '2025-07-01' });
  });

  it('suspend and resume, and publish each change', async () => {
    const suspended = await edoc('axis', 'suspend', 'H60', '--dir', folder, '--reason', 'kiểm tra');
    expect(suspended.code, suspended.err).to.equal(0);
    expect(suspended.out).to.include('H60  UBND tỉnh Vĩnh Long: suspended');
    expect(suspended.out).to.include('Directory version 2 published');
    const resumed = await edoc('axis', 'resume', '--node', 'h60', 'H60', '--dir', folder);
    expect(resumed.err).to.include('[axis.agency-or-node]');
    const later = await edoc('axis', 'resume', 'H60', '--dir', folder, '--no-publish');
    expect(later.out).to.include('Next: edoc axis publish');
    const { code, out } = await edoc('axis', 'status', '--dir', folder);
    expect(code).to.equal(1);
    expect(out).to.include('[axis.directory-outdated]');
    expect((await edoc('axis', 'publish', '--dir', folder, '--valid-days', '10')).out).to.include(
      'version 3',
    );
  });

  it('need a reason for what the register keeps', async () => {
    for (const command of ['suspend', 'revoke', 'close']) {
      const { code, err } = await edoc('axis', command, 'H60', '--dir', folder);
      expect(code).to.equal(2);
      expect(err).to.include('--reason');
    }
  });

  it('provision a broker anew', async () => {
    expect(await edocJson('axis', 'provision', '--all', '--dir', folder)).to.deep.equal({ nodes: 1 });
  });

  it('revoke one certificate, then the agency with the node’s user', async () => {
    const agency = await edocJson('axis', 'show', 'H60', '--dir', folder);
    const [sha256 = ''] = JSON.stringify(agency).match(/(?<="sha256":")[0-9a-f]{64}/) ?? [];
    const one = await edoc(
      'axis',
      'revoke',
      'H60',
      '--certificate',
      sha256.slice(0, 16),
      '--reason',
      'lộ khóa',
      '--dir',
      folder,
    );
    expect(one.out).to.include('1 of 1 certificates revoked');
    const all = await edocJson('axis', 'revoke', 'H60', '--reason', 'lộ khóa', '--dir', folder);
    expect(all).to.have.nested.property('agency.state', 'closed');
    expect(await axis.broker.provisioning.axisOverview()).to.deep.equal([]);
  });

  it('revoke what is a node’s or the axis’s own, one at a time', async () => {
    const revoke = (...args: string[]) =>
      edoc('axis', 'revoke', ...args, '--reason', 'xâm nhập', '--dir', folder);
    const node = await revoke('--node', 'h60', '--cause', 'keyCompromise', '--no-publish');
    expect(node.out, node.err).to.include('h60: 1 of 1 certificates revoked.');
    const own = await revoke('--own', 'ocsp', '--no-publish');
    expect(own.err, own.out).to.include('[axis.nothing-replaced]');
    for (const args of [[], ['H60', '--node', 'h60'], ['--node', 'h60', '--own', 'tsa']]) {
      const { code, err } = await revoke(...args);
      expect([code, err.includes('[axis.agency-or-node]')]).to.deep.equal([2, true]);
    }
    expect((await revoke('--own', 'root')).code).to.equal(2);
  });
});

describe('edoc axis init', () => {
  it('sets an axis up, repeats, and never writes over another', () =>
    inTemporaryFolder(async (folder) => {
      const args = ['--dir', folder, '--host', 'localhost', '--key-type', 'ecdsa-p256'];
      const first = await edoc('axis', 'init', ...args, '--name', 'Trục mới');
      expect(first.code, first.err).to.equal(0);
      expect(first.out).to.match(/Root, SHA-256\s+([0-9A-F]{2}:){31}[0-9A-F]{2}/);
      const again = await edocJson('axis', 'init', ...args, '--name', 'Trục mới');
      expect(again).to.include({ changed: false });
      const other = await edoc('axis', 'init', ...args, '--name', 'Trục khác');
      expect(other.err).to.include('[axis.exists]');
    }));
});

describe('edoc axis … --no-publish', () => {
  it('does not call a directory up to date that never reached the nodes', () =>
    inTemporaryFolder(async (folder) => {
      await edoc(
        'axis',
        'init',
        '--dir',
        folder,
        '--name',
        'Trục',
        '--host',
        'localhost',
        '--key-type',
        'ecdsa-p256',
      );
      const validUntil = new Date(Date.now() + 86_400_000);
      await new RegisterJournal(folder).append({
        at: new Date(),
        events: [
          { type: 'node-enrolled', node: 'h1' },
          { type: 'directory-issued', version: 1, validUntil, pages: 1, agencies: 0 },
        ],
      });
      const revoked = await edoc(
        'axis',
        'revoke',
        '--node',
        'h1',
        '--reason',
        'x',
        '--no-publish',
        '--dir',
        folder,
      );
      expect(revoked.code, revoked.err).to.equal(0);
      expect(revoked.out).to.include('Next: edoc axis publish');
    }));
});

describe('edoc agent init', () => {
  it('says what is missing', () =>
    inTemporaryFolder(async (folder) => {
      const nothing = await edoc('agent', 'init', '--dir', folder);
      expect(nothing.err).to.include('[init.nothing-asked]');
      const unequal = await edoc(
        'agent',
        'init',
        '--dir',
        folder,
        '--node',
        'h1',
        '--agency',
        'H1',
        '--agency',
        'H2',
        '--name',
        'Một',
      );
      expect(unequal.err).to.include('[init.names]');
      const absent = await edoc('agent', 'init', '--dir', folder, '--enrolment', join(folder, 'none.json'));
      expect(absent.code).to.equal(4);
      expect(absent.err).to.include('[cli.file-missing]');
    }));
});
