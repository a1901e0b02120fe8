import { expect } from 'chai';
import { readNodeRequest } from '../../src/axis/index.js';
import { createRequest } from '../../src/signing/index.js';
import { codeOf } from './code-of.js';
import { Applicant } from './fixture.js';

describe('a node’s request', () => {
  const applicant = new Applicant('h41');
  const read = async (pem: string | Promise<string>) => readNodeRequest(await pem);

  it('names one node and its agencies, each with its key', async () => {
    const request = await read(applicant.request(['H41', 'UBND tỉnh Nghệ An'], ['H41.01', 'Sở Nội vụ']));
    expect(request.node).to.equal('h41');
    expect(request.agencies.map(({ code, name }) => [code, name])).to.deep.equal([
      ['H41', 'UBND tỉnh Nghệ An'],
      ['H41.01', 'Sở Nội vụ'],
    ]);
    expect(request.publicKey.equals(await applicant.publicKey('h41'))).to.equal(true);
  });

  it('is refused without a node, without an agency, or with two nodes', async () => {
    const whole = await applicant.request(['H41', 'Một']);
    const node = await applicant.request();
    expect(await codeOf(read(node))).to.equal('enrolment.request-malformed');
    expect(await codeOf(read(whole.slice(node.length)))).to.equal('enrolment.request-malformed');
    expect(await codeOf(read(whole + node))).to.equal('enrolment.request-malformed');
    expect(await codeOf(read('không phải PEM'))).to.equal('enrolment.request-malformed');
  });

  for (const name of ['operator', 'axis-admin', 'H41', 'h 41', 'a'.repeat(33)]) {
    it(`is refused for a node called “${name}”`, async () => {
      const pem = new Applicant(name).request(['H41', 'Một']);
      expect(await codeOf(read(pem))).to.equal('enrolment.node-name');
    });
  }

  it('is refused for the operator’s own code and for what is no agency code', async () => {
    expect(await codeOf(read(applicant.request(['AXIS', 'Đơn vị vận hành'])))).to.equal(
      'enrolment.agency-code',
    );
    expect(await codeOf(read(applicant.request(['h41', 'Chữ thường'])))).to.equal('enrolment.agency-code');
  });

  it('is refused where an agency comes twice', async () => {
    const pem = applicant.request(['H41', 'Một'], ['H41', 'Hai']);
    expect(await codeOf(read(pem))).to.equal('enrolment.agency-repeated');
  });

  it('is refused where somebody else’s key was put into it', async () => {
    const own = await createRequest({ key: await applicant.key('H41'), commonName: 'Một', agency: 'H41' });
    const other = await createRequest({ key: await applicant.key('H53'), commonName: 'Một', agency: 'H41' });
    const octets = (pem: string) => Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
    const point = (der: Buffer) => der.indexOf(Buffer.of(0x03, 0x42, 0x00, 0x04)) + 4;
    const [forged, from] = [octets(own), octets(other)];
    from.copy(forged, point(forged), point(from), point(from) + 64);
    const base64 = forged.toString('base64').match(/.{1,64}/g) ?? [];
    const label = 'CERTIFICATE REQUEST';
    const pem = `-----BEGIN ${label}-----\n${base64.join('\n')}\n-----END ${label}-----\n`;
    expect(await codeOf(read((await applicant.request()) + pem))).to.equal('certificate.request');
  });
});
