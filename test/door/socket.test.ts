import { chmod, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Desk } from '../../src/agent/index.js';
import { type Door, doorClient, openDoor } from '../../src/door/index.js';
import { EdocError } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';
import { chunks, digestingDesk, errorOf } from './fake-desk.js';

describe('the local door', () => {
  let directory: string;
  let socketPath: string;
  const doors: Door[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'edoc-door-'));
    socketPath = join(directory, 'run', 'agent.sock');
  });

  afterEach(async () => {
    await Promise.all(doors.splice(0).map((door) => door.close()));
    await rm(directory, { recursive: true });
  });

  async function open(desk: Desk): Promise<Desk> {
    doors.push(await openDoor({ socketPath, desk, log: silentLog }));
    return doorClient(socketPath);
  }

  describe('the socket', () => {
    it('is open to its owner alone, in a directory of its owner alone', async () => {
      await open(digestingDesk);
      expect((await stat(socketPath)).mode & 0o777).to.equal(0o600);
      expect((await stat(join(directory, 'run'))).mode & 0o777).to.equal(0o700);
    });

    it('is gone when the door is closed', async () => {
      const desk = await open(digestingDesk);
      await doors.pop()?.close();
      expect((await errorOf(desk.status())).code).to.equal('agent.not-running');
      expect(await stat(socketPath).catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ENOENT');
    });

    it('replaces the socket of a process that died', async () => {
      await open(digestingDesk);
      await doors.pop()?.close();
      await dieListening(socketPath);
      expect((await stat(socketPath)).isSocket()).to.equal(true);
      expect((await errorOf(doorClient(socketPath).status())).code).to.equal('agent.not-running');
      const desk = await open(digestingDesk);
      expect((await desk.putContent(chunks(1, 1))).size).to.equal(1);
    });

    it('does not replace a live one', async () => {
      const desk = await open(digestingDesk);
      const error = await errorOf(openDoor({ socketPath, desk: digestingDesk, log: silentLog }));
      expect(error.code).to.equal('door.in-use');
      expect((await desk.putContent(chunks(1, 1))).size).to.equal(1);
    });

    it('does not remove a file that is no socket', async () => {
      socketPath = join(directory, 'agent.sock');
      await writeFile(socketPath, 'a letter');
      const error = await errorOf(openDoor({ socketPath, desk: digestingDesk, log: silentLog }));
      expect(error.code).to.equal('door.not-a-socket');
      expect((await stat(socketPath)).size).to.equal(8);
    });

    it('is not put where others may write', async () => {
      socketPath = join(directory, 'agent.sock');
      await chmod(directory, 0o777);
      const error = await errorOf(openDoor({ socketPath, desk: digestingDesk, log: silentLog }));
      expect(error.code).to.equal('door.open-directory');
      expect(error.detail).to.deep.include({ directory, mode: '777' });
    });

    it('has a path that the system can hold', async () => {
      socketPath = join(directory, 'x'.repeat(120));
      expect((await errorOf(openDoor({ socketPath, desk: digestingDesk, log: silentLog }))).code).to.equal(
        'door.path-too-long',
      );
      expect(() => doorClient(socketPath))
        .to.throw(EdocError)
        .with.property('code', 'door.path-too-long');
    });
  });
});

/** Leaves a socket file behind, as a killed process does: moved away while its listener closes, and put back. */
async function dieListening(socketPath: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  await rename(socketPath, `${socketPath}.kept`);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  await rename(`${socketPath}.kept`, socketPath);
}
