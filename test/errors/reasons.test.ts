import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe as inWords } from '../../src/errors.js';

const sources = new URL('../../../src/', import.meta.url);

/** How our own reasons are written where they arise; the group is the reason. */
const writtenAs: readonly (readonly [RegExp, RegExp])[] = [
  [/^edoc\//, /formError\([^;]*?'([^'/@]+)'\);/g],
  [/^edoc\//, /\bfail\([^;]*?, '([^']+)'\)/g],
  [/^edoc\/(directory-rules|receipt)\.ts/, /require\([^;]*?, '([^'@/]+)'\);/g],
  [/^(agent|edoc|broker|door|signing|token|cli)\//, /reason: '([^']+)'/g],
  [/^agent\/config\.ts/, /const reason = '([^']+)'/g],
  [/^(agent|axis)\/config\.ts|^door\/requests\.ts/, /(?:regex|refine)\([^;]*?, '([^']+ [^']+)',?\s*\)/g],
  [/^(agent|axis)\/config\.ts/, /error: '([^']+)'/g],
  [/^(edoc\/returned|container\/[\w-]+)\.ts/, /malformed\('([^']+)'/g],
  [/^edoc\/attachment\/unpack\.ts/, /kept\(bytes, '([^']+)'\)/g],
  [/^store\//, /(?:wrongPart\(|broken\([^,]+, |content\.part', \{ detail: \{ cause: )'([^']+)'/g],
  [/^token\/uri\.ts/, /wrong\('([^']+)'\)/g],
  [/^authority\/client\.ts/, /unfit\(url, '([^']+)'\)/g],
  [/^signing\/second-opinion\.ts/, /(?:return|:) '([^']+ [^']+)'/g],
  [/^store\/archive-order\.ts/, /THEN '(\w+)'/g],
];

function ourReasons(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) => {
    const patterns = writtenAs.filter(([where]) => where.test(name));
    if (patterns.length === 0) return [];
    const text = readFileSync(new URL(name, sources), 'utf8');
    const wanted = [...text.matchAll(/parsed\([^;]*?, '([^']+ [^']+)',?\s*\)/g)].map(
      (match) => `not ${match[1]}`,
    );
    return [
      ...wanted,
      ...patterns.flatMap(([, how]) => [...text.matchAll(how)].map((match) => match[1] ?? '')),
    ];
  });
  return [...new Set(found)].sort();
}

const saidOf = (reason: string) =>
  inWords({ code: 'cli.file-unreadable', detail: { file: 'x', reason } }, 'vi').what;

describe('the reasons in Vietnamese sentences', () => {
  it('are Vietnamese wherever they are ours', () => {
    const ours = ourReasons();
    expect(ours).to.include.members(['damaged', 'not canonical XML', 'not a time in seconds', 'redirect']);
    expect(ours.length).to.be.greaterThan(80);
    const names = /^([A-Z][A-Za-z0-9]+|E[A-Z]+|xmlns|CREDENTIALS_DIRECTORY)$/;
    const english = ours.filter((reason) => !names.test(reason) && saidOf(reason).includes(reason));
    expect(english).to.deep.equal([]);
  });

  it('are Vietnamese with the values that they have', () => {
    expect(saidOf('octet 17 differs from the one form')).to.contain('(byte thứ 17 khác với dạng quy định)');
    expect(saidOf('2 of 3 inline attachments')).to.contain('(có 2 trong số 3 tệp');
    expect(saidOf('more than 8')).to.contain('(nhiều hơn 8)');
    const log = {
      code: 'log.broken',
      detail: { sequence: 4, cause: 'entry 9 stands in its place' },
    } as const;
    expect(inWords(log, 'vi').what).to.contain('mục 9 nằm ở vị trí của nó');
  });

  it('are in quotation marks where a library said them, and as they are where they are names', () => {
    expect(saidOf('Invalid input: expected string')).to.contain('(“Invalid input: expected string”)');
    for (const name of ['ENOENT', 'HTTP 404', 'CKR_DEVICE_ERROR', 'SignatureValue', 'seal.form']) {
      expect(saidOf(name)).to.contain(`(${name})`);
    }
    expect(saidOf('constructor')).to.contain('(constructor)');
  });

  it('stay as they arise in English, and in the detail', () => {
    const error = { code: 'cli.file-unreadable', detail: { file: 'x', reason: 'changed' } } as const;
    expect(inWords(error, 'en').what).to.equal('x cannot be read (changed).');
  });
});
