import { request as openRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import {
  type Authority,
  type AuthorityHandlers,
  openAuthority,
  type ServerBounds,
} from '../../src/authority/index.js';
import { codeOf } from '../axis/code-of.js';
import { keepingLog } from './keeping-log.js';

const list = { octets: Buffer.from('3003020107', 'hex'), modified: new Date('2026-11-22T02:00:00.500Z') };
const asked: [string, string][] = [];
const handlers: AuthorityHandlers = {
  timeStamp: async (request) => {
    asked.push(['tsa', request.toString('hex')]);
    return Buffer.from('3000', 'hex');
  },
  ocsp: async (request) => {
    asked.push(['ocsp', request.toString('hex')]);
    return Buffer.from('3001', 'hex');
  },
  crl: async () => list,
  health: async () => ({ state: 'ok' }),
};

interface Said {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

describe('the server of the trust services', () => {
  let authority: Authority;
  let log: ReturnType<typeof keepingLog>;

  const open = async (options: { handlers?: AuthorityHandlers; bounds?: Partial<ServerBounds> } = {}) => {
    log = keepingLog();
    authority = await openAuthority({ handlers, host: '127.0.0.1', port: 0, log, ...options });
  };
  const say = (
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: Buffer } = {},
  ): Promise<Said> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(authority.url);
      const request = openRequest({
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: options.headers ?? {},
        agent: false,
      });
      request.once('error', reject);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      request.end(options.body);
    });
  const query = {
    headers: { 'content-type': 'application/timestamp-query' },
    body: Buffer.from('300102', 'hex'),
  };

  beforeEach(() => {
    asked.length = 0;
  });
  afterEach(() => authority.close());

  it('hands a time-stamp request on as it is, and its answer back', async () => {
    await open();
    const { status, headers, body } = await say('POST', '/tsa', query);
    expect([status, body.toString('hex')]).to.deep.equal([200, '3000']);
    expect(headers).to.include({
      'content-type': 'application/timestamp-reply',
      'cache-control': 'no-store',
    });
    expect(asked).to.deep.equal([['tsa', '300102']]);
  });

  it('takes an OCSP request by POST, and by GET in base64 as it is and percent-encoded', async () => {
    await open();
    // Its base64 has a slash, two in a row, a plus and padding.
    const octets = Buffer.from('fbffff3ffbe000', 'hex');
    const base64 = octets.toString('base64');
    expect(base64).to.match(/\/\//).and.match(/\+/).and.match(/=/);
    const headers = { 'content-type': 'application/ocsp-request' };
    const answers = [
      await say('POST', '/ocsp', { headers, body: octets }),
      await say('POST', '/ocsp/', { headers, body: octets }),
      await say('GET', `/ocsp/${base64}`),
      await say('GET', `/ocsp/${encodeURIComponent(base64)}`),
    ];
    for (const { status, headers: got, body } of answers) {
      expect([status, body.toString('hex')]).to.deep.equal([200, '3001']);
      expect(got['content-type']).to.equal('application/ocsp-response');
    }
    expect(asked).to.deep.equal(Array(4).fill(['ocsp', octets.toString('hex')]));
  });

  it('gives the revocation list, and says when it is still the same', async () => {
    await open();
    const { status, headers, body } = await say('GET', '/crl/root.crl');
    expect([status, body.equals(list.octets)]).to.deep.equal([200, true]);
    expect(headers).to.include({
      'content-type': 'application/pkix-crl',
      'last-modified': 'Sun, 22 Nov 2026 02:00:00 GMT',
      'cache-control': 'public, max-age=0, must-revalidate',
    });
    const tag = String(headers['etag']);
    const again = (more: Record<string, string>) => say('GET', '/crl/root.crl', { headers: more });
    expect((await again({ 'if-none-match': tag })).status).to.equal(304);
    expect((await again({ 'if-none-match': '"other"' })).status).to.equal(200);
    expect((await again({ 'if-modified-since': 'Sun, 22 Nov 2026 02:00:00 GMT' })).status).to.equal(304);
    expect((await again({ 'if-modified-since': 'Sun, 22 Nov 2026 01:59:59 GMT' })).status).to.equal(200);
    const head = await say('HEAD', '/crl/root.crl');
    expect([head.status, head.headers['content-length'], head.body.length]).to.deep.equal([200, '5', 0]);
  });

  it('says that it is well', async () => {
    await open();
    const { status, body } = await say('GET', '/health');
    expect([status, JSON.parse(body.toString('utf8'))]).to.deep.equal([200, { state: 'ok' }]);
  });

  it('refuses what is no request, with the status that says why', async () => {
    await open();
    const status = async (method: string, path: string, options = {}) =>
      (await say(method, path, options)).status;
    expect(await status('GET', '/')).to.equal(404);
    expect(await status('GET', '/tsa')).to.equal(405);
    expect((await say('GET', '/tsa')).headers['allow']).to.equal('POST');
    expect(await status('POST', '/crl/root.crl', query)).to.equal(405);
    expect(await status('POST', '/tsa', { ...query, headers: { 'content-type': 'text/plain' } })).to.equal(
      415,
    );
    expect(await status('POST', '/tsa', { headers: query.headers, body: Buffer.alloc(0) })).to.equal(400);
    expect(await status('POST', '/tsa', { headers: query.headers, body: Buffer.alloc(16_385) })).to.equal(
      413,
    );
    expect(await status('GET', '/ocsp/%E0%A4%A')).to.equal(400);
    expect(await status('GET', '/ocsp/not*base64')).to.equal(400);
    expect(await status('GET', `/ocsp/${'A'.repeat(9_000)}`)).to.equal(414);
    expect(asked).to.deep.equal([]);
  });

  it('has no service that it was not given, and no list where there is none yet', async () => {
    await open({ handlers: { health: handlers.health, crl: async () => undefined } });
    expect((await say('POST', '/tsa', query)).status).to.equal(404);
    expect((await say('GET', '/ocsp/MAA=')).status).to.equal(404);
    expect((await say('GET', '/crl/root.crl')).status).to.equal(404);
  });

  it('tells a caller nothing of its own failures, and logs nothing of what a caller sent', async () => {
    await open({
      handlers: {
        ...handlers,
        ocsp: async () => {
          throw new Error('the passphrase is 1234');
        },
      },
    });
    const { status, body } = await say('GET', '/ocsp/c2VjcmV0');
    expect([status, body.toString('utf8')]).to.deep.equal([500, 'The service cannot answer\n']);
    expect(log.lines).to.have.length(1);
    expect(JSON.stringify(log.lines)).to.not.include('c2VjcmV0');
  });

  describe('with callers who keep it waiting', () => {
    const sockets: Socket[] = [];
    const silent = (text: string) =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect(Number(new URL(authority.url).port), '127.0.0.1', () => {
          socket.write(text);
          resolve(socket);
        });
        socket.once('error', reject);
        sockets.push(socket);
      });

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    it('closes the connection that has been silent longest, and goes on answering', async () => {
      await open({ bounds: { connections: 3 } });
      const head =
        'POST /tsa HTTP/1.1\r\nhost: a\r\ncontent-type: application/timestamp-query\r\ncontent-length: 9\r\n\r\n1';
      const first = await silent(head);
      const closed = new Promise((resolve) => first.once('close', resolve));
      first.on('error', () => {});
      await silent('GET /hea');
      await silent('');
      expect((await say('POST', '/tsa', query)).status).to.equal(200);
      await closed;
      expect((await say('POST', '/tsa', query)).status).to.equal(200);
    });

    it('ends a request that does not come whole in its time', async () => {
      await open({ bounds: { headersTimeoutMs: 100, requestTimeoutMs: 200 } });
      const socket = await silent('GET /health HTTP/1.1\r\n');
      const said = await new Promise<string>((resolve) => {
        let text = '';
        socket.on('data', (chunk) => {
          text += String(chunk);
        });
        socket.once('close', () => resolve(text));
      });
      expect(said).to.match(/^HTTP\/1\.1 408 /);
    });

    it('answers so many at a time, lets so many wait, and sends the next away', async () => {
      let release: () => void = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      let running = 0;
      let most = 0;
      const timeStamp = async () => {
        running += 1;
        most = Math.max(most, running);
        await released;
        running -= 1;
        return Buffer.from('3000', 'hex');
      };
      await open({ handlers: { ...handlers, timeStamp }, bounds: { answering: 2, waiting: 2 } });
      const answers = Array.from({ length: 5 }, () => say('POST', '/tsa', query));
      const { status, headers } = await Promise.race(answers);
      expect([status, headers['retry-after']]).to.deep.equal([503, '1']);
      release();
      const statuses = (await Promise.all(answers)).map((answer) => answer.status);
      expect(statuses.sort()).to.deep.equal([200, 200, 200, 200, 503]);
      expect(most).to.equal(2);
    });

    it('finishes what is under way when it closes, and takes nothing new', async () => {
      let begun: () => void = () => {};
      const started = new Promise<void>((resolve) => {
        begun = resolve;
      });
      let release: () => void = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const timeStamp = async () => {
        begun();
        await released;
        return Buffer.from('3000', 'hex');
      };
      await open({ handlers: { ...handlers, timeStamp } });
      const answer = say('POST', '/tsa', query);
      await started;
      const closed = authority.close();
      const refused = await say('GET', '/health').then(
        () => 'answered',
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect(refused).to.equal('ECONNREFUSED');
      release();
      expect((await answer).status).to.equal(200);
      await closed;
    });
  });

  it('says by code where it cannot listen', async () => {
    await open();
    const port = Number(new URL(authority.url).port);
    const second = openAuthority({ handlers, host: '127.0.0.1', port, log });
    expect(await codeOf(second)).to.equal('authority.cannot-listen');
  });
});
