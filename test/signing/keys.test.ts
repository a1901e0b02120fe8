import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  certificateToPem,
  decryptKey,
  encryptKey,
  generateKey,
  type KeyKind,
  packetSeal,
  type Signer,
  signerFromKey,
  signerFromPkcs8,
  signerFromPkcs12,
  toPkcs12,
  verifySeal,
} from '../../src/signing/index.js';
import { type Axis, codeOf, codeOfCall, makeAxis, now, sealPacket } from './support.js';

const passphrase = 'khoá bí mật';
const kinds: KeyKind[] = ['rsa-2048', 'ecdsa-p256'];

describe('keys', () => {
  let axis: Axis;

  before(async () => {
    axis = await makeAxis();
  });

  it('are made in the kinds that are offered', async () => {
    expect((await generateKey('rsa-2048')).asymmetricKeyDetails?.modulusLength).to.equal(2048);
    expect((await generateKey('rsa-3072')).asymmetricKeyDetails?.modulusLength).to.equal(3072);
    expect((await generateKey('ecdsa-p256')).asymmetricKeyDetails?.namedCurve).to.equal('prime256v1');
  });

  for (const kind of kinds) {
    describe(`of kind ${kind}`, () => {
      let key: KeyObject;
      let certificate: Buffer;

      before(async () => {
        ({ key, certificate } = await axis.identity(kind));
      });

      it('are locked as encrypted PKCS#8 and opened again', async () => {
        const pem = await encryptKey(key, passphrase);
        expect(pem).to.match(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
        expect(decryptKey(pem, passphrase).equals(key)).to.equal(true);
        const signer = signerFromPkcs8({
          keyPem: pem,
          passphrase,
          certificatesPem: certificateToPem(certificate),
        });
        await expectSeals(signer);
      });

      it('travel in PKCS#12', async () => {
        const bytes = await toPkcs12({ key, certificates: [certificate], passphrase: 'secret' });
        await expectSeals(await signerFromPkcs12({ bytes, passphrase: 'secret' }));
        expect(await codeOf(signerFromPkcs12({ bytes, passphrase: 'Secret' }))).to.equal('key.passphrase');
      });

      it('are exchanged with OpenSSL as PKCS#8 and PKCS#12', async function () {
        if (spawnSync('openssl', ['version']).error) {
          console.log('      SKIPPED: openssl is not installed; this cross-check did not run');
          this.skip();
        }
        const folder = mkdtempSync(join(tmpdir(), 'keys-'));
        try {
          const path = (name: string) => join(folder, name);
          writeFileSync(path('key.pem'), await encryptKey(key, 'secret'));
          writeFileSync(
            path('certificates.pem'),
            certificateToPem(certificate) + certificateToPem(axis.root),
          );
          const made = openssl([
            'pkcs12',
            '-export',
            '-inkey',
            path('key.pem'),
            '-in',
            path('certificates.pem'),
            '-passin',
            'pass:secret',
            '-passout',
            'pass:secret',
          ]);
          const signer = await signerFromPkcs12({ bytes: made, passphrase: 'secret' });
          expect(signer.certificates).to.have.length(1);
          await expectSeals(signer);

          writeFileSync(
            path('ours.p12'),
            await toPkcs12({ key, certificates: [certificate], passphrase: 'secret' }),
          );
          const read = openssl([
            'pkcs12',
            '-in',
            path('ours.p12'),
            '-nodes',
            '-passin',
            'pass:secret',
          ]).toString();
          expect(read).to.include('BEGIN PRIVATE KEY').and.to.include('BEGIN CERTIFICATE');
        } finally {
          rmSync(folder, { recursive: true });
        }
      });

      it('are refused with another certificate', async () => {
        const other = await axis.identity(kind);
        expect(codeOfCall(() => signerFromKey(key, [other.certificate]))).to.equal('key.mismatch');
        const bytes = await toPkcs12({ key, certificates: [other.certificate], passphrase: 'secret' });
        expect(await codeOf(signerFromPkcs12({ bytes, passphrase: 'secret' }))).to.equal('key.mismatch');
      });
    });
  }

  it('are not opened with a wrong passphrase', async () => {
    const pem = await encryptKey(await generateKey('ecdsa-p256'), passphrase);
    expect(codeOfCall(() => decryptKey(pem, 'khoá'))).to.equal('key.passphrase');
    expect(codeOfCall(() => decryptKey(pem, ''))).to.equal('key.passphrase');
  });

  it('are refused where they lie in the clear, or are no keys', async () => {
    const clear = (await generateKey('ecdsa-p256')).export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(codeOfCall(() => decryptKey(clear, passphrase))).to.equal('key.malformed');
    expect(codeOfCall(() => decryptKey('', passphrase))).to.equal('key.malformed');
    expect(await codeOf(signerFromPkcs12({ bytes: Buffer.from('no key'), passphrase }))).to.equal(
      'key.malformed',
    );
  });

  async function expectSeals(signer: Signer): Promise<void> {
    const file = await sealPacket(signer);
    expect((await verifySeal(file, packetSeal, axis.trust, { at: now })).signer.organization).to.equal('H41');
  }
});

function openssl(args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('openssl', args);
  expect(status, stderr.toString()).to.equal(0);
  return stdout;
}
