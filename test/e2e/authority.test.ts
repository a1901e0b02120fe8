/** The operator's services through the real program, asked with OpenSSL: time stamps, OCSP, the revocation list. */
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parseAgentConfig } from '../../src/agent/index.js';
import { fetchCrl, fetchTimeStamp } from '../../src/authority/index.js';
import { readEnrolment } from '../../src/axis/index.js';
import { edoc, edocJson } from '../axis/edoc.js';
import { testAxis, type WholeAxis } from '../support/axis.js';
import { freePort } from './support/free-port.js';

const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

describe('the services for time stamps and revocation', () => {
  let axis: WholeAxis;
  let folder: string;
  let work: string;
  let url: string;
  let service: Service;

  const at = (name: string) => join(work, name);

  before(async () => {
    axis = await testAxis('Trục dịch vụ', [], { publish: false });
    folder = axis.directory;
    work = join(dirname(folder), 'work');
    await mkdir(work);
    url = `http://127.0.0.1:${await freePort()}`;
    const { host, port, management } = await placesOf(folder);
    const init = await edoc(
      ...['axis', 'init', '--dir', folder, '--name', 'Trục dịch vụ', '--host', host],
      ...['--amqps-port', String(port), '--vhost', axis.broker.vhost, '--management-host', management.host],
      ...['--management-port', String(management.port), '--services-url', url, '--key-type', 'ecdsa-p256'],
    );
    expect(init.code, init.err).to.equal(0);
    // The axis was there before: its own certificates name the services when they are renewed.
    const renewed = await edoc('axis', 'renew', '--dir', folder, '--key-type', 'ecdsa-p256');
    expect(renewed.code, renewed.err).to.equal(0);
    for (const code of ['H41', 'H53']) await enrol(code);
    service = await start();
  });

  after(async () => {
    await service.stop();
    await axis.remove();
  });

  const enrol = async (code: string) => {
    const node = code.toLowerCase();
    const first = await edoc(
      ...['agent', 'init', '--dir', at(node), '--node', node, '--agency', code, '--name', `UBND ${code}`],
      ...['--key-type', 'ecdsa-p256'],
    );
    expect(first.code, first.err).to.equal(0);
    const file = at(`${node}.json`);
    const second = await edoc(
      ...['axis', 'enroll', join(at(node), 'request.pem'), '--dir', folder, '--out', file, '--no-publish'],
    );
    expect(second.code, second.err).to.equal(0);
    const enrolment = readEnrolment(await readFile(file, 'utf8'));
    await writeFile(at(`${node}.pem`), enrolment.agencies[0]?.certificate ?? '');
    await writeFile(at('root.pem'), enrolment.trust);
  };

  /** The key of the root, and those of the operator, are elsewhere while the service starts. */
  const start = async () => {
    const secret = ['root', 'operator', 'operator-seal', 'broker'].map((name) =>
      join(folder, 'keys', `${name}.key`),
    );
    for (const file of secret) await rename(file, `${file}.away`);
    try {
      return await startService(['--dir', folder, '--listen', new URL(url).host]);
    } finally {
      for (const file of secret) await rename(`${file}.away`, file);
    }
  };

  it('come to the node with its enrolment', async () => {
    const { code, err } = await edoc('agent', 'init', '--dir', at('h41'), '--enrolment', at('h41.json'));
    expect(code, err).to.equal(0);
    const config = parseAgentConfig(JSON.parse(await readFile(join(at('h41'), 'agent.json'), 'utf8')));
    expect(config.timeStamp).to.deep.equal({ url: `${url}/tsa` });
    expect(config.revocation).to.deep.include({ crl: [`${url}/crl/root.crl`], ocsp: [`${url}/ocsp`] });
  });

  it('stamp the time so that OpenSSL takes the stamp, and takes it for nothing else', async () => {
    await writeFile(at('letter.txt'), 'Công văn số 12');
    await writeFile(at('other.txt'), 'Công văn số 13');
    await openssl('ts', '-query', '-data', at('letter.txt'), '-sha256', '-cert', '-out', at('query.tsq'));
    const query = await readFile(at('query.tsq'));
    const replies = await Promise.all(Array.from({ length: 8 }, () => fetchTimeStamp(`${url}/tsa`, query)));
    await writeFile(at('reply.tsr'), replies[0] ?? '');
    const verify = (...how: string[]) =>
      openssl('ts', '-verify', '-in', at('reply.tsr'), ...how, '-CAfile', at('root.pem'));
    expect(await verify('-queryfile', at('query.tsq'))).to.include('Verification: OK');
    expect(await verify('-data', at('letter.txt'))).to.include('Verification: OK');
    expect(await verify('-data', at('other.txt'))).to.include('Verification: FAILED');
    const text = await openssl('ts', '-reply', '-in', at('reply.tsr'), '-text');
    expect(text).to.include('Policy OID: 2.999.102.1').and.include('Accuracy: 0x01 seconds');
    const serials = await Promise.all(
      replies.map(async (reply, index) => {
        await writeFile(at(`${index}.tsr`), reply);
        const said = await openssl('ts', '-reply', '-in', at(`${index}.tsr`), '-text');
        return /Serial number: (\S+)/.exec(said)?.[1];
      }),
    );
    expect(new Set(serials).size).to.equal(8);
  });

  it('refuse by RFC 3161 what they do not stamp', async () => {
    await writeFile(at('x.txt'), 'x');
    await openssl(
      'ts',
      '-query',
      '-data',
      at('x.txt'),
      '-sha256',
      '-tspolicy',
      '1.2.3.4',
      '-out',
      at('x.tsq'),
    );
    await writeFile(at('x.tsr'), await fetchTimeStamp(`${url}/tsa`, await readFile(at('x.tsq'))));
    const said = await openssl('ts', '-reply', '-in', at('x.tsr'), '-text');
    expect(said)
      .to.include('Status: Rejected')
      .and.match(/policy/i);
    await writeFile(at('y.tsr'), await fetchTimeStamp(`${url}/tsa`, Buffer.from('no request')));
    expect(await openssl('ts', '-reply', '-in', at('y.tsr'), '-text')).to.include('Status: Rejected');
  });

  const status = (name: string, ...more: string[]) =>
    openssl(
      ...['ocsp', '-issuer', at('root.pem'), ...more, '-cert', at(name), '-url', `${url}/ocsp`],
      ...['-CAfile', at('root.pem')],
    );
  /** OpenSSL fetches the list from where the certificate says. */
  const checked = (name: string) =>
    openssl('verify', '-crl_check', '-crl_download', '-CAfile', at('root.pem'), at(name));

  it('tell a revocation at once: to OCSP, and to whoever fetches the list', async () => {
    expect(await status('h41.pem'))
      .to.include('Response verify OK')
      .and.include('h41.pem: good');
    expect(await status('h41.pem', '-sha256')).to.include('h41.pem: good');
    expect(await checked('h41.pem')).to.include('h41.pem: OK');
    const { certificates } = (await edocJson('axis', 'show', 'H41', '--dir', folder)) as {
      certificates: { sha256: string }[];
    };
    const revoke = await edoc(
      ...['axis', 'revoke', 'H41', '--certificate', certificates[0]?.sha256 ?? '', '--dir', folder],
      ...['--cause', 'keyCompromise', '--reason', 'Lộ khóa', '--no-publish'],
    );
    expect(revoke.code, revoke.err).to.equal(0);
    expect(revoke.out).to.match(/Revocation list 2: 1 certificates/);
    const after = await status('h41.pem');
    expect(after)
      .to.include('Response verify OK')
      .and.include('h41.pem: revoked')
      .and.include('keyCompromise');
    expect(await checked('h41.pem')).to.include('certificate revoked');
    expect(await status('h53.pem')).to.include('h53.pem: good');
    expect(await checked('h53.pem')).to.include('h53.pem: OK');
  });

  it('answer about a certificate by GET, for caches', async () => {
    await openssl(
      'ocsp',
      '-issuer',
      at('root.pem'),
      '-cert',
      at('h53.pem'),
      '-no_nonce',
      '-reqout',
      at('ask.der'),
    );
    const base64 = (await readFile(at('ask.der'))).toString('base64');
    await writeFile(at('answer.der'), await fetchCrl(`${url}/ocsp/${encodeURIComponent(base64)}`));
    const said = await openssl(
      ...['ocsp', '-issuer', at('root.pem'), '-cert', at('h53.pem'), '-respin', at('answer.der')],
      ...['-CAfile', at('root.pem')],
    );
    expect(said).to.include('Response verify OK').and.include('h53.pem: good');
  });

  it('know the axis’s own certificates, and what is enrolled while they run', async () => {
    await writeFile(at('tsa.pem'), await readFile(join(folder, 'certs', 'tsa.pem')));
    expect(await status('tsa.pem')).to.include('tsa.pem: good');
    expect(await checked('tsa.pem')).to.include('tsa.pem: OK');
    await enrol('H60');
    expect(await status('h60.pem')).to.include('h60.pem: good');
  });

  it('give out the list that “edoc axis crl” issues, and the operator a copy', async () => {
    const out = at('copy.crl');
    const issued = await edocJson('axis', 'crl', '--dir', folder, '--days', '3', '--out', out);
    expect(issued).to.deep.include({ number: 3, revoked: 1, out, findings: [] });
    expect((await fetchCrl(`${url}/crl/root.crl`)).equals(await readFile(out))).to.equal(true);
    const said = await edoc('axis', 'status', '--dir', folder);
    expect(said.out).to.match(/Revocation list\s+number 3, 1 certificates/);
  });

  it('stop in order when they are told, and have logged nothing but their own doings', async () => {
    const { code, lines } = await service.stop();
    expect(code).to.equal(0);
    expect(lines.map(({ msg }) => msg)).to.deep.equal(['authority.ready', 'authority.stopping']);
    expect(lines[0]).to.include({ address: url, kind: 'tsa ocsp crl', name: 'authority' });
  });

  it('say what keeps them from starting', async () => {
    const nothing = await edoc('axis', 'tsa', '--dir', folder, '--no-tsa', '--no-ocsp', '--no-crl');
    expect([nothing.code, nothing.err.includes('[authority.nothing-to-serve]')]).to.deep.equal([2, true]);
    const address = await edoc('axis', 'tsa', '--dir', folder, '--listen', 'somewhere');
    expect([address.code, address.err.includes('[cli.value]')]).to.deep.equal([2, true]);
    await rename(join(folder, 'keys', 'tsa.key'), at('tsa.key'));
    const keyless = await edoc('axis', 'tsa', '--dir', folder);
    expect([keyless.code, keyless.err.includes('[authority.no-key]')]).to.deep.equal([1, true]);
  });
});

interface LogLine {
  readonly msg: string;
  readonly address?: string;
  readonly kind?: string;
}

interface Service {
  /** SIGTERM, the first time. */
  stop(): Promise<{ readonly code: number | null; readonly lines: readonly LogLine[] }>;
}

async function startService(args: readonly string[]): Promise<Service> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [
    program,
    ...['axis', 'tsa', '--until-stdin-ends', ...args],
  ]);
  let text = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('authority.ready')) resolve();
    });
    child.once('close', () => reject(new Error(`the service ended: ${text}`)));
  });
  const lines = (): LogLine[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return {
    async stop() {
      child.kill('SIGTERM');
      return { code: await ended, lines: lines() };
    },
  };
}

/** What it says, on either stream; it never fails here. Not in one process with the test, which answers nothing meanwhile. */
function openssl(...args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('openssl', args, (_, out, err) => resolve(out + err));
  });
}

async function placesOf(folder: string) {
  const { host, amqpsPort, management } = JSON.parse(await readFile(join(folder, 'axis.json'), 'utf8'));
  return { host: String(host), port: Number(amqpsPort), management };
}
