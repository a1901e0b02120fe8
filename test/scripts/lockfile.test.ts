import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from './checkout.js';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('package-lock.json', () => {
  // `npm ci` refuses a lock file that lacks even a package which only another platform would install. `npm install`
  // writes such a file where the registry in use does not have that package.
  it('holds every package that another one depends on', async () => {
    const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
      await readFile(join(projectRoot, 'package-lock.json'), 'utf8'),
    );
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
        .filter((name) => !isLocked(lock.packages, path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).to.deep.equal([]);
  });
});

/** As Node looks for it: among the package's own packages, then those of each folder further out. */
function isLocked(packages: Readonly<Record<string, unknown>>, from: string, name: string): boolean {
  const folders = [from];
  for (
    let end = from.lastIndexOf('/node_modules/');
    end > 0;
    end = from.lastIndexOf('/node_modules/', end - 1)
  ) {
    folders.push(from.slice(0, end));
  }
  const places = [...folders.map((folder) => `${folder}/`), ''];
  return places.some((place) => packages[`${place}node_modules/${name}`] !== undefined);
}
