import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import {
  type CertificateDescription,
  certificateDigest,
  certificatesFromPem,
  certificateToPem,
  createRequest,
  createRoot,
  describeCertificate,
  generateKey,
  issueAgencySeal,
  issueBroker,
  issueNode,
  issueOperatorSeal,
  type Purpose,
  readRequest,
  trustFromPem,
  verifyChain,
} from '../../src/signing/index.js';
import { type Axis, codeOf, codeOfCall, makeAxis, now, validity } from './support.js';

describe('certificates', () => {
  let axis: Axis;
  let key: KeyObject;
  let made: Record<'root' | 'agency' | 'operator' | 'node' | 'broker', Buffer>;

  const base = () => ({
    publicKey: createPublicKey(key),
    serialNumber: Uint8Array.of(0xab, 0xcd),
    ...validity,
  });
  const issuer = () => ({ certificate: axis.root, key: axis.rootKey });

  before(async () => {
    axis = await makeAxis();
    key = await generateKey('ecdsa-p256');
    made = {
      root: axis.root,
      agency: await issueAgencySeal(issuer(), {
        ...base(),
        agency: '000.00.00.H41',
        organization: 'UBND tỉnh Nghệ An',
      }),
      operator: await issueOperatorSeal(issuer(), { ...base(), organization: 'Trục liên thông' }),
      node: await issueNode(issuer(), { ...base(), node: 'h41' }),
      broker: await issueBroker(issuer(), {
        ...base(),
        commonName: 'broker',
        hosts: ['localhost', '127.0.0.1', '::1'],
      }),
    };
  });

  describe('are issued by the profiles of the specification', () => {
    const profile = ({ ca, keyUsage, extendedKeyUsage }: CertificateDescription) => ({
      ca,
      keyUsage,
      extendedKeyUsage,
    });

    it('the root', () => {
      const said = describeCertificate(made.root);
      expect(profile(said)).to.deep.equal({
        ca: true,
        keyUsage: ['crlSign', 'keyCertSign'],
        extendedKeyUsage: undefined,
      });
      expect(said.pathLength).to.equal(1);
      expect(said.subject).to.equal('CN=Axis root');
      expect(said.notAfter).to.deep.equal(new Date('2045-01-01T00:00:00Z'));
    });

    it('an agency seal', () => {
      const said = describeCertificate(made.agency);
      expect(profile(said)).to.deep.equal({
        ca: false,
        keyUsage: ['digitalSignature', 'nonRepudiation'],
        extendedKeyUsage: undefined,
      });
      expect(said).to.include({
        agency: '000.00.00.H41',
        organization: 'UBND tỉnh Nghệ An',
        commonName: 'UBND tỉnh Nghệ An',
        serialNumber: 'abcd',
        key: 'ecdsa-prime256v1',
        issuer: 'CN=Axis root',
      });
      expect(said.certificateSha256).to.equal(certificateDigest(made.agency));
    });

    it('the operator seal', () => {
      expect(describeCertificate(made.operator)).to.include({
        agency: 'AXIS',
        organization: 'Trục liên thông',
      });
    });

    it('a node', () => {
      const said = describeCertificate(made.node);
      expect(profile(said)).to.deep.equal({
        ca: false,
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'],
      });
      expect(said.commonName).to.equal('h41');
      expect(said.agency).to.equal(undefined);
    });

    it('the broker, with its names and addresses', () => {
      const said = describeCertificate(made.broker);
      expect(said.extendedKeyUsage).to.deep.equal(['1.3.6.1.5.5.7.3.1']);
      const x509 = new X509Certificate(made.broker);
      expect(x509.checkHost('localhost')).to.equal('localhost');
      expect(x509.checkIP('127.0.0.1')).to.equal('127.0.0.1');
      expect(x509.checkIP('::1')).to.equal('::1');
    });

    it('and OpenSSL sees the root as their issuer', () => {
      const root = new X509Certificate(made.root);
      for (const der of Object.values(made)) {
        const certificate = new X509Certificate(der);
        expect(certificate.checkIssued(root)).to.equal(true);
        expect(certificate.verify(root.publicKey)).to.equal(true);
      }
    });
  });

  describe('are for their one use', () => {
    const uses: [keyof typeof made, Purpose][] = [
      ['root', 'issue'],
      ['agency', 'seal'],
      ['operator', 'seal'],
      ['node', 'client'],
      ['broker', 'server'],
    ];
    const purposes: Purpose[] = ['seal', 'client', 'server'];
    for (const [name, right] of uses.slice(1)) {
      for (const purpose of purposes) {
        const code = purpose === right ? 'accepted' : 'certificate.usage';
        it(`${name} for ${purpose}: ${code}`, () => {
          expect(codeOfCall(() => verifyChain([made[name]], axis.trust, { at: now, purpose }))).to.equal(
            code,
          );
        });
      }
    }

    it('none but an authority for issuing', () => {
      const options = { at: now, purpose: 'issue' } as const;
      expect(codeOfCall(() => verifyChain([made.agency], axis.trust, options))).to.equal(
        'certificate.not-a-ca',
      );
    });
  });

  it('stand under whichever certificate of a renewed root is valid at the time', async () => {
    const rootKey = await generateKey('ecdsa-p256');
    const root = (from: string, years: number, serial: number) =>
      createRoot({
        name: 'Gốc được gia hạn',
        key: rootKey,
        now: new Date(from),
        years,
        serialNumber: Uint8Array.of(serial),
      });
    const before = await root('2020-01-01T00:00:00Z', 7, 1);
    const renewed = await root('2026-03-01T00:00:00Z', 20, 2);
    const agency = (certificate: Buffer, from: string, to: string) =>
      issueAgencySeal(
        { certificate, key: rootKey },
        {
          ...base(),
          ...{ notBefore: new Date(from), notAfter: new Date(to) },
          ...{ agency: 'H41', organization: 'UBND tỉnh Nghệ An' },
        },
      );
    const early = await agency(before, '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z');
    const late = await agency(renewed, '2026-04-01T00:00:00Z', '2029-01-01T00:00:00Z');
    const code = (certificate: Buffer, roots: readonly Buffer[], at: string) => {
      const trust = trustFromPem(roots.map(certificateToPem).join('\n'));
      return codeOfCall(() => verifyChain([certificate], trust, { at: new Date(at), purpose: 'seal' }));
    };
    for (const roots of [
      [before, renewed],
      [renewed, before],
    ]) {
      expect(code(early, roots, '2026-02-01T00:00:00Z')).to.equal('accepted');
      expect(code(early, roots, '2027-02-01T00:00:00Z')).to.equal('certificate.expired');
      expect(code(late, roots, '2028-02-01T00:00:00Z')).to.equal('accepted');
    }
    expect(code(early, [renewed], '2026-02-01T00:00:00Z')).to.equal('certificate.not-yet-valid');
    expect(code(late, [before], '2028-02-01T00:00:00Z')).to.equal('certificate.expired');
  });

  describe('are not issued', () => {
    it('beyond the validity of the issuer', async () => {
      const late = { ...base(), node: 'h41', notAfter: new Date('2045-01-01T00:00:01Z') };
      expect(await codeOf(issueNode(issuer(), late))).to.equal('certificate.validity');
    });

    it('by a key that is not the issuer’s', async () => {
      expect(await codeOf(issueNode({ ...issuer(), key }, { ...base(), node: 'h41' }))).to.equal(
        'key.mismatch',
      );
    });

    it('by a certificate that is no authority', async () => {
      const noAuthority = { certificate: made.agency, key };
      expect(await codeOf(issueNode(noAuthority, { ...base(), node: 'h41' }))).to.equal(
        'certificate.not-a-ca',
      );
    });

    it("to an agency with the operator's code, or with a code that is none", async () => {
      for (const agency of ['AXIS', 'axis', '', 'H 41', 'H41.', 'H41\n']) {
        const refused = issueAgencySeal(issuer(), { ...base(), agency, organization: 'x' });
        expect(await codeOf(refused), JSON.stringify(agency)).to.equal('certificate.no-agency');
      }
    });

    it('for keys that cannot seal', async () => {
      const pairs = [
        generateKeyPairSync('rsa', { modulusLength: 1024 }),
        generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
        generateKeyPairSync('ed25519'),
      ];
      for (const { publicKey } of pairs) {
        const refused = issueAgencySeal(issuer(), { ...base(), publicKey, agency: 'H41', organization: 'x' });
        expect(await codeOf(refused)).to.equal('key.type');
      }
    });
  });

  describe('are asked for', () => {
    it('with a request that proves the key', async () => {
      for (const kind of ['rsa-2048', 'ecdsa-p256'] as const) {
        const own = await generateKey(kind);
        const pem = await createRequest({
          key: own,
          commonName: 'h41',
          organization: 'Sở Tài chính',
          agency: 'H41.1',
        });
        const request = readRequest(pem);
        expect(request).to.include({ commonName: 'h41', organization: 'Sở Tài chính', agency: 'H41.1' });
        expect(request.publicKey.equals(createPublicKey(own))).to.equal(true);
      }
    });

    it('and not with one that was changed, or that is none', async () => {
      const pem = await createRequest({ key, commonName: 'h41' });
      const der = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64');
      der[der.indexOf('h41')] = 0x67;
      const changed = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
      for (const text of [changed, '', certificateToPem(made.node), pem.replace('MI', 'MJ')]) {
        expect(codeOfCall(() => readRequest(text))).to.equal('certificate.request');
      }
    });
  });

  it('are read from PEM, many at once, whatever stands between them', () => {
    const pem = `first\n${certificateToPem(made.root)}then\n${certificateToPem(made.node)}`;
    expect(certificatesFromPem(pem)).to.deep.equal([made.root, made.node]);
    expect(trustFromPem(pem).anchors.map(({ commonName }) => commonName)).to.deep.equal(['Axis root', 'h41']);
  });

  it('are refused where there are none, or what is there is none', () => {
    const broken = certificateToPem(made.root).replace('MI', 'MJ');
    for (const pem of ['', 'no certificate', broken, '-----BEGIN CERTIFICATE-----\nAAAA']) {
      expect(codeOfCall(() => trustFromPem(pem))).to.equal('certificate.malformed');
    }
  });

  it('are found changed, whichever octet it is', () => {
    const options = { at: now, purpose: 'seal' } as const;
    for (let at = 0; at < made.agency.length; at++) {
      const changed = Buffer.from(made.agency);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const code = codeOfCall(() => verifyChain([changed], axis.trust, options));
      expect(code, `octet ${at}`).to.match(/^certificate\./);
    }
  });
});
