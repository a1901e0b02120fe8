import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { AgentContext, SealContainerRequest } from '../../src/agent/index.js';
import { Identities } from '../../src/agent/index.js';
import { sealEvidence } from '../../src/agent/seal-container.js';
import { type Door, openDoor } from '../../src/door/index.js';
import { organId } from '../../src/edoc/index.js';
import type { Finding } from '../../src/errors.js';
import { buildReport, type Examined, filesOfContainer, notExamined } from '../../src/evidence/index.js';
import { silentLog } from '../../src/log.js';
import {
  certificateToPem,
  joinFile,
  readProperties,
  trustFromPem,
  writeProperties,
} from '../../src/signing/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { deskWith, errorOf } from '../door/fake-desk.js';
import { TestAuthority } from '../signing/levels/authority.js';
import { makeAxis } from '../signing/support.js';
import { type AgentHome, makeAgentHome } from './agent-home.js';
import { edoc } from './edoc.js';
import { sha256 as digestOf, SealedFiles, signedAt } from './sealed-files.js';

interface Told {
  readonly container?: string;
  readonly file: string;
  readonly kind: string;
}

const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../../spec/report.schema.json', import.meta.url), 'utf8')),
);

function faultsOf(report: unknown) {
  validate(report);
  return validate.errors ?? [];
}

/** A container in order around a document that is not. */
function containerWith(finding: Finding): Examined[] {
  const file = notExamined('document.edxml', finding);
  const container = { file: 'x.asice', claimed: undefined, findings: [], files: [file], entries: [] };
  return filesOfContainer(container, { size: 1, sha256: '0'.repeat(64) });
}

const during = ['--at', '2026-06-02T00:00:00Z'];

describe('edoc evidence', () => {
  let home: AgentHome;
  let store: Store;
  let door: Door;
  let context: AgentContext;
  let seal: (request: SealContainerRequest) => ReturnType<typeof sealEvidence>;

  const run = (...args: string[]) => edoc(['evidence', ...args], { cwd: home.directory });
  const path = (name: string) => join(home.directory, name);

  before(async () => {
    home = await makeAgentHome();
    store = await openStore({ folder: path('data'), now: () => signedAt });
    const identities = new Identities([{ code: organId('H41'), signer: await home.files.signer('H41') }]);
    const trust = trustFromPem(home.files.rootPem);
    // The parts of an agent that sealing works with; no broker is needed for it.
    context = {
      ...{ store, identities, trust, clock: { now: () => signedAt }, log: silentLog },
    } as unknown as AgentContext;
    seal = (request) => sealEvidence(context, request);
    door = await openDoor({
      socketPath: path('agent.sock'),
      desk: deskWith({ sealContainer: (request) => seal(request) }),
      log: silentLog,
    });
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
      const [item] = await store.evidenceBelow(['B'], 0, 1);
      if (!item) throw new Error('nothing is kept');
      const token = { kind: 'signature-time-stamp', token: Buffer.from('a token') } as const;
      const augmented = joinFile(item.bytes, [token]);
      const raised = { key: item.key, level: 'T', properties: writeProperties([token]) } as const;
      await store.keepEvidence([raised]);
      try {
        const { out } = await run('export', item.packetId, '--to', 'raised.asice', '--json');
        const digests = JSON.parse(out).files.map((file: { sha256: string }) => file.sha256);
        expect(digests).to.include(digestOf(augmented)).and.not.include(digestOf(item.bytes));
      } finally {
        await store.keepEvidence([{ key: item.key, level: 'B', properties: '' }]);
        await rm(path('raised.asice'), { force: true });
      }
    });

    it('packs once more where the agent put more proof around a file meanwhile', async () => {
      const [item] = await store.evidenceBelow(['B'], 0, 1);
      if (!item) throw new Error('nothing is kept');
      const raise = (properties: string, level: 'B' | 'T') =>
        store.keepEvidence([{ key: item.key, level, properties }]);
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
        const trust = trustFromPem(home.files.rootPem + certificateToPem(axis.root));
        const evidence = {
          trust,
          policy: { target, timeStamp: true },
        } as unknown as AgentContext['evidence'];
        const node = { ...context, ...(evidence ? { evidence } : {}) };
        return async (down: TestAuthority['down'] = {}) => {
          authority.down = down;
          const without = seal;
          seal = (request) => sealEvidence(node, request, authority);
          try {
            const { code, out } = await run('export', '7816/VPCP-KSTT', '--to', 'stamped.asice', '--json');
            expect(code).to.equal(0);
            told = JSON.parse(out);
            await writeFile(path('both.pem'), home.files.rootPem + certificateToPem(axis.root));
            const checked = await run('verify', 'stamped.asice', '--trust', 'both.pem', ...during, '--json');
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
      const { doorClient } = await import('../../src/door/index.js');
      const desk = doorClient(path('agent.sock'));
      const { packetId } = home.sent;
      const bad = [{ name: 'a', mimeType, sha256: 'x' }];
      expect((await errorOf(desk.sealContainer({ packetId, files: bad }))).code).to.equal('door.request');
    });
  });

  describe('verify', () => {
    it('says what holds, with nothing but the root', async () => {
      const { code, out } = await run(
        'verify',
        'sent.asice',
        'received.asice',
        '--trust',
        'trust.pem',
        ...during,
      );
      expect(code).to.equal(0);
      expect(out)
        .to.contain('✔ VALID  sent.asice  (evidence container')
        .and.contain('✔ VALID  received.asice  (evidence container')
        .and.contain('✔ VALID  received.asice › document.edxml  (packet');
      expect(out).to.match(/Files +\d+ \([^)]+\), all signed/);
      expect(out).to.match(/All \d+ valid/);
      expect(out).to.contain('✔ agrees  phụ lục.bin (300 kB)');
      expect(out).to.contain('Cơ quan H41 (H41), 2026-06-01 15:00:00 +07');
    });

    it('speaks Vietnamese', async () => {
      const { out } = await run('verify', 'sent.asice', ...during, '--lang', 'vi');
      expect(out).to.contain('✔ HỢP LỆ  sent.asice  (gói chứng cứ').and.contain('đều đã ký');
    });

    it('finds what was changed, and ends with code 1', async () => {
      const octets = await readFile(path('received.asice'));
      octets[octets.indexOf('%PDF-1.4')] = 0x20;
      await writeFile(path('changed.asice'), octets);
      const { code, out } = await run('verify', 'changed.asice', ...during, '--json');
      expect(code).to.equal(1);
      const [container] = JSON.parse(out).files;
      expect(container).to.include({ kind: 'container', indication: 'TOTAL-FAILED' });
      expect(container.findings.map((finding: { code: string }) => finding.code)).to.include('container.crc');
      await rm(path('changed.asice'));
    });

    it('says of any other file that it is none, and of a missing one that it is missing', async () => {
      expect((await run('verify', 'agent.json')).out).to.contain('[container.not-zip]');
      expect((await run('verify', 'nothing.asice')).code).to.equal(4);
    });

    it('gives the same report as edoc verify, which knows a container by its beginning', async () => {
      await cp(path('received.asice'), path('received.xml'));
      const told = await edoc(['verify', 'received.xml', '--trust', 'trust.pem', ...during, '--json'], {
        cwd: home.directory,
      });
      await rm(path('received.xml'));
      expect(told.code).to.equal(0);
      const report = JSON.parse(told.out);
      expect(faultsOf(report)).to.deep.equal([]);
      const [container, ...sealed] = report.files;
      expect(container).to.include({ file: 'received.xml', kind: 'container', indication: 'TOTAL-PASSED' });
      expect(container.sha256).to.equal(digestOf(await readFile(path('received.asice'))));
      expect(container.signer.agency).to.equal('H41');
      expect(container.checked).to.include.members(['form', 'signature', 'certificate', 'content']);
      const entries = new Map<string, { signed: boolean; sha256: string }>(
        container.entries.map((entry: { name: string }) => [entry.name, entry]),
      );
      expect(entries.get('document.edxml')).to.include({
        signed: true,
        sha256: digestOf(home.received.bytes),
      });
      expect(entries.get('META-INF/signatures001.xml')?.signed).to.equal(false);
      expect(sealed.map((file: Told) => [file.container, file.file, file.kind])).to.deep.equal([
        ['received.xml', 'document.edxml', 'packet'],
        ['received.xml', 'receipts/receipt-H41-issued.xml', 'receipt'],
      ]);
      const own = await run('verify', 'received.asice', '--trust', 'trust.pem', ...during, '--json');
      const others = JSON.parse(own.out).files.slice(1);
      expect(others).to.deep.equal(sealed.map((file: Told) => ({ ...file, container: 'received.asice' })));
    });

    it('cannot tell under another root, and ends with code 8; a container is no better than what is in it', async () => {
      const others = await SealedFiles.create();
      await writeFile(path('other.pem'), others.rootPem);
      const ended = await run('verify', 'sent.asice', '--trust', 'other.pem', ...during, '--json');
      expect(ended.code).to.equal(8);
      expect(JSON.parse(ended.out).files[0].subIndication).to.equal('NO_CERTIFICATE_CHAIN_FOUND');
      const early = buildReport(containerWith({ code: 'seal.value', severity: 'error' }), {
        tool: { name: 'edoc', version: '0' },
        examinedAt: signedAt,
        at: signedAt,
        trust: trustFromPem(home.files.rootPem),
      });
      expect(faultsOf(JSON.parse(JSON.stringify(early)))).to.deep.equal([]);
      expect(early.files[0]).to.include({
        indication: 'TOTAL-FAILED',
        decidedBy: 'seal.value',
        decidedIn: 'document.edxml',
      });
    });

    it('looks for signatures in PDF files that travel beside their packet', async () => {
      const { out } = await run('verify', 'received.asice', ...during, '--json');
      const document = JSON.parse(out).files[1];
      expect(
        document.attachments.map((one: { transfer: string; signatures?: number }) => [
          one.transfer,
          one.signatures,
        ]),
      ).to.deep.equal([
        ['parts', 0],
        ['parts', undefined],
      ]);
    });

    it('holds what is in a container against directory pages and receipts beside it', async () => {
      const { files, received } = home;
      const agencies = ['H41', 'H53'];
      const listed = await Promise.all(
        agencies.map(async (code) => [code, [await files.certificateSha256(code)]] as const),
      );
      await writeFile(path('page.xml'), await files.directory(Object.fromEntries(listed)));
      await writeFile(path('beside.xml'), await files.receipt(received, { recipient: 'H41' }));
      const { out } = await edoc(
        ['verify', 'received.asice', 'page.xml', 'beside.xml', '--trust', 'trust.pem', ...during, '--json'],
        { cwd: home.directory },
      );
      const told = JSON.parse(out).files;
      const by = (name: string) => told.find(({ file }: Told) => file === name);
      for (const name of ['received.asice', 'document.edxml', 'receipts/receipt-H41-issued.xml']) {
        expect(by(name).checked, name).to.include('directory');
      }
      expect(by('beside.xml').checked).to.include('packet');
      expect(by('beside.xml').findings).to.deep.equal([]);
      await rm(path('page.xml'));
      await rm(path('beside.xml'));
    });

    it('writes a report for the file, with the files of the container and how they stand to its seal', async () => {
      const { code } = await run('verify', 'sent.asice', ...during, '--report', 'report.html');
      expect(code).to.equal(0);
      const page = await readFile(path('report.html'), 'utf8');
      expect(page).to.contain('evidence container').and.contain('sent.asice › document.edxml');
      expect(page).to.contain('META-INF/signatures001.xml').and.contain('carries the seal');
    });

    it('unpacks what did not pass into a folder that says so, without what could not be read', async () => {
      const octets = await readFile(path('received.asice'));
      octets[octets.indexOf('%PDF-1.4')] = 0x20;
      await writeFile(path('changed.asice'), octets);
      const { code, err } = await run('verify', 'changed.asice', ...during, '--extract', 'marked');
      expect(err).to.equal('');
      expect(code).to.equal(1);
      expect(await readdir(path('marked'))).to.deep.equal(['KHONG-HOP-LE_NOT-VALID_changed']);
      const folder = path('marked/KHONG-HOP-LE_NOT-VALID_changed');
      expect(await readdir(folder)).to.include.members(['WARNING.txt', 'document.edxml', 'receipts']);
      expect(await readFile(join(folder, 'WARNING.txt'), 'utf8')).to.contain('KHÔNG được kết luận là hợp lệ');
      await rm(path('changed.asice'));
      await rm(path('marked'), { recursive: true });
    });

    it('unpacks what is valid', async () => {
      const { code } = await run('verify', 'received.asice', ...during, '--extract', 'out');
      expect(code).to.equal(0);
      const [pdf] = home.attachments;
      expect(await readFile(path('out/received/attachments/Công văn.pdf'))).to.deep.equal(pdf?.bytes);
      expect(await readFile(path('out/received/document.edxml'))).to.deep.equal(home.received.bytes);
      await rm(path('out'), { recursive: true });
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
