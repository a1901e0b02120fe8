import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from './checkout.js';

describe('the documents', () => {
  it('lead to what exists, wherever they link to a file of the project', () => {
    const pages = ['', 'docs', 'spec', 'certs'].flatMap((folder) =>
      pagesIn(folder, folder !== '' && folder !== 'spec'),
    );
    expect(pages).to.include.members([
      'ARCHITECTURE.md',
      'spec/packet.md',
      'docs/adr/0001-one-serialisation-seals.md',
    ]);
    expect(pages.flatMap(brokenLinksOf)).to.deep.equal([]);
  });

  it('keep README and ARCHITECTURE to a length that people read', () => {
    for (const page of ['README.md', 'ARCHITECTURE.md']) {
      expect(read(page).trimEnd().split('\n').length, page).to.be.at.most(150);
    }
  });

  it('number the decisions without gaps, each with its number and its state', () => {
    const records = readdirSync(join(projectRoot, 'docs/adr')).sort();
    records.forEach((name, index) => {
      const number = String(index + 1).padStart(4, '0');
      expect(name).to.match(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
      expect(read(`docs/adr/${name}`)).to.match(new RegExp(`^# ${number}\\. .+\\n\\n(Accepted|Superseded)`));
    });
  });

  function pagesIn(folder: string, deep: boolean): string[] {
    const directory = join(projectRoot, folder);
    if (!existsSync(directory)) return [];
    return readdirSync(directory, { recursive: deep, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  }

  function brokenLinksOf(page: string): string[] {
    return [...read(page).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(projectRoot, dirname(page), link)))
      .map((link) => `${page}: ${link}`);
  }

  function read(page: string): string {
    return readFileSync(join(projectRoot, page), 'utf8');
  }
});
