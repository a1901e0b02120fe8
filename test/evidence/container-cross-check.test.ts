import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type ContainerEntry, openContainer } from '../../src/container/index.js';
import { vectorsOf } from '../edoc/vector-files.js';
import { type Canonicaliser, imprintsOf, libxml2, xmlCrypto } from '../signing/levels/other-canonical.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const trust = join(root, 'spec/vectors/signature/trust.pem');
const signatureFile = 'META-INF/signatures001.xml';
const vectors = vectorsOf('container').filter(({ expect }) => expect['code'] === undefined);
const accepted = vectors.map(({ name }) => name);
const stamped = vectors.filter(({ expect }) => expect['level'] !== 'B').map(({ name }) => name);
/** These tools know of no time stamps: each seal is judged for its time by them, the one that is proven where there is one. */
const times = new Map(vectors.map(({ name, expect: { at, provenAt } }) => [name, String(provenAt ?? at)]));

/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';

describe('other tools, given evidence containers', () => {
  let folder: string;

  before(async function () {
    if (!isThere('unzip', ['-v'])) skipLoudly(this, 'unzip');
    folder = await mkdtemp(join(tmpdir(), 'edoc-unpacked-'));
    for (const name of accepted) {
      const file = join(root, 'spec/vectors/container', name, 'input.asice');
      execFileSync('unzip', ['-q', file, '-d', join(folder, name)], {
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      });
    }
    await cp(join(folder, 'container'), join(folder, 'changed'), { recursive: true });
    await appendFile(join(folder, 'changed/message.xml'), ' ');
  });

  after(() => folder && rm(folder, { recursive: true }));

  for (const name of accepted) {
    it(`unzip finds just the files in ${name} that we find, with the same octets`, async () => {
      const container = await openContainer(join(root, 'spec/vectors/container', name, 'input.asice'));
      try {
        const ours = container.entries.map(async (entry) => [entry.name, await digestOf(entry)]);
        expect(Object.fromEntries(await Promise.all(ours))).to.deep.equal(filesIn(join(folder, name)));
      } finally {
        await container.close();
      }
    });
  }

  describe('xmlsec1', () => {
    before(function () {
      if (!isThere('xmlsec1', ['--version'])) skipLoudly(this, 'xmlsec1');
    });

    for (const name of accepted) {
      it(`finds every file of ${name} signed as a detached reference`, () => {
        const { status, output } = xmlsec1(join(folder, name), times.get(name));
        expect(output).to.match(/SignedInfo References \(ok\/all\): (\d+)\/\1\n/);
        expect(status).to.equal(0);
      });
    }

    it('finds that a file was changed', () => {
      const { status, output } = xmlsec1(join(folder, 'changed'));
      expect(output).to.contain('data and digest do not match');
      expect(status).to.not.equal(0);
    });
  });

  describe("the JDK's validator", () => {
    before(function () {
      if (!isThere('java', [noTrace, '-version'])) skipLoudly(this, 'java');
    });

    it('accepts every accepted container, and refuses a changed one', () => {
      for (const time of new Set(times.values())) {
        const names = accepted.filter((name) => times.get(name) === time);
        if (names.includes('container')) names.push('changed');
        const wanted = names.map((name) => (name === 'changed' ? 'refused' : 'ok'));
        expect(
          jdk(
            time,
            names.map((name) => join(folder, name)),
          ),
          time,
        ).to.deep.equal(wanted);
      }
    });
  });

  describe('OpenSSL', () => {
    before(function () {
      if (!isThere('openssl', ['version'])) skipLoudly(this, 'openssl');
    });

    for (const canonical of [xmlCrypto, libxml2]) {
      for (const name of stamped) {
        it(`finds the tokens of ${name} over what ${canonical.name} finds to have been stamped`, async () => {
          const container = join(folder, name);
          const signature = readFileSync(join(container, signatureFile));
          const tokens = tokensIn(signature);
          const imprints = imprintsOf(signature, withFiles(container, canonical));
          expect(imprints).to.have.length(tokens.length);
          for (const [index, token] of tokens.entries()) {
            const path = join(folder, 'token.tst');
            await writeFile(path, token);
            expect(verifyToken(path, imprints[index])).to.include('Verification: OK');
            expect(verifyToken(path, Buffer.alloc(32))).to.include('Verification: FAILED');
          }
        });
      }
    }
  });
});

async function digestOf(entry: ContainerEntry): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of entry.read()) sum.update(chunk);
  return sum.digest('hex');
}

/** The digests of all files in an unpacked container, but for the mimetype, by their names. */
function filesIn(container: string): Record<string, string> {
  const files = readdirSync(container, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const digests = files.map((path) => [
    relative(container, path),
    createHash('sha256').update(readFileSync(path)).digest('hex'),
  ]);
  const { mimetype, ...others } = Object.fromEntries(digests);
  expect(mimetype).to.be.a('string');
  return others;
}

/** References that are no fragments lead to files. */
function withFiles(container: string, canonical: Canonicaliser): Canonicaliser {
  return {
    ...canonical,
    reference: (file, uri) =>
      uri.startsWith('#')
        ? canonical.reference(file, uri)
        : readFileSync(join(container, decodeURIComponent(uri))),
  };
}

function tokensIn(signature: Buffer): Buffer[] {
  const found = signature.toString('latin1').matchAll(/<xades:EncapsulatedTimeStamp[^>]*>([^<]*)</g);
  return [...found].map(([, value = '']) => Buffer.from(value, 'base64'));
}

/** At a time when the authority's certificate is valid. */
function verifyToken(path: string, imprint: Buffer | undefined): string {
  const { stdout, stderr } = spawnSync(
    'openssl',
    [
      ...['ts', '-verify', '-digest', imprint?.toString('hex') ?? '', '-in', path, '-token_in'],
      ...['-CAfile', trust, '-attime', String(Date.parse('2026-06-01T08:02:00Z') / 1000)],
    ],
    { encoding: 'utf8' },
  );
  return stdout + stderr;
}

/** The first word of each answer. */
function jdk(time: string, folders: readonly string[]): string[] {
  const program = join(root, 'test/support/JdkContainerValidator.java');
  const output = execFileSync('java', [noTrace, program, trust, time, ...folders], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return output
    .trim()
    .split('\n')
    .map((line) => line.split(' ', 1)[0] ?? '');
}

/** The folder is where relative references lead. */
function xmlsec1(cwd: string, time = times.get('container')): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    'xmlsec1',
    [
      '--verify',
      '--trusted-pem',
      trust,
      '--verification-time',
      (time ?? '').slice(0, 19).replace('T', ' '),
      '--id-attr:Id',
      'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
      signatureFile,
    ],
    { encoding: 'utf8', cwd },
  );
  return { status, output: stdout + stderr };
}

function isThere(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args).error === undefined;
}

function skipLoudly(context: Mocha.Context, tool: string): void {
  console.log(`      SKIPPED: ${tool} is not installed; this cross-check did not run`);
  context.skip();
}
