import { createServer, type RequestListener, type Server } from 'node:http';
import { expect } from 'chai';
import { authorityLimits, fetchCrl, fetchOcsp, fetchTimeStamp } from '../../src/authority/index.js';
import { describe as describeError, EdocError } from '../../src/errors.js';
import { codeOf } from '../axis/code-of.js';

const der = Buffer.from('3003020101', 'hex');

describe('asking a service', () => {
  let server: Server;
  let url: string;
  const seen: { method?: string; url?: string; type?: string; authorization?: string; body: string }[] = [];

  const serve = async (listener: RequestListener) => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const { method = '', url: path = '', headers } = request;
        seen.push({
          method,
          url: path,
          type: headers['content-type'] ?? '',
          authorization: headers.authorization ?? '',
          body: Buffer.concat(chunks).toString('hex'),
        });
        listener(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };

  beforeEach(() => {
    seen.length = 0;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('posts a request with its media type and gives the answer as it came, whatever type it is said to have', async () => {
    await serve((_, response) => response.setHeader('content-type', 'application/octet-stream').end(der));
    expect((await fetchTimeStamp(`${url}/a/b?c`, Buffer.from('3000', 'hex'))).equals(der)).to.equal(true);
    expect((await fetchOcsp(url, Buffer.from('3001', 'hex'))).equals(der)).to.equal(true);
    expect((await fetchCrl(`${url}/x.crl`)).equals(der)).to.equal(true);
    expect(seen).to.deep.equal([
      { method: 'POST', url: '/a/b?c', type: 'application/timestamp-query', authorization: '', body: '3000' },
      { method: 'POST', url: '/', type: 'application/ocsp-request', authorization: '', body: '3001' },
      { method: 'GET', url: '/x.crl', type: '', authorization: '', body: '' },
    ]);
  });

  it('gives user and password of the address to the service and to nobody else', async () => {
    await serve((_, response) => response.writeHead(403).end());
    const asked = fetchTimeStamp(url.replace('//', '//h41:mat-khau@'), der);
    const error = await asked.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof EdocError)) return expect.fail('no error');
    expect(seen[0]?.authorization).to.equal(`Basic ${Buffer.from('h41:mat-khau').toString('base64')}`);
    expect(describeError(error, 'vi').what).to.include('HTTP 403').and.not.include('mat-khau');
  });

  it('tells by code what may come right by itself', async () => {
    const codes: string[] = [];
    for (const status of [503, 500, 429, 404, 401, 204]) {
      await serve((_, response) => response.writeHead(status).end());
      codes.push(await codeOf(fetchOcsp(url, der)));
      server.close();
    }
    expect(codes).to.deep.equal([
      ...Array(3).fill('authority.unavailable'),
      ...Array(3).fill('authority.answer'),
    ]);
    expect(await codeOf(fetchOcsp(url, der))).to.equal('authority.unavailable');
    expect(new EdocError('authority.unavailable').retryable).to.equal(true);
  });

  it('does not take a page for an answer, nor one that is too long', async () => {
    await serve((_, response) => response.setHeader('content-type', 'text/html').end('<html>'));
    expect(await codeOf(fetchTimeStamp(url, der))).to.equal('authority.answer');
    server.close();
    await serve((_, response) => response.end(Buffer.alloc(authorityLimits.timeStampBytes + 1, 0x30)));
    expect(await codeOf(fetchTimeStamp(url, der))).to.equal('authority.too-large');
  });

  it('waits no longer than it is told, and stops when it is told', async () => {
    await serve((_, response) => response.writeHead(200).write(der));
    expect(await codeOf(fetchTimeStamp(url, der, { timeoutMs: 50 }))).to.equal('authority.unavailable');
    const controller = new AbortController();
    const asked = codeOf(fetchCrl(url, { signal: controller.signal }));
    controller.abort();
    expect(await asked).to.equal('authority.unavailable');
  });

  it('follows a list that has moved, though not for ever, and no request', async () => {
    await serve(({ url: path }, response) =>
      path === '/new.crl' ? response.end(der) : response.writeHead(302, { location: '/new.crl' }).end(),
    );
    expect((await fetchCrl(`${url}/old.crl`)).equals(der)).to.equal(true);
    expect(await codeOf(fetchTimeStamp(`${url}/old`, der))).to.equal('authority.answer');
    server.close();
    await serve((_, response) => response.writeHead(302, { location: '/again.crl' }).end());
    expect(await codeOf(fetchCrl(url))).to.equal('authority.answer');
    server.close();
    await serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect(await codeOf(fetchCrl(url))).to.equal('authority.url');
  });

  it('goes to http and https alone', async () => {
    await serve((_, response) => response.end(der));
    for (const address of ['ldap://ca.example/crl', 'file:///etc/passwd', 'no address', '']) {
      expect(await codeOf(fetchCrl(address)), address).to.equal('authority.url');
    }
    expect(seen).to.deep.equal([]);
  });
});
