import { readFileSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { sealEvidence } from '../../../src/agent/seal-container.js';
import type { Finding } from '../../../src/errors.js';
import {
  buildReport,
  type Examined,
  filesOfContainer,
  keep,
  notExamined,
} from '../../../src/evidence/index.js';
import { trustFromPem } from '../../../src/signing/index.js';
import type { AgentHome } from '../agent-home.js';
import { edoc } from '../edoc.js';
import { makePackingHome, type PackingHome } from '../packing-home.js';
import { sha256 as digestOf, SealedFiles, signedAt } from '../sealed-files.js';

interface Told {
  readonly container?: string;
  readonly file: string;
  readonly kind: string;
}

const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL('../../../../spec/report.schema.json', import.meta.url), 'utf8')),
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

describe('edoc evidence verify', () => {
  let packing: PackingHome;
  let home: AgentHome;

  const run = (...args: string[]) => edoc(['evidence', ...args], { cwd: home.directory });
  const path = (name: string) => join(home.directory, name);

  before(async () => {
    packing = await makePackingHome((request) => sealEvidence(packing.context, request));
    ({ home } = packing);
    expect(await run('export', '7816/VPCP-KSTT', '--to', 'sent.asice')).to.include({ code: 0, err: '' });
    expect(await run('export', '45/VPCP-TH', '--to', 'received.asice')).to.include({ code: 0, err: '' });
  });

  after(async () => {
    await packing.door.close();
    await packing.store.close();
    await home.remove();
  });

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
    const early = buildReport(containerWith({ code: 'seal.value', severity: 'error' }).map(keep), {
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
