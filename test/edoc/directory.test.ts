import { expect } from 'chai';
import {
  type DirectoryAgency,
  type DirectoryPage,
  limits,
  organId,
  readDirectoryPage,
  writeDirectoryPage,
} from '../../src/edoc/index.js';
import { describeVectors, refusalOf } from './one-form-vectors.js';

const agency = (index: number): DirectoryAgency => ({
  code: organId(`H41.${index}`),
  name: `Ủy ban nhân dân xã số ${index}`,
  node: 'h41',
  parent: organId('H41'),
  state: 'active',
  validFrom: '2025-07-01',
  certificates: [
    {
      sha256: index.toString(16).padStart(64, '0'),
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2027-01-01T00:00:00Z'),
    },
  ],
});

const page = (agencies: readonly DirectoryAgency[]): DirectoryPage => ({
  version: 3,
  issuedAt: new Date('2026-11-20T00:00:00Z'),
  validUntil: new Date('2026-12-20T00:00:00Z'),
  page: 1,
  pages: 1,
  agencies,
});

describe('a page of the directory', () => {
  describeVectors('directory', readDirectoryPage, writeDirectoryPage);

  it('has its signature as the last child of the root', () => {
    const { head, tail } = writeDirectoryPage(page([agency(1)]));
    expect(tail).to.equal('</Directory>');
    expect(head).to.match(/<\/Agency>$/);
  });

  it('reads back whole with as many agencies as a page takes, within the size of a sealed file', () => {
    const full = page(Array.from({ length: limits.directoryPageAgencies }, (_, index) => agency(index)));
    const { head, tail } = writeDirectoryPage(full);
    const signed = Buffer.from(head + tail);
    expect(signed.length).to.be.lessThan(2 * 1024 * 1024 - 16_384);
    expect(readDirectoryPage(signed)).to.deep.equal(full);
  });

  it('takes no agency more, and no certificate more than an agency may have', () => {
    const over = page(Array.from({ length: limits.directoryPageAgencies + 1 }, (_, index) => agency(index)));
    expect(refusalOf(() => writeDirectoryPage(over)).place).to.equal('Directory/Agency');
    const [certificate] = agency(1).certificates;
    const many = Array.from({ length: limits.agencyCertificates + 1 }, (_, index) => ({
      notBefore: new Date(0),
      notAfter: new Date(1000),
      ...certificate,
      sha256: String(index).padStart(64, '0'),
    }));
    const crowded = page([{ ...agency(1), certificates: many }]);
    expect(refusalOf(() => writeDirectoryPage(crowded)).place).to.equal('Directory/Agency[1]/Certificate');
  });

  it('cuts times to whole seconds, and does not let a page end in the second in which it begins', () => {
    const issuedAt = new Date('2026-11-20T00:00:00.200Z');
    const { head } = writeDirectoryPage({ ...page([]), issuedAt });
    expect(head).to.contain('IssuedAt="2026-11-20T00:00:00Z"');
    const over = { ...page([]), issuedAt, validUntil: new Date('2026-11-20T00:00:00.900Z') };
    expect(refusalOf(() => writeDirectoryPage(over)).place).to.equal('Directory/@ValidUntil');
  });

  it('normalises names to NFC', () => {
    const { head, tail } = writeDirectoryPage(page([{ ...agency(1), name: 'Bộ Nội vụ'.normalize('NFD') }]));
    expect(readDirectoryPage(Buffer.from(head + tail)).agencies[0]?.name).to.equal('Bộ Nội vụ');
  });
});
