import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Desk, SendRequest, StepRequest } from '../../src/agent/index.js';
import { type Door, doorClient, openDoor } from '../../src/door/index.js';
import { EdocError } from '../../src/errors.js';
import { silentLog } from '../../src/log.js';
import { chunks, deskWith, digestingDesk, errorOf } from './fake-desk.js';

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

  /** A request that the client would not make. */
  function raw(
    method: string,
    path: string,
    body: string | Buffer = '',
  ): Promise<{ status: number; json: unknown }> {
    return new Promise((resolve, reject) => {
      const outgoing = request({ socketPath, method, path }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  describe('the client', () => {
    it('says that the agent is not running where there is no socket', async () => {
      const error = await errorOf(doorClient(socketPath).status());
      expect(error.code).to.equal('agent.not-running');
      expect(error.detail).to.deep.equal({ socket: socketPath });
    });

    it('hands requests over and answers back as they are', async () => {
      const asked: unknown[] = [];
      const send: SendRequest = {
        message: { kind: 'document', subject: 'Về việc góp ý dự thảo', to: [{ organId: 'H53' }] },
        attachments: [{ name: 'Công văn.pdf', sha256: 'ab'.repeat(32), size: 7 }],
      };
      const step: StepRequest = {
        packetId: 'p1',
        code: '02',
        reason: 'Gửi nhầm',
        staff: { department: 'Văn thư' },
      };
      const desk = await open(
        deskWith({
          async send(request) {
            asked.push(request);
            return { packetId: 'p1', documentId: 'd', deliveries: [], bytes: 12, broker: 'connected' };
          },
          async step(request) {
            asked.push(request);
            return { packetId: 'p2', concerns: 'p1', agency: 'H41', code: '02' };
          },
          async recall(request) {
            asked.push(request);
            return { packetId: 'p1', recipients: [{ recipient: 'H41', outcome: 'withdrawn' }] };
          },
          async resend(request) {
            asked.push(request);
            return { packetId: 'p1', deliveries: [{ packetId: 'p1', recipient: 'H41', outcome: 'anew' }] };
          },
        }),
      );
      expect(await desk.send(send)).to.deep.equal({
        packetId: 'p1',
        documentId: 'd',
        deliveries: [],
        bytes: 12,
        broker: 'connected',
      });
      expect(await desk.step(step)).to.deep.equal({
        packetId: 'p2',
        concerns: 'p1',
        agency: 'H41',
        code: '02',
      });
      const recall = { packetId: 'p1', reason: 'Sai người nhận', recipients: ['H41'] };
      expect((await desk.recall(recall)).recipients).to.deep.equal([
        { recipient: 'H41', outcome: 'withdrawn' },
      ]);
      const resend = { packetId: 'p1', recipients: ['H41'] };
      expect((await desk.resend(resend)).deliveries).to.deep.equal([
        { packetId: 'p1', recipient: 'H41', outcome: 'anew' },
      ]);
      expect(asked).to.deep.equal([send, step, recall, resend]);
    });

    it('throws the error that the desk threw, with place, detail and all findings', async () => {
      const desk = await open(
        deskWith({
          async check() {
            throw new EdocError('edxml.too-long', {
              place: 'Subject',
              detail: { length: 600, max: 500 },
              findings: [
                {
                  code: 'edxml.too-long',
                  severity: 'error',
                  place: 'Subject',
                  detail: { length: 600, max: 500 },
                },
                { code: 'edxml.required', severity: 'error', place: 'To' },
              ],
            });
          },
        }),
      );
      const error = await errorOf(desk.check({ message: { kind: 'document' }, attachments: [] }));
      expect(error.code).to.equal('edxml.too-long');
      expect(error.place).to.equal('Subject');
      expect(error.detail).to.deep.equal({ length: 600, max: 500 });
      expect(error.findings.map((finding) => finding.code)).to.deep.equal([
        'edxml.too-long',
        'edxml.required',
      ]);
    });

    it('tells nothing of an error that was not foreseen but that it happened', async () => {
      const desk = await open(
        deskWith({
          async status() {
            throw new Error('the passphrase is 1234');
          },
        }),
      );
      const error = await errorOf(desk.status());
      expect(error.code).to.equal('door.internal');
      expect(JSON.stringify(error.findings)).not.to.contain('1234');
    });

    it('says that the outcome is unknown when the agent goes away before it answers', async () => {
      const server = createServer((connection) => connection.once('data', () => connection.destroy()));
      socketPath = join(directory, 'agent.sock');
      await new Promise<void>((resolve) => {
        server.listen(socketPath, resolve);
      });
      const error = await errorOf(doorClient(socketPath).recall({ packetId: 'p1', reason: 'x' }));
      expect(error.code).to.equal('door.interrupted');
      server.close();
    });

    it('does not take an answer that is none of an agent', async () => {
      const server = createServer((connection) =>
        connection.once('data', () => connection.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi')),
      );
      socketPath = join(directory, 'agent.sock');
      await new Promise<void>((resolve) => {
        server.listen(socketPath, resolve);
      });
      expect((await errorOf(doorClient(socketPath).status())).code).to.equal('door.protocol');
      server.close();
    });

    it('throws the failure of its own source as it is', async () => {
      const desk = await open(digestingDesk);
      async function* failing() {
        yield Buffer.alloc(10);
        throw new EdocError('content.missing');
      }
      expect((await errorOf(desk.putContent(failing()))).code).to.equal('content.missing');
    });
  });

  describe('attachments', () => {
    it('pass octet for octet', async () => {
      const desk = await open(digestingDesk);
      const octets = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251));
      const kept = await desk.putContent(pieces(octets, 7_001));
      expect(kept).to.deep.equal({
        sha256: createHash('sha256').update(octets).digest('hex'),
        size: octets.length,
      });
    });

    it('may be empty', async () => {
      const desk = await open(digestingDesk);
      expect((await desk.putContent(chunks(0, 0))).size).to.equal(0);
    });

    it('pass with flat memory whatever their size', async () => {
      let mostBuffers = 0;
      const desk = await open(
        deskWith({
          async putContent(content) {
            let size = 0;
            for await (const chunk of content) {
              size += chunk.length;
              mostBuffers = Math.max(mostBuffers, process.memoryUsage().arrayBuffers);
            }
            return { sha256: '', size };
          },
        }),
      );
      const before = process.memoryUsage().arrayBuffers;
      const kept = await desk.putContent(chunks(300, 1024 * 1024));
      expect(kept.size).to.equal(300 * 1024 * 1024);
      expect(mostBuffers - before).to.be.lessThan(150 * 1024 * 1024);
    });

    it('are given up by the desk when the caller goes away', async () => {
      let failed: (error: unknown) => void = () => {};
      const failure = new Promise<unknown>((resolve) => {
        failed = resolve;
      });
      await open(
        deskWith({
          async putContent(content) {
            try {
              for await (const _ of content);
            } catch (error) {
              failed(error);
              throw error;
            }
            return { sha256: '', size: 0 };
          },
        }),
      );
      const connection = connect(socketPath);
      connection.write('PUT /v1/contents HTTP/1.1\r\nhost: agent\r\ncontent-length: 100\r\n\r\nhalf');
      setTimeout(() => connection.destroy(), 50);
      expect(await failure).to.have.property('code', 'ECONNRESET');
    });

    it('are refused in the middle where the desk refuses, and the caller learns why', async () => {
      const desk = await open(
        deskWith({
          async putContent(content) {
            for await (const _ of content) throw new EdocError('store.full');
            return { sha256: '', size: 0 };
          },
        }),
      );
      expect((await errorOf(desk.putContent(chunks(64, 1024 * 1024)))).code).to.equal('store.full');
    });
  });

  describe('refuses', () => {
    it('what is not JSON', async () => {
      await open(digestingDesk);
      const { status, json } = await raw('POST', '/v1/steps', '{"packetId":');
      expect(status).to.equal(400);
      expect(json).to.have.nested.property('error.code', 'door.request');
    });

    it('unknown and wrong fields, every one named', async () => {
      await open(digestingDesk);
      const { status, json } = await raw('POST', '/v1/steps', '{"packetId":7,"code":"07","extra":1}');
      expect(status).to.equal(400);
      const places = (json as { error: { findings: { place?: string }[] } }).error.findings.map(
        (f) => f.place ?? '',
      );
      expect(places).to.include.members(['packetId', 'code', '']);
    });

    it('a message that is no document at all', async () => {
      await open(digestingDesk);
      const message = { kind: 'document', to: 'H53', from: { organId: 41 }, code: [] };
      const { status, json } = await raw('POST', '/v1/packets', JSON.stringify({ message, attachments: [] }));
      expect(status).to.equal(400);
      const places = (json as { error: { findings: { place?: string }[] } }).error.findings.map(
        ({ place }) => place,
      );
      expect(places).to.have.members(['message.to', 'message.from.organId', 'message.code']);
    });

    it('requests beyond the bound', async () => {
      await open(digestingDesk);
      const { status, json } = await raw('POST', '/v1/packets', Buffer.alloc(9 * 1024 * 1024, 0x20));
      expect(status).to.equal(413);
      expect(json).to.have.nested.property('error.code', 'door.too-large');
    });

    it('paths and methods that it does not have', async () => {
      await open(digestingDesk);
      expect(await raw('GET', '/v1/secrets')).to.have.property('status', 404);
      expect(await raw('GET', '/__proto__')).to.have.nested.property('json.error.code', 'door.not-found');
      expect(await raw('DELETE', '/v1/packets')).to.have.nested.property('json.error.code', 'door.method');
    });

    it('with 503 what can succeed later, with 404 what is not there, with 422 the rest', async () => {
      const codes = ['store.busy', 'store.not-found', 'edxml.secret'] as const;
      const statuses: number[] = [];
      for (const code of codes) {
        await open(
          deskWith({
            async status() {
              throw new EdocError(code);
            },
          }),
        );
        statuses.push((await raw('GET', '/v1/status')).status);
        await doors.pop()?.close();
      }
      expect(statuses).to.deep.equal([503, 404, 422]);
    });
  });

  it('finishes the request under way when it closes', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: () => void = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const desk = await open(
      deskWith({
        async recall(request) {
          entered();
          await held;
          return { packetId: request.packetId, recipients: [] };
        },
      }),
    );
    const answer = desk.recall({ packetId: 'p1', reason: 'x' });
    await inside;
    const closed = doors.pop()?.close();
    release();
    expect(await answer).to.deep.equal({ packetId: 'p1', recipients: [] });
    await closed;
  });
});

async function* pieces(octets: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}
