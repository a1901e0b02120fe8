import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type ErrorCode, errorTable, type Finding } from '../../src/errors.js';
import { indicationOf, subIndicationOf, verdictOf, worstOf } from '../../src/evidence/index.js';

const root = new URL('../../../', import.meta.url);
const codes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);
const error = (code: ErrorCode): Finding => ({ code, severity: 'error' });

describe('a verdict', () => {
  it('is TOTAL-PASSED where nothing is an error', () => {
    const found: Finding[] = [
      { code: 'verify.valid-at-signing', severity: 'warning' },
      { code: 'verify.packet-not-given', severity: 'note' },
    ];
    expect(verdictOf(found)).to.deep.equal({ indication: 'TOTAL-PASSED' });
  });

  it('is that of the first of the worst findings: what fails comes before what cannot be told', () => {
    const found = [error('certificate.expired'), error('seal.value'), error('packet.attachment-digest')];
    expect(verdictOf(found)).to.deep.equal({
      indication: 'TOTAL-FAILED',
      subIndication: 'SIG_CRYPTO_FAILURE',
      code: 'seal.value',
    });
    expect(verdictOf([error('certificate.expired'), error('certificate.untrusted')])).to.deep.include({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });

  it('is never TOTAL-PASSED for an error that no table knows', () => {
    expect(verdictOf([error('broker.unavailable')])).to.include({
      indication: 'INDETERMINATE',
      subIndication: 'NOT_EXAMINED',
    });
  });

  it('of a broken time stamp is that nothing is proven: the signature below may be good', () => {
    const found: Finding[] = [{ code: 'cms.signature', severity: 'error', place: 'SignatureTimeStamp' }];
    expect(verdictOf(found)).to.include({ indication: 'INDETERMINATE', subIndication: 'NO_POE' });
    expect(verdictOf([error('cms.signature')])).to.include({ indication: 'TOTAL-FAILED' });
  });

  it('of a file is not that of a time stamp for the name that somebody gave it', () => {
    const names = [
      'SignatureTimeStamp',
      'SignatureTimeStamp.pdf',
      'ArchiveTimeStamp[1]',
      'ArchiveTimeStamp 1.pdf',
    ];
    const ofFiles = ['packet.attachment-digest', 'container.file-unsigned', 'seal.reference'] as const;
    for (const place of names) {
      for (const code of ofFiles) {
        expect(verdictOf([{ ...error(code), place }]), `${code} ${place}`).to.deep.equal(
          verdictOf([error(code)]),
        );
      }
    }
    const inside: Finding = {
      ...error('certificate.untrusted'),
      place: 'ArchiveTimeStamp[12].certificate[1]',
    };
    expect(verdictOf([inside])).to.include({ subIndication: 'NO_POE' });
  });

  it('of a set is the worst', () => {
    const of = (...all: ('TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE')[]) =>
      worstOf(all.map((indication) => ({ indication })));
    expect(of()).to.equal('TOTAL-PASSED');
    expect(of('TOTAL-PASSED', 'INDETERMINATE')).to.equal('INDETERMINATE');
    expect(of('INDETERMINATE', 'TOTAL-FAILED', 'TOTAL-PASSED')).to.equal('TOTAL-FAILED');
  });
});

const areaOf = (code: string) => code.slice(0, code.indexOf('.'));

/** Codes that stand in sources an examination runs through, and that it never emits. */
const neverFound: Readonly<Record<string, string>> = {
  'certificate.request': 'requests are read by the operator alone',
  'certificate.validity': 'of certificates that are being issued',
  'key.malformed': 'of private keys',
  'key.mismatch': 'of private keys',
  'key.passphrase': 'of private keys',
  'key.type': 'of private keys',
  'lifecycle.unknown-state': 'of the register',
  'missing.form': 'of messages between nodes, of which no evidence is kept',
  'resync.form': 'of messages between nodes',
  'recovery.form': 'of messages between nodes',
  'status.not-allowed': 'of the register',
  'reconcile.receipt-without-packet': 'of two sides, not of a file',
  'reconcile.missing': 'of two sides',
  'reconcile.digest': 'of two sides',
  'reconcile.unanswered': 'of two sides',
  'reconcile.receipt-missing': 'of two sides',
  'reconcile.receipt-other': 'of two sides',
  'reconcile.receipt-digest': 'of two sides',
};

describe('the table of verdicts', () => {
  it('has every code that stands in the sources of an examination', () => {
    const named = new Set(['src/edoc', 'src/signing', 'src/evidence'].flatMap(codesIn));
    expect(named.size).to.be.greaterThan(80);
    expect(named).to.include('seal.value').and.include('verify.revoked-since');
    const left = [...named].filter((code) => subIndicationOf(code) === undefined && !(code in neverFound));
    expect(left).to.deep.equal([]);
  });

  it('is the one of spec/report.md, section 2', () => {
    const written = new Map<string, string>();
    const general = new Map<string, string>();
    const rows = readFileSync(new URL('spec/report.md', root), 'utf8').matchAll(
      /^\| ([A-Z_]+) \| (TOTAL-FAILED|INDETERMINATE) \| (.*) \|$/gm,
    );
    for (const [, subIndication = '', indication = '', cells = ''] of rows) {
      expect(indicationOf).to.have.property(subIndication, indication);
      for (const [, areas = ''] of cells.matchAll(/every other code of ([^;]+)/g)) {
        for (const [, area = ''] of areas.matchAll(/`([a-z]+)`/g)) general.set(area, subIndication);
      }
      for (const [, code = ''] of cells.matchAll(/`([a-z]+\.[a-z0-9-]+)`/g)) written.set(code, subIndication);
    }
    const table = codes.flatMap((code) => {
      const subIndication = subIndicationOf(code);
      if (subIndication === undefined || general.get(areaOf(code)) === subIndication) return [];
      return [[code, subIndication] as const];
    });
    expect(Object.fromEntries(written)).to.deep.equal(Object.fromEntries(table));
  });

  it('has only sub-indications of whole findings under TOTAL-FAILED: more information mends none of them', () => {
    const failed = Object.entries(indicationOf).filter(([, indication]) => indication === 'TOTAL-FAILED');
    expect(failed.map(([name]) => name)).to.deep.equal([
      'FORMAT_FAILURE',
      'HASH_FAILURE',
      'SIG_CRYPTO_FAILURE',
      'REVOKED',
      'EXPIRED',
      'NOT_YET_VALID',
      'CONTENT_FAILURE',
    ]);
  });
});

function codesIn(folder: string): ErrorCode[] {
  const known = new Set<string>(codes);
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('verdict-table.ts'))
    .flatMap((name) => [
      ...readFileSync(new URL(`${folder}/${name}`, root), 'utf8').matchAll(/'([a-z]+\.[a-z0-9-]+)'/g),
    ])
    .map((match) => match[1] ?? '')
    .filter((code): code is ErrorCode => known.has(code));
}
