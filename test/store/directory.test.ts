import { expect } from 'chai';
import type { DirectoryAgency, OrganId } from '../../src/edoc/index.js';
import { Database } from '../../src/store/database.js';
import { openStore } from '../../src/store/index.js';
import { afterSeconds, directoryPage, first, inFolder, listedAgency, start, withStore } from './samples.js';

const unknown = 'Z99' as OrganId;

describe('the directory in the store', () => {
  it('a version comes into force with its last page, in whatever order pages come', () =>
    withStore(async (store) => {
      expect(await store.directoryVersion()).to.equal(undefined);
      expect(await store.takeDirectoryPage(directoryPage(1, 2, 2, [listedAgency('H53')]), [])).to.equal(
        false,
      );
      expect(await store.agency(first)).to.equal(undefined);
      expect(await store.takeDirectoryPage(directoryPage(1, 2, 2, [listedAgency('H53')]), [])).to.equal(
        false,
      );
      expect(await store.takeDirectoryPage(directoryPage(1, 1, 2, [listedAgency('H41')]), [])).to.equal(true);
      expect(await store.directoryVersion()).to.deep.equal({
        version: 1,
        pages: 2,
        issuedAt: start,
        validUntil: afterSeconds(86_400 * 30),
      });
      expect((await store.agency(first))?.name).to.equal('Cơ quan H53');
    }));

  it('gives an agency back as it was listed, by either code', () =>
    withStore(async (store) => {
      const agency: DirectoryAgency = listedAgency('H53', {
        legacyCode: '000.00.00.H53' as OrganId,
        parent: 'H' as OrganId,
        state: 'closed',
        successor: 'H54' as OrganId,
        validFrom: '2020-01-01',
        validTo: '2025-06-30',
        certificates: [
          {
            sha256: 'cd'.repeat(32),
            notBefore: start,
            notAfter: afterSeconds(9),
            revokedAt: afterSeconds(5),
          },
        ],
      });
      await store.takeDirectoryPage(directoryPage(1, 1, 1, [agency]), []);
      expect(await store.agency(first)).to.deep.equal(agency);
      expect(await store.agency('000.00.00.H53' as OrganId)).to.deep.equal(agency);
      expect(await store.agency(unknown)).to.equal(undefined);
    }));

  it('takes a higher version whole, and an agency that it dropped is gone', () =>
    withStore(async (store) => {
      await store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H53'), listedAgency('H41')]), []);
      expect(await store.agency(first)).to.not.equal(undefined);
      await store.takeDirectoryPage(directoryPage(2, 1, 1, [listedAgency('H41', { name: 'Tên mới' })]), []);
      expect(await store.agency(first)).to.equal(undefined);
      expect((await store.agency('H41' as OrganId))?.name).to.equal('Tên mới');
      expect(await store.takeDirectoryPage(directoryPage(1, 1, 1, [listedAgency('H53')]), [])).to.equal(
        false,
      );
      expect((await store.directoryVersion())?.version).to.equal(2);
    }));

  it('never mixes pages of two issues of one version: the later issue counts', () =>
    withStore(async (store) => {
      const later = { issuedAt: afterSeconds(60) };
      await store.takeDirectoryPage(directoryPage(1, 1, 2, [listedAgency('H53', { name: 'Cũ' })]), []);
      expect(
        await store.takeDirectoryPage({ ...directoryPage(1, 2, 2, [listedAgency('H41')]), ...later }, []),
      ).to.equal(false);
      expect(await store.takeDirectoryPage(directoryPage(1, 2, 2, [listedAgency('H41')]), [])).to.equal(
        false,
      );
      const last = { ...directoryPage(1, 1, 2, [listedAgency('H53', { name: 'Mới' })]), ...later };
      expect(await store.takeDirectoryPage(last, [])).to.equal(true);
      expect((await store.agency(first))?.name).to.equal('Mới');
    }));

  it('removes what was replaced', () =>
    inFolder(async (folder) => {
      const store = await openStore({ folder });
      for (const version of [1, 2, 3]) {
        const agencies = Array.from({ length: 900 }, (_, index) => listedAgency(`A${index}`));
        await store.takeDirectoryPage(directoryPage(version, 1, 1, agencies), []);
      }
      await store.directorySwept();
      await store.close();
      const database = await Database.open(`${folder}/store.db`, 'read');
      for (const table of [
        'directory_version',
        'directory_page',
        'directory_agency',
        'directory_certificate',
      ]) {
        expect(await database.all(`SELECT DISTINCT version FROM ${table}`), table).to.deep.equal([
          { version: 3 },
        ]);
      }
      await database.close();
    }));

  it('lists agencies by page and finds them by part of a code or name, without diacritics', () =>
    withStore(async (store) => {
      await store.takeDirectoryPage(
        directoryPage(1, 1, 1, [
          listedAgency('H41', { name: 'UBND tỉnh Nghệ An' }),
          listedAgency('H35', { name: 'UBND tỉnh Lai Châu' }),
          listedAgency('H15', { name: 'UBND tỉnh Đắk Lắk', legacyCode: '000.00.00.H15' as OrganId }),
        ]),
        [],
      );
      const codes = async (search?: string, afterCode?: OrganId) =>
        (await store.reader.agencies({ search, after: afterCode, limit: 2 })).map((agency) => agency.code);
      expect(await codes()).to.deep.equal(['H15', 'H35']);
      expect(await codes(undefined, 'H35' as OrganId)).to.deep.equal(['H41']);
      expect(await codes('nghe an')).to.deep.equal(['H41']);
      expect(await codes('ĐẮK')).to.deep.equal(['H15']);
      expect(await codes('000.00')).to.deep.equal(['H15']);
      expect(await codes('100%')).to.deep.equal([]);
      expect(await codes('_')).to.deep.equal([]);
    }));
});
