import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { SecretReader } from '../../../src/cli/files/secret-reader.js';
import { parseSecretSource, writeSecretSource } from '../../../src/cli/files/secret-source.js';
import { isEdocError } from '../../../src/errors.js';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (isEdocError(error)) return error.code;
    throw error;
  }
  return 'no error';
}

describe('a secret', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-secret-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const at = (name: string) => join(directory, name);

  async function put(name: string, text: string, mode = 0o600): Promise<string> {
    await writeFile(at(name), text);
    await chmod(at(name), mode);
    return at(name);
  }

  /** Answers whoever connects, and counts them. */
  async function agent(answer: string): Promise<{ server: Server; asked: () => number }> {
    let asked = 0;
    const server = createServer((socket) => {
      asked += 1;
      socket.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(at('agent.sock'), resolve));
    return { server, asked: () => asked };
  }

  it('is named by its source, and the name reads back', () => {
    for (const text of ['file:/srv/p', 'fd:3', 'credential:token-pin', 'socket:/run/agent.sock']) {
      expect(writeSecretSource(parseSecretSource(text, '/'))).to.equal(text);
    }
    expect(parseSecretSource('file:secrets/pin', '/srv/h41')).to.deep.equal({ file: '/srv/h41/secrets/pin' });
    expect(parseSecretSource('file:///etc/m%C3%A3', '/')).to.deep.equal({ file: '/etc/mã' });
    expect(parseSecretSource('/etc/pin', '/')).to.deep.equal({ file: '/etc/pin' });
  });

  it('is not taken for the name of its source, nor repeated in the error', () => {
    for (const text of [
      '123456',
      'env:PIN',
      'fd:0',
      'fd:x',
      'credential:../x',
      'credential:..',
      '|prog',
      '',
    ]) {
      try {
        parseSecretSource(text, '/');
        expect.fail(`${text} is no source`);
      } catch (error) {
        if (!isEdocError(error, 'secret.source')) throw error;
        expect(error.message).not.to.include('123456');
      }
    }
  });

  it('comes from a private file', async () => {
    const file = await put('secret', 'mật khẩu dài \r\n');
    expect(await new SecretReader({}).read({ file })).to.equal('mật khẩu dài ');
    await chmod(file, 0o640);
    expect(await codeOf(new SecretReader({}).read({ file }))).to.equal('key.permissions');
    expect(await codeOf(new SecretReader({}).read({ file: at('none') }))).to.equal('cli.file-missing');
  });

  it('comes from a credential of the service manager', async () => {
    await put('passphrase', 'từ systemd\n', 0o440);
    const reader = new SecretReader({ CREDENTIALS_DIRECTORY: directory });
    expect(await reader.read({ credential: 'passphrase' })).to.equal('từ systemd');
    await put('open', 'x', 0o444);
    expect(await codeOf(reader.read({ credential: 'open' }))).to.equal('key.permissions');
    expect(await codeOf(new SecretReader({}).read({ credential: 'passphrase' }))).to.equal(
      'secret.unavailable',
    );
  });

  it('comes from an agent’s socket, one line, asked for once', async () => {
    const { server, asked } = await agent('từ agent\nnothing more\n');
    const reader = new SecretReader({});
    const source = { socket: at('agent.sock') };
    const secrets = await Promise.all([reader.read(source), reader.read(source)]);
    expect(secrets).to.deep.equal(['từ agent', 'từ agent']);
    expect(asked()).to.equal(1);
    await new Promise((resolve) => server.close(resolve));
    expect(await codeOf(new SecretReader({}).read(source))).to.equal('secret.unavailable');
  });

  it('is refused where it is empty or too long', async () => {
    const file = await put('secret', '\n');
    expect(await codeOf(new SecretReader({}).read({ file }))).to.equal('secret.empty');
    await put('secret', 'x'.repeat(1_025));
    expect(await codeOf(new SecretReader({}).read({ file }))).to.equal('secret.too-long');
    const { server } = await agent('y'.repeat(5_000));
    expect(await codeOf(new SecretReader({}).read({ socket: at('agent.sock') }))).to.equal('secret.too-long');
    await new Promise((resolve) => server.close(resolve));
  });

  it('comes to a command through a file descriptor, and shows nowhere', async () => {
    const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
    const init = ['agent', 'init', '--dir', at('node'), '--node', 'h41', '--agency', 'H41', '--name', 'UBND'];
    const options = ['--key-type', 'ecdsa-p256', '--passphrase-from', 'fd:3'];
    const run = async (secret: string) => {
      const child = spawn(process.execPath, [main, ...init, ...options], {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const pipe = child.stdio[3];
      if (!pipe || !('end' in pipe)) throw new Error('no third descriptor');
      pipe.end(`${secret}\n`);
      const code = await new Promise((resolve) => child.once('close', resolve));
      return { code, output };
    };
    const first = await run('mật khẩu bí mật');
    expect(first.code, first.output).to.equal(0);
    expect(first.output).not.to.include('bí mật');
    expect((await run('mật khẩu bí mật')).code).to.equal(0);
    expect((await run('khác')).output).to.include('key.passphrase');
  });
});
