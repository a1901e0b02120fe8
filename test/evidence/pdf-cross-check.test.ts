import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { bufferSource } from '../../src/edoc/index.js';
import { embeddedSignatures } from '../../src/evidence/index.js';
import { certificateToPem, type KeyKind } from '../../src/signing/index.js';
import { type Authority, makeAuthority } from '../signing/citizens.js';
import { now } from '../signing/support.js';
import { cmsSigner, type Identity, plainPdf, type Sign, signPdf, updatePdf } from './signed-pdf.js';

/** Other programs make what we verify (OpenSSL), and verify what our tests make (poppler's pdfsig). */
describe('other tools for PDF signatures', () => {
  let folder: string;
  let authority: Authority;
  let plain: Buffer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pdf-signatures-'));
    authority = await makeAuthority();
    plain = await plainPdf();
  });

  after(() => rm(folder, { recursive: true }));

  describe('openssl cms', () => {
    before(function () {
      if (spawnSync('openssl', ['version']).status !== 0) skipLoudly(this, 'openssl');
    });

    const kinds: readonly (readonly [KeyKind, readonly string[], string])[] = [
      ['rsa-2048', ['-md', 'sha256'], 'adbe.pkcs7.detached'],
      ['rsa-3072', ['-md', 'sha512', '-cades'], 'ETSI.CAdES.detached'],
      ['rsa-2048', ['-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss'], 'adbe.pkcs7.detached'],
      ['ecdsa-p256', ['-md', 'sha256', '-cades'], 'ETSI.CAdES.detached'],
      ['ecdsa-p256', ['-md', 'sha512', '-cades', '-keyid'], 'ETSI.CAdES.detached'],
    ];
    for (const [kind, options, subFilter] of kinds) {
      it(`signs with ${kind} ${options.join(' ')}, and that is valid`, async () => {
        const identity = await authority.identity(kind);
        const pdf = await signPdf(plain, await opensslSigner(identity, options), { subFilter });
        const found = await embeddedSignatures(bufferSource(pdf), { trust: authority.trust, at: now });
        expect(found?.signatures[0]?.findings.filter(({ severity }) => severity === 'error')).to.deep.equal(
          [],
        );
        expect(found?.verdict).to.equal('valid');
      });
    }
  });

  describe("poppler's pdfsig", () => {
    before(function () {
      if (spawnSync('pdfsig', ['-v']).error) skipLoudly(this, 'pdfsig');
    });

    it('agrees on what is covered and whether it is intact', async () => {
      const official = await authority.identity();
      const signed = await signPdf(plain, cmsSigner(official));
      const both = await signPdf(signed, cmsSigner(official));
      const changed = Buffer.from(signed);
      changed[20] = (changed[20] ?? 0) ^ 1;
      const files = { plain, signed, both, updated: updatePdf(signed), changed };
      for (const [name, pdf] of Object.entries(files)) {
        const theirs = await pdfsig(name, pdf);
        const ours = await embeddedSignatures(bufferSource(pdf), { trust: authority.trust, at: now });
        const signatures = (ours?.signatures ?? []).map(({ integrity, coverage }) => ({
          intact: integrity === 'intact',
          whole: coverage === 'whole',
        }));
        expect([name, signatures]).to.deep.equal([name, theirs]);
      }
    });
  });

  async function opensslSigner({ key, certificate }: Identity, options: readonly string[]): Promise<Sign> {
    const at = (name: string) => join(folder, name);
    await writeFile(at('key.pem'), key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    await writeFile(at('certificate.pem'), certificateToPem(certificate));
    return async (octets) => {
      await writeFile(at('octets'), octets);
      const files = [
        '-in',
        at('octets'),
        '-out',
        at('value'),
        '-signer',
        at('certificate.pem'),
        '-inkey',
        at('key.pem'),
      ];
      const { status, stderr } = spawnSync(
        'openssl',
        ['cms', '-sign', '-binary', '-outform', 'DER', ...files, ...options],
        { encoding: 'utf8' },
      );
      expect(status, stderr).to.equal(0);
      return readFile(at('value'));
    };
  }

  async function pdfsig(name: string, pdf: Buffer): Promise<{ intact: boolean; whole: boolean }[]> {
    const path = join(folder, `${name}.pdf`);
    await writeFile(path, pdf);
    const { stdout } = spawnSync('pdfsig', ['-nocert', path], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', HOME: folder },
    });
    return stdout
      .split(/^Signature #\d+:$/m)
      .slice(1)
      .map((part) => ({
        intact: part.includes('Signature is Valid'),
        whole: part.includes('Total document signed'),
      }));
  }
});

function skipLoudly(context: Mocha.Context, program: string): void {
  console.log(`      SKIPPED: ${program} is not installed; this cross-check did not run`);
  context.skip();
}
