import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { fileReport, keep, notExamined, type Report } from '../../src/evidence/index.js';
import { SealedFiles } from '../cli/sealed-files.js';
import { mixedReport, reportOn } from './reports.js';

const schema = JSON.parse(readFileSync(new URL('../../../spec/report.schema.json', import.meta.url), 'utf8'));

describe('the report as JSON', () => {
  const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    schema,
  );
  const faults = (report: unknown) => {
    validate(JSON.parse(JSON.stringify(report)));
    return validate.errors ?? [];
  };
  let report: Report;

  before(async () => {
    report = await mixedReport();
  });

  it('is as spec/report.schema.json says, for good files and bad ones', () => {
    expect(faults(report)).to.deep.equal([]);
  });

  it('is so also for a seal that claims a time of another millennium', async () => {
    const files = await SealedFiles.create();
    const { bytes } = await files.document();
    const named = Object.fromEntries(
      ['+012026-06-01T08:00:00Z', '-000001-01-01T00:00:00Z'].map((time) => [
        `${time}.edxml`,
        Buffer.from(bytes.toString('utf8').replace(/(?<=<xades:SigningTime>)[^<]+/, time)),
      ]),
    );
    const odd = await reportOn(files, named);
    expect(odd.files.map(({ indication, signer }) => [indication, signer?.agency])).to.deep.equal([
      ['TOTAL-FAILED', 'H41'],
      ['TOTAL-FAILED', 'H41'],
    ]);
    expect(faults(odd)).to.deep.equal([]);
  });

  it('would not be with another verdict than its sub-indication has, or without what it must have', () => {
    const [first, ...rest] = report.files;
    expect(faults({ ...report, files: [{ ...first, subIndication: 'HASH_FAILURE' }, ...rest] })).not.to.be
      .empty;
    expect(faults({ ...report, files: [{ ...first, indication: 'TOTAL-FAILED' }] })).not.to.be.empty;
    expect(faults({ ...report, judgedFor: '2026-06-02' })).not.to.be.empty;
    expect(faults({ ...report, trust: undefined })).not.to.be.empty;
  });

  it('has the verdict on each file, and the finding that decided', () => {
    expect(
      report.files.map(({ file, indication, subIndication, decidedBy }) => [
        file,
        indication,
        subIndication,
        decidedBy,
      ]),
    ).to.deep.equal([
      ['packet.edxml', 'TOTAL-PASSED', undefined, undefined],
      ['receipt-H53.xml', 'TOTAL-PASSED', undefined, undefined],
      ['changed.edxml', 'TOTAL-FAILED', 'HASH_FAILURE', 'seal.content-digest'],
      ['untrusted.edxml', 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'certificate.untrusted'],
      ['status.edxml', 'TOTAL-PASSED', undefined, undefined],
      ['page.xml', 'TOTAL-PASSED', undefined, undefined],
      ['letter.txt', 'TOTAL-FAILED', 'FORMAT_FAILURE', 'verify.not-sealed'],
      ['unreadable.edxml', 'INDETERMINATE', 'NOT_EXAMINED', 'cli.file-unreadable'],
    ]);
    expect(report.summary).to.deep.equal({ files: 8, passed: 4, failed: 2, indeterminate: 2 });
    expect(report.indication).to.equal('TOTAL-FAILED');
    expect(report.revocation).to.deep.include({ policy: 'soft', directory: { version: 1, pages: 1, of: 1 } });
  });

  it('checks the content where only the certificate is in question, and shows it as a claim where the seal is broken', () => {
    const of = (name: string) => report.files.find(({ file }) => file === name);
    expect(of('untrusted.edxml')?.checked).to.include.members(['signature', 'content']);
    const changed = of('changed.edxml');
    expect(changed?.checked).not.to.include('content');
    expect(changed?.notChecked.map(({ check }) => check)).to.include('content');
    expect(changed?.content).to.include({ type: 'document', number: '7816/VPCP-KSTT' });
  });

  it('says nothing passed of a file without findings whose seal nobody looked at', () => {
    const nothing = { ...notExamined('x', { code: 'verify.not-sealed', severity: 'note' }) };
    expect(fileReport(keep(nothing))).to.include({
      indication: 'INDETERMINATE',
      subIndication: 'NOT_EXAMINED',
    });
  });

  it('has what stands beside a seal, where somebody found it', async () => {
    const [first] = report.files;
    const examined = {
      ...notExamined('x.pdf', { code: 'certificate.expired', severity: 'error' }),
      level: 'T',
      provenAt: new Date('2026-06-01T08:00:01Z'),
      timeStamps: [
        {
          kind: 'signature',
          place: 'SignatureTimeStamp',
          time: new Date('2026-06-01T08:00:01Z'),
          holds: true,
          authority: 'TSA',
          authorityNotAfter: new Date('2030-01-01T00:00:00Z'),
          serialNumber: '0a',
          policy: '1.2.3',
        },
      ],
      revocation: [{ subject: 'CN=H41', status: 'good', source: 'crl', thisUpdate: new Date(0) }],
      embedded: [
        {
          attachment: 'a.pdf',
          name: 'Signature1',
          signer: 'CN=An',
          coversWholeFile: false,
          verdict: { indication: 'TOTAL-PASSED' },
          findings: [],
        },
      ],
    } as const;
    const file = fileReport(keep({ ...examined, attachments: [], findings: [...examined.findings] }));
    expect(faults({ ...report, files: [first, file] })).to.deep.equal([]);
    expect(file).to.deep.include({ level: 'T', provenAt: '2026-06-01T08:00:01.000Z' });
    expect(file.embedded[0]).to.include({ indication: 'TOTAL-PASSED', coversWholeFile: false });
  });
});
