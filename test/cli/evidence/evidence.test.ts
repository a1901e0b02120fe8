import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AgentContext, SealContainerRequest } from '../../../src/agent/index.js';
import { sealEvidence } from '../../../src/agent/seal-container.js';
import type { Door } from '../../../src/door/index.js';
import {
  certificateToPem,
  issueCrl,
  joinFile,
  parseCertificate,
  readProperties,
  trustFromPem,
  writeProperties,
} from '../../../src/signing/index.js';
import type { Store } from '../../../src/store/index.js';
import { errorOf } from '../../door/fake-desk.js';
import { TestAuthority } from '../../signing/levels/authority.js';
import { makeAxis } from '../../signing/support.js';
import type { AgentHome } from '../agent-home.js';
import { edoc } from '../edoc.js';
import { makePackingHome } from '../packing-home.js';
import { sha256 as digestOf, signedAt } from '../sealed-files.js';

const during = ['--at', '2026-06-02T00:00:00Z'];

const codesIn = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

describe('edoc evidence', () => {
  let home: AgentHome;
  let store: Store;
  let door: Door;
  let context: AgentContext;
  let seal: (request: SealContainerRequest) => ReturnType<typeof sealEvidence>;

  const run = (...args: string[]) => edoc(['evidence', ...args], { cwd: home.directory });
  const path = (name: string) => join(home.directory, name);

  before(async () => {
    ({ home, store, door, context } = await makePackingHome((request) => seal(request)));
    seal = (request) => sealEvidence(context, request);
    expect(await run('export', '7816/VPCP-KSTT', '--to', 'sent.asice')).to.include({ code: 0, err: '' });
    expect(await run('export', '45/VPCP-TH', '--to', 'received.asice')).to.include({ code: 0, err: '' });
  });

  after(async () => {
    await door.close();
    await store.close();
    await home.remove();
  });

  describe('export', () => {
    it('packs a document with everything about it, and says so', async () => {
      const { out } = await run('export', '45/VPCP-TH', '--to', 'again.asice', '--json');
      const told = JSON.parse(out);
      expect(told.agency).to.equal('H41');
      expect(told.files.map(({ name }: { name: string }) => name)).to.deep.equal([
        'document.edxml',
        'message.xml',
        'attachments/Công văn.pdf',
        'attachments/phụ lục.bin',
        'receipts/receipt-H41-issued.xml',
      ]);
      await rm(path('again.asice'));
    });

    it('leaves a line in the event log', async () => {
      const entries = await store.reader.logRows(0, 1_000);
      const sealed = entries.filter(({ kind }) => kind === 'container.sealed');
      expect(sealed[0]).to.deep.include({
        agency: 'H41',
        packet: home.sent.packetId,
        detail: { files: 4, level: 'B' },
      });
    });

    it('packs files with the proof that was put around them, which the agent knows as well', async () => {
      const [item] = await store.evidence.below(['B'], 0, 1);
      if (!item) throw new Error('nothing is kept');
      const token = { kind: 'signature-time-stamp', token: Buffer.from('a token') } as const;
      const augmented = joinFile(item.bytes, [token]);
      const raised = { key: item.key, level: 'T', properties: writeProperties([token]) } as const;
      await store.evidence.keep([raised]);
      try {
        const { out } = await run('export', item.packetId, '--to', 'raised.asice', '--json');
        const digests = JSON.parse(out).files.map((file: { sha256: string }) => file.sha256);
        expect(digests).to.include(digestOf(augmented)).and.not.include(digestOf(item.bytes));
      } finally {
        await store.evidence.keep([{ key: item.key, level: 'B', properties: '' }]);
        await rm(path('raised.asice'), { force: true });
      }
    });

    it('packs once more where the agent put more proof around a file meanwhile', async () => {
      const [item] = await store.evidence.below(['B'], 0, 1);
      if (!item) throw new Error('nothing is kept');
      const raise = (properties: string, level: 'B' | 'T') =>
        store.evidence.keep([{ key: item.key, level, properties }]);
      const token = (text: string) =>
        writeProperties([{ kind: 'signature-time-stamp', token: Buffer.from(text) }]);
      const asBefore = seal;
      let asked = 0;
      await raise(token('one'), 'T');
      seal = async (request) => {
        asked += 1;
        if (asked === 1) await raise(token('another'), 'T');
        return asBefore(request);
      };
      try {
        const { code, out } = await run('export', item.packetId, '--to', 'meanwhile.asice', '--json');
        expect({ code, asked }).to.deep.equal({ code: 0, asked: 2 });
        const properties = token('another');
        const augmented = joinFile(item.bytes, readProperties(properties));
        expect(out).to.contain(digestOf(augmented));
      } finally {
        seal = asBefore;
        await raise('', 'B');
        await rm(path('meanwhile.asice'), { force: true });
      }
    });

    describe('at a node that has a time-stamp authority', () => {
      let authority: TestAuthority;
      let told: { level: string; findings: { code: string; severity: string; detail: object }[] };

      /** The authority is under a root of its own, so its word on the agency's certificate counts for nothing. */
      const exportWith = async (target: 'T' | 'LT') => {
        const axis = await makeAxis();
        authority = await TestAuthority.start(axis, signedAt);
        const evidence = {
          stampTrust: trustFromPem(certificateToPem(axis.root)),
          policy: { target, timeStamp: true },
        } as unknown as AgentContext['evidence'];
        const node = { ...context, ...(evidence ? { evidence } : {}) };
        return async (down: TestAuthority['down'] = {}, also = async () => {}) => {
          authority.down = down;
          const without = seal;
          seal = (request) => sealEvidence(node, request, authority);
          try {
            const { code, out } = await run('export', '7816/VPCP-KSTT', '--to', 'stamped.asice', '--json');
            expect(code).to.equal(0);
            told = JSON.parse(out);
            await writeFile(path('stamps.pem'), certificateToPem(axis.root));
            const stamps = ['--stamp-trust', 'stamps.pem'];
            const checked = await run('verify', 'stamped.asice', ...stamps, ...during, '--json');
            await also();
            return JSON.parse(checked.out).files[0];
          } finally {
            seal = without;
            await rm(path('stamped.asice'), { force: true });
          }
        };
      };

      it('stamps the seal of the container', async () => {
        const container = await (await exportWith('T'))();
        expect(told).to.deep.include({ level: 'T', findings: [] });
        expect(container).to.deep.include({
          indication: 'TOTAL-PASSED',
          level: 'T',
          provenAt: signedAt.toISOString(),
        });
        expect(container.timeStamps[0]).to.include({ kind: 'signature', authority: 'Axis tsa' });
      });

      it('is held against the other side with the roots that are trusted for stamps', async () => {
        const invalid = async (...stampTrust: string[]) => {
          const { out } = await run(
            'reconcile',
            'stamped.asice',
            'sent.asice',
            ...during,
            ...stampTrust,
            '--json',
          );
          return JSON.parse(out).invalid.flatMap(codesIn);
        };
        await (await exportWith('T'))({}, async () => {
          expect(await invalid()).to.deep.equal(['certificate.untrusted']);
          expect(await invalid('--stamp-trust', 'stamps.pem')).to.deep.equal([]);
        });
      });

      it('gives the container at the level that was reached, and warns, where a source is down', async () => {
        const exported = await exportWith('LT');
        for (const [down, level] of [
          [{ timeStamp: true }, 'B'],
          [{ revocation: true }, 'T'],
        ] as const) {
          const container = await exported(down);
          expect(container).to.deep.include({ indication: 'TOTAL-PASSED', level });
          expect(told.level).to.equal(level);
          const [warning] = told.findings;
          expect(warning).to.deep.include({
            ...{ code: 'container.level', severity: 'warning' },
            detail: { level, gap: 'evidence.source-down' },
          });
        }
      });
    });

    it('says that a node without a time-stamp authority gives level B', async () => {
      const { out } = await run('export', '7816/VPCP-KSTT', '--to', 'plain.asice');
      await rm(path('plain.asice'));
      expect(out).to.contain('level B').and.contain('[evidence.no-source]');
    });

    it('writes over nothing', async () => {
      const { code, err } = await run('export', '45/VPCP-TH', '--to', 'sent.asice');
      expect(code).to.equal(1);
      expect(err).to.contain('[cli.file-exists]');
    });

    it('says that the agent is not running, in a code of its own', async () => {
      const elsewhere = await mkdtemp(join(tmpdir(), 'edoc-idle-'));
      try {
        for (const name of ['agent.json', 'trust.pem', 'data']) {
          await cp(path(name), join(elsewhere, name), { recursive: true });
        }
        const ended = await edoc(['evidence', 'export', '45/VPCP-TH', '--to', 'x.asice'], { cwd: elsewhere });
        expect(ended.code).to.equal(3);
        expect(await readdir(elsewhere)).to.not.include('x.asice');
      } finally {
        await rm(elsewhere, { recursive: true });
      }
    });

    it('leaves nothing behind where an attachment in the store is not the signed one', async () => {
      const [, large] = home.attachments;
      const digest = home.received.contents[1]?.sha256 ?? '';
      const file = path(join('data/content', digest.slice(0, 2), digest.slice(2)));
      await writeFile(file, randomBytes(large?.bytes.length ?? 0));
      try {
        const { code, err } = await run('export', '45/VPCP-TH', '--to', 'bad.asice');
        expect(code).to.equal(1);
        expect(err).to.contain('[container.unfinished]');
        expect(await readdir(home.directory)).to.not.include('bad.asice');
      } finally {
        await writeFile(file, large?.bytes ?? '');
      }
    });
  });

  describe('the agent', () => {
    let whole: Promise<SealContainerRequest> | undefined;
    const request = () => {
      whole ??= asked();
      return whole;
    };
    const asked = async (): Promise<SealContainerRequest> => {
      const { out } = await run('export', '45/VPCP-TH', '--to', 'list.asice', '--json');
      await rm(path('list.asice'));
      const { files, packetId } = JSON.parse(out);
      return {
        packetId,
        files: files.map(({ name, sha256 }: { name: string; sha256: string }) => ({
          name,
          sha256,
          mimeType: 'application/xml',
        })),
      };
    };
    const refusal = async (
      change: (files: SealContainerRequest['files']) => SealContainerRequest['files'],
    ) => {
      const { packetId, files } = await request();
      const { code, place } = await errorOf(seal({ packetId, files: change(files) }));
      return `${code} ${place ?? ''}`.trim();
    };
    const sha256 = 'ab'.repeat(32);
    const mimeType = 'application/xml';

    it('seals what its register holds', async () => {
      expect((await seal(await request())).agency).to.equal('H41');
    });

    it('does not seal another packet, message or attachment than its own', async () => {
      for (const name of ['document.edxml', 'message.xml', 'attachments/Công văn.pdf']) {
        const changed = await refusal((files) =>
          files.map((file) => (file.name === name ? { ...file, sha256 } : file)),
        );
        expect(changed).to.equal(`container.not-stored ${name}`);
        expect(await refusal((files) => files.filter((file) => file.name !== name))).to.equal(
          `container.file-missing ${name}`,
        );
      }
    });

    it('does not seal receipts, statuses or anything else that it does not have', async () => {
      for (const name of ['receipts/x.xml', 'statuses/x.edxml', 'note.txt', 'attachments/thêm.txt']) {
        const answer = await refusal((files) => [...files, { name, mimeType, sha256 }]);
        expect(answer).to.equal(`container.not-stored ${name}`);
      }
    });

    it('does not seal for a document that it does not have, nor for an agency that has nothing to do with it', async () => {
      const { files, packetId } = await request();
      const unknown = '01970000-0000-7000-8000-000000000009';
      expect((await errorOf(seal({ packetId: unknown, files }))).code).to.equal('document.unknown');
      expect((await errorOf(seal({ packetId, files, agency: 'H53' }))).code).to.equal('agency.not-served');
    });

    it('is not asked with a list that is none', async () => {
      const { doorClient } = await import('../../../src/door/index.js');
      const desk = doorClient(path('agent.sock'));
      const { packetId } = home.sent;
      const bad = [{ name: 'a', mimeType, sha256: 'x' }];
      expect((await errorOf(desk.sealContainer({ packetId, files: bad }))).code).to.equal('door.request');
    });
  });

  describe('reconcile', () => {
    it('finds a side equal to itself, from a container, a folder of them, and a saved folder', async () => {
      await edoc(['save', '7816/VPCP-KSTT', '--to', 'saved'], { cwd: home.directory });
      const { code, out } = await run('reconcile', 'sent.asice', 'sent.asice', ...during);
      expect(out).to.contain('7816/VPCP-KSTT').and.contain('✔ agree');
      expect(code).to.equal(0);
      const folder = await run('reconcile', '.', 'sent.asice', ...during, '--json');
      const { packets } = JSON.parse(folder.out);
      expect(folder.code).to.equal(1);
      expect(packets.map(({ packetId }: { packetId: string }) => packetId)).to.deep.equal([
        home.sent.packetId,
        home.received.packetId,
      ]);
      expect(packets[1].findings[0]).to.include({ code: 'reconcile.missing' });
      const saved = await run('reconcile', 'saved', 'sent.asice', ...during);
      expect(saved.out).to.contain('sent; receipts: 1');
    });

    it('finds in the log what the containers show, and says what is missing', async () => {
      const { out } = await edoc(['log', 'export'], { cwd: home.directory });
      await writeFile(path('log.jsonl'), out);
      const told = await run('reconcile', 'log.jsonl', 'received.asice', ...during, '--json');
      const { packets } = JSON.parse(told.out);
      expect(told.code).to.equal(1);
      const codes = packets.map(({ findings }: { findings: { code: string }[] }) =>
        findings.map(({ code }) => code),
      );
      expect(codes).to.deep.equal([['reconcile.missing'], []]);
      const altered = out.replace('"packet.submitted"', '"packet.subverted"');
      await writeFile(path('log.jsonl'), altered);
      expect((await run('reconcile', 'log.jsonl', 'sent.asice')).err).to.contain('[log.broken]');
    });

    it('demands answers on revocation under the hard policy, and takes those that are given', async () => {
      const { axis } = home.files;
      const list = (number: number, revoked: Parameters<typeof issueCrl>[1]['revoked']) =>
        issueCrl(
          { certificate: axis.root, key: axis.rootKey },
          { number, thisUpdate: signedAt, nextUpdate: new Date('2026-06-03T00:00:00Z'), revoked },
        );
      const [own = Buffer.alloc(0)] = (await home.files.signer('H41')).certificates;
      const serialNumber = Buffer.from(parseCertificate(own).serialNumber, 'hex');
      await writeFile(path('root.crl'), await list(1, []));
      await writeFile(path('revoked.crl'), await list(2, [{ serialNumber, revokedAt: signedAt }]));
      const told = async (...options: string[]) => {
        const { code, out } = await run(
          'reconcile',
          'sent.asice',
          'sent.asice',
          ...during,
          ...options,
          '--json',
        );
        const { revocation, invalid } = JSON.parse(out);
        return { code, revocation, invalid: new Set(invalid.flatMap(codesIn)) };
      };
      expect(await told('--revocation', 'hard')).to.deep.equal({
        code: 1,
        revocation: { policy: 'hard', crls: 0, ocspResponses: 0 },
        invalid: new Set(['revocation.unknown']),
      });
      expect(await told('--revocation', 'hard', '--crl', 'root.crl')).to.deep.equal({
        code: 0,
        revocation: { policy: 'hard', crls: 1, ocspResponses: 0 },
        invalid: new Set(),
      });
      const revoked = await told('--crl', 'revoked.crl');
      expect(revoked.code).to.equal(1);
      expect(revoked.invalid).to.include('revocation.no-proof');
      expect((await run('reconcile', 'sent.asice', 'sent.asice', '--ocsp', 'root.crl')).err).to.contain(
        '[cli.value]',
      );
    });

    it('counts nothing that is not valid, and says so', async () => {
      const octets = await readFile(path('sent.asice'));
      octets[octets.indexOf('H41')] = 0x49;
      await writeFile(path('bad.asice'), octets);
      const { code, out } = await run('reconcile', 'bad.asice', 'sent.asice', ...during);
      expect(code).to.equal(1);
      expect(out).to.contain('✘ Not valid, and not counted: bad.asice').and.contain('[container.crc]');
      await rm(path('bad.asice'));
    });
  });
});
