import { expect } from 'chai';
import { isEdocError } from '../../src/errors.js';
import * as write from '../../src/signing/der-write.js';
import {
  issueTimeStamp,
  readTimeStampResponse,
  writeTimeStampRejection,
  writeTimeStampRequest,
} from '../../src/signing/index.js';
import { writeImprint } from '../../src/signing/timestamps/request.js';
import { makePki, now, type Pki, policy, sha256, validity } from './pki-support.js';
import { codeOf, codeOfCall } from './support.js';

const imprint = sha256(Buffer.from('the seal of a packet'));
const nonce = Buffer.from('00ff112233445566', 'hex');
const serialNumber = Buffer.from('00a1b2c3', 'hex');
const options = { time: now, serialNumber, policy };

describe('a time stamp', () => {
  let pki: Pki;
  let response: Buffer;
  const authority = () => ({ certificates: [pki.tsa.certificate], key: pki.tsa.key });

  before(async () => {
    pki = await makePki();
    response = await issueTimeStamp(authority(), writeTimeStampRequest({ imprint, nonce }), options);
  });

  describe('is refused to a request', () => {
    const text = (der: Buffer) => codeAndDetail(() => readTimeStampResponse(der, { imprint, nonce }));
    const algorithm = write.sequence(write.oid('1.3.14.3.2.26'));
    const requests: [string, string, () => Buffer][] = [
      ['that cannot be read', 'badDataFormat', () => Buffer.from('3003020101', 'hex')],
      ['of another version', 'badRequest', () => write.sequence(write.integer(2), writeImprint(imprint))],
      [
        'for an imprint of SHA-1',
        'badAlg',
        () =>
          write.sequence(write.integer(1), write.sequence(algorithm, write.octetString(Buffer.alloc(20)))),
      ],
      [
        'for an imprint of a wrong length',
        'badDataFormat',
        () => write.sequence(write.integer(1), writeImprint(imprint.subarray(1))),
      ],
      [
        'under another policy',
        'unacceptedPolicy',
        () => writeTimeStampRequest({ imprint, nonce, policy: `${policy}.1` }),
      ],
      [
        'with an extension',
        'unacceptedExtension',
        () => write.sequence(write.integer(1), writeImprint(imprint), write.explicit(0)),
      ],
    ];
    for (const [what, failure, request] of requests) {
      it(`${what}: ${failure}`, async () => {
        const answer = await issueTimeStamp(authority(), request(), options);
        expect(text(answer)).to.deep.equal(['timestamp.rejected', { status: 'rejection', failure }]);
      });
    }

    it('where the authority has no time', () => {
      const answer = writeTimeStampRejection('timeNotAvailable', 'the clock is not kept');
      expect(text(answer)).to.deep.equal([
        'timestamp.rejected',
        { status: 'rejection', failure: 'timeNotAvailable' },
      ]);
    });
  });

  describe('is not issued', () => {
    const request = writeTimeStampRequest({ imprint, nonce });

    it('with a key that is not of the certificate', async () => {
      const other = { ...authority(), key: pki.responder.key };
      expect(await codeOf(issueTimeStamp(other, request, options))).to.equal('key.mismatch');
    });

    it('at a time outside the validity of the certificate', async () => {
      const early = { ...options, time: new Date(validity.notBefore.getTime() - 1) };
      expect(await codeOf(issueTimeStamp(authority(), request, early))).to.equal('certificate.not-yet-valid');
      const late = { ...options, time: new Date(validity.notAfter.getTime() + 1) };
      expect(await codeOf(issueTimeStamp(authority(), request, late))).to.equal('certificate.expired');
    });
  });

  describe('is no answer to the request', () => {
    const read = (changed: object, der = response) =>
      codeOfCall(() => readTimeStampResponse(der, { imprint, nonce, ...changed }));

    it('with another nonce, or none', async () => {
      const bare = write.sequence(write.integer(1), writeImprint(imprint));
      const withoutNonce = await issueTimeStamp(authority(), bare, options);
      expect(read({ nonce: Buffer.from('01', 'hex') })).to.equal('timestamp.nonce');
      expect(read({}, withoutNonce)).to.equal('timestamp.nonce');
    });

    it('over another imprint', () => {
      expect(read({ imprint: sha256(imprint) })).to.equal('timestamp.imprint');
    });

    it('under another policy', () => {
      expect(read({ policy: '1.2.3' })).to.equal('timestamp.policy');
    });

    it('where octets follow, or it is none, or is too long', () => {
      expect(read({}, Buffer.concat([response, Buffer.alloc(1)]))).to.equal('timestamp.malformed');
      expect(read({}, Buffer.from('no response'))).to.equal('timestamp.malformed');
      expect(read({}, Buffer.alloc(64 * 1024 + 1))).to.equal('timestamp.limit');
    });
  });
});

function codeAndDetail(call: () => unknown): [string, unknown] {
  try {
    call();
    return ['accepted', undefined];
  } catch (error) {
    if (!isEdocError(error)) throw error;
    return [error.code, error.detail];
  }
}
