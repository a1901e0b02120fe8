/** What `edoc evidence parts` prints is what an auditor types: every command is run as it stands. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { evidenceParts, fileName, trustName } from '../../src/evidence/index.js';
import {
  certificateToPem,
  inspectEvidence,
  issueCrl,
  joinFile,
  packetSeal,
  raise,
  seal,
  sealParts,
} from '../../src/signing/index.js';
import { TestAuthority } from '../signing/levels/authority.js';
import { assemble, makeAxis, packet, validity } from '../signing/support.js';

const secondMs = 1_000;

describe('the parts of evidence, given to other tools', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'edoc-parts-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const source of ['ocsp', 'crl'] as const) {
    it(`are accepted by each command that is printed, with answers by ${source.toUpperCase()}`, async function () {
      for (const tool of ['openssl', 'xmlsec1']) {
        if (spawnSync(tool, ['--version']).error) {
          console.warn(
            `    SKIPPED: ${tool} is not installed, so nothing outside this project checks the parts`,
          );
          this.skip();
        }
      }
      // OpenSSL and xmlsec1 go by the clock of the machine.
      const now = new Date(Math.floor(Date.now() / secondMs) * secondMs - 60 * secondMs);
      expect(now > validity.notBefore && now < validity.notAfter).to.equal(true);
      const axis = await makeAxis();
      const authority = await TestAuthority.start(axis, now);
      const signer = await axis.signer('rsa-2048');
      const file = assemble(packet, await seal(packet, packetSeal, signer, now));
      const parts = sealParts(file, packetSeal);
      if (!parts) throw new Error('no parts');
      const sources =
        source === 'ocsp'
          ? authority
          : { ...listing(axis, now), timeStamp: authority.timeStamp.bind(authority) };
      const raised = await raise(parts, [], sources, { trust: axis.trust, target: 'LTA', now });
      expect(raised.failure).to.equal(undefined);
      const octets = joinFile(file, raised.properties);
      const at = new Date();
      const inspection = await inspectEvidence(octets, packetSeal, axis.trust, { at, revocation: 'hard' });
      expect(inspection.level).to.equal('LTA');

      const { files, checks } = await evidenceParts(octets, packetSeal, inspection, at);
      const own = mkdtempSync(join(folder, 'parts-'));
      for (const { name, content } of files) writeFileSync(join(own, name), content);
      writeFileSync(join(own, fileName), octets);
      writeFileSync(join(own, trustName), certificateToPem(axis.root));
      expect(checks.map(({ part }) => part)).to.include.members([
        fileName,
        'signature-time-stamp.tst',
        'archive-time-stamp-1.tst',
        source === 'ocsp' ? 'ocsp-1.der' : 'crl-1.pem',
      ]);
      for (const { part, command } of checks) {
        const [program = '', ...args] = command;
        const said = spawnSync(program, args, { cwd: own, encoding: 'utf8' });
        const told = `${said.stdout}${said.stderr}`;
        expect(said.status, `${part}: ${told}`).to.equal(0);
        if (part.startsWith('ocsp'))
          expect(told)
            .to.include('Response verify OK')
            .and.match(/: good/);
        if (part.endsWith('.tst')) expect(told).to.include('Verification: OK');
      }
    });
  }
});

/** A source that answers with one list of the root. */
function listing(axis: Awaited<ReturnType<typeof makeAxis>>, now: Date) {
  return {
    revocation: async () => ({
      ocsps: [],
      crls: [
        await issueCrl(
          { certificate: axis.root, key: axis.rootKey },
          { number: 1, thisUpdate: now, nextUpdate: new Date(now.getTime() + 3_600_000), revoked: [] },
        ),
      ],
    }),
  };
}
