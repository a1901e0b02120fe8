import { createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import {
  certificateToPem,
  issueCrl,
  parseCertificate,
  requireNewerCrl,
  type Trust,
  trustFromPem,
} from '../../src/signing/index.js';
import { forgeCertificate, makePki, now, type Pki } from './pki-support.js';
import { codeOfCall } from './support.js';

const minute = 60_000;

describe('a list that is to take the place of another', () => {
  let old: Pki;
  let young: Pki;

  before(async () => {
    // Two keys under one name: an authority that has rolled its key over.
    [old, young] = [await makePki(), await makePki()];
  });

  const list = ({ issuer }: Pki, minutes = 0) =>
    issueCrl(issuer, {
      number: 7,
      thisUpdate: new Date(now.getTime() + minutes * minute),
      nextUpdate: new Date(now.getTime() + 60 * minute),
      revoked: [],
    });
  const trusting = (...certificates: readonly Uint8Array[]): Trust =>
    trustFromPem(certificates.map(certificateToPem).join(''));
  const code = (der: Buffer, trust: Trust, earlier?: Buffer) =>
    codeOfCall(() => requireNewerCrl(der, trust, earlier));

  it('is signed by the anchor of its name whose key made it, wherever that one stands', async () => {
    expect(old.root.subjectName.equals(young.root.subjectName)).to.equal(true);
    const roots = [old.root.certificate, young.root.certificate];
    for (const trust of [trusting(...roots), trusting(...roots.reverse())]) {
      expect(code(await list(old), trust)).to.equal('accepted');
      expect(code(await list(young), trust)).to.equal('accepted');
      // The lists of both keys are of one authority, and the younger one counts.
      expect(code(await list(young, 1), trust, await list(old))).to.equal('accepted');
      expect(code(await list(old), trust, await list(young, 1))).to.equal('crl.older');
    }
  });

  it('is refused where a third key of the name made it', async () => {
    const trust = trusting(old.root.certificate, young.root.certificate);
    const stranger = await makePki();
    expect(code(await list(stranger), trust)).to.equal('crl.signature');
  });

  it('is refused where the anchor whose key made it may not sign lists, whatever the other one may', async () => {
    const { issuer, root } = young;
    const authorityOf = [
      Buffer.from('300f0603551d130101ff040530030101ff', 'hex'),
      // keyCertSign alone.
      Buffer.from('300e0603551d0f0101ff040403020204', 'hex'),
    ];
    const unfit = forgeCertificate(
      { key: issuer.key, name: root.subjectName },
      createPublicKey(issuer.key),
      authorityOf,
      { subject: 'Axis root' },
    );
    expect(parseCertificate(unfit).subjectName.equals(root.subjectName)).to.equal(true);
    expect(code(await list(young), trusting(old.root.certificate, unfit))).to.equal('crl.signature');
  });
});
