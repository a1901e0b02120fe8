/** Files of every level held against tools that know nothing of ours: xmlsec1, the JDK, OpenSSL, libxml2, xml-crypto. */
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import {
  certificateToPem,
  joinFile,
  packetSeal,
  raise,
  receiptSeal,
  seal,
  sealParts,
} from '../../../src/signing/index.js';
import { type Axis, assemble, makeAxis, now, packet, receipt } from '../support.js';
import { TestAuthority } from './authority.js';
import { elementsOf, imprintsOf, libxml2, namespaces, xmlCrypto } from './other-canonical.js';

/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const vectors = join(root, 'spec/vectors/evidence');
/** When the certificates of the seals are valid; of those that have ended by then, shortly before. */
const sealedAt = (name: string) =>
  /-after-expiry-/.test(name) ? '2026-05-31T23:30:00Z' : '2026-06-01T08:00:00Z';
const day = 24 * 3_600_000;
const at = Math.floor(now.getTime() / 1000) + 60;

/** `openssl ts` reads PKCS #7 (RFC 2315), which knows neither key identifiers nor attribute certificates. */
const cmsAlone = ['t-signer-by-key-id', 't-attribute-certificate'];

interface Sample {
  readonly name: string;
  readonly path: string;
  readonly trust: string;
  /** PEM of the certificate of the seal. */
  readonly certificate: string;
}

describe('other tools for evidence', function () {
  // Each runs on some fifty files.
  this.timeout(180_000);
  let folder: string;
  let samples: Sample[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'edoc-levels-'));
    samples = [...(await makeSamples(await makeAxis(), folder)), ...acceptedVectors(folder)];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are given packets and receipts, RSA and P-256, of every level, and the accepted vectors', () => {
    expect(samples.map(({ name }) => name)).to.include.members([
      'packet-rsa-3072-B',
      'packet-ecdsa-p256-LTA',
      'receipt-rsa-3072-LT',
      'receipt-ecdsa-p256-T',
      'lta-renewed',
    ]);
  });

  it('xmlsec1 accepts each as it does without what was put around it', function () {
    skipWithout(this, 'xmlsec1', '--version');
    for (const { name, path, trust } of samples) {
      const { status, output } = run('xmlsec1', [
        '--verify',
        '--trusted-pem',
        trust,
        '--verification-time',
        sealedAt(name).replace('T', ' ').replace('Z', ''),
        '--id-attr:Id',
        'http://www.mic.gov.vn/TBT/QCVN_102_2016:edXMLEnvelope',
        '--id-attr:Id',
        `${namespaces.xades}:SignedProperties`,
        path,
      ]);
      expect(output, name).to.include('SignedInfo References (ok/all): 2/2');
      expect(status, name).to.equal(0);
    }
  });

  it("the JDK's validator accepts each", function () {
    skipWithout(this, 'java', noTrace, '-version');
    const program = join(root, 'test/support/JdkValidator.java');
    for (const trust of new Set(samples.map((sample) => sample.trust))) {
      const own = samples.filter((sample) => sample.trust === trust);
      const files = own.map(({ path }) => path);
      const output = execFileSync(
        'java',
        [noTrace, program, trust, ...own.flatMap(({ name, path }) => [sealedAt(name), path])],
        {
          encoding: 'utf8',
        },
      );
      expect(output.trim().split('\n')).to.deep.equal(files.map((path) => `ok ${path}`));
    }
  });

  for (const canonical of [xmlCrypto, libxml2]) {
    describe(`what ${canonical.name} finds to have been stamped`, () => {
      it('is what OpenSSL finds in the tokens', function () {
        skipWithout(this, 'openssl', 'version');
        let count = 0;
        for (const { name, path, trust } of samples) {
          const file = readFileSync(path);
          const tokens = valuesIn(file, 'EncapsulatedTimeStamp');
          if (tokens.length === 0 || cmsAlone.includes(name)) continue;
          const imprints = imprintsOf(file, canonical);
          expect(imprints, name).to.have.length(tokens.length);
          for (const [index, token] of tokens.entries()) {
            const { output } = verifyToken(folder, token, imprints[index], trust, name);
            expect(output, `${name} ${index}`).to.include('Verification: OK');
            count++;
          }
        }
        expect(count).to.be.greaterThan(40);
      });
    });
  }

  for (const name of cmsAlone) {
    it(`OpenSSL takes the token of ${name} as a CMS message`, function () {
      skipWithout(this, 'openssl', 'version');
      const [token = Buffer.alloc(0)] = valuesIn(
        readFileSync(join(vectors, name, 'input.xml')),
        'EncapsulatedTimeStamp',
      );
      const { status, output } = run('openssl', [
        ...[
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-in',
          put(folder, 'token.cms', token),
          '-out',
          join(folder, 'info'),
        ],
        ...[
          '-CAfile',
          join(vectors, 'trust.pem'),
          '-purpose',
          'timestampsign',
          '-attime',
          String(timeIn(token)),
        ],
      ]);
      expect(output).to.include('CMS Verification successful');
      expect(status).to.equal(0);
    });
  }

  it('OpenSSL refuses a token over anything else', function () {
    skipWithout(this, 'openssl', 'version');
    const sample = samples.find(({ name }) => name === 'packet-rsa-3072-T');
    if (!sample) throw new Error('no sample');
    const [token = Buffer.alloc(0)] = valuesIn(readFileSync(sample.path), 'EncapsulatedTimeStamp');
    const { output } = verifyToken(folder, token, Buffer.alloc(32), sample.trust, sample.name);
    expect(output).to.include('Verification: FAILED');
  });

  it('OpenSSL verifies the OCSP answers, and finds the certificate of the seal good', function () {
    skipWithout(this, 'openssl', 'version');
    const answered = samples.filter(({ name }) => /-LTA?$/.test(name));
    expect(answered).to.have.length(8);
    for (const { name, path, trust, certificate } of answered) {
      const [answer = Buffer.alloc(0)] = valuesIn(readFileSync(path), 'EncapsulatedOCSPValue');
      const response = put(folder, 'answer.der', answer);
      const { output } = run('openssl', [
        ...['ocsp', '-respin', response, '-CAfile', trust, '-issuer', trust, '-sha256'],
        ...['-cert', certificate, '-attime', String(at), '-validity_period', '3153600000'],
      ]);
      expect(output, name).to.include('Response verify OK');
      expect(output, name).to.include(`${certificate}: good`);
    }
  });
});

/** Ours: each kind and key at each level, stamped by an authority with a P-256 key. */
async function makeSamples(axis: Axis, folder: string): Promise<Sample[]> {
  const trust = put(folder, 'root.pem', certificateToPem(axis.root));
  const samples: Sample[] = [];
  const kinds = [
    { name: 'packet', kind: packetSeal, sealable: packet },
    { name: 'receipt', kind: receiptSeal, sealable: receipt },
  ];
  for (const { name, kind, sealable } of kinds) {
    for (const key of ['rsa-3072', 'ecdsa-p256'] as const) {
      const signer = await axis.signer(key);
      const sealed = assemble(sealable, await seal(sealable, kind, signer, now));
      const parts = sealParts(sealed, kind);
      const [own] = parts?.certificates ?? [];
      if (!parts || !own) throw new Error('no parts');
      const certificate = put(folder, `${name}-${key}.pem`, certificateToPem(own.certificate));
      const authority = await TestAuthority.start(axis, now);
      const add = (level: string, file: Buffer) => {
        const sample = `${name}-${key}-${level}`;
        samples.push({ name: sample, path: put(folder, `${sample}.xml`, file), trust, certificate });
      };
      add('B', sealed);
      for (const target of ['T', 'LT', 'LTA'] as const) {
        const raised = await raise(parts, [], authority, { trust: axis.trust, target, now });
        if (raised.failure) throw raised.failure;
        add(target, joinFile(sealed, raised.properties));
        if (target !== 'LTA') continue;
        authority.now = new Date(now.getTime() + day);
        const again = await raise(parts, raised.properties, authority, {
          trust: axis.trust,
          target,
          now: authority.now,
        });
        if (again.failure) throw again.failure;
        add('twice', joinFile(sealed, again.properties));
        authority.now = now;
      }
    }
  }
  return samples;
}

/** Those of the specification, which a generator made that shares no code with ours. */
function acceptedVectors(folder: string): Sample[] {
  const trust = join(vectors, 'trust.pem');
  return readdirSync(vectors, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const { name } = entry;
    const { accepted } = JSON.parse(readFileSync(join(vectors, name, 'expect.json'), 'utf8'));
    const path = join(vectors, name, 'input.xml');
    return accepted ? [{ name, path, trust, certificate: put(folder, `${name}.pem`, '') }] : [];
  });
}

/** The base64 values of all elements of a name, in the order of the file. */
function valuesIn(file: Buffer, name: string): Buffer[] {
  const document = new DOMParser().parseFromString(file.toString('utf8'), 'text/xml');
  const elements = elementsOf(document.getElementsByTagNameNS(namespaces.xades, name));
  return elements.map((element) => Buffer.from(element.textContent ?? '', 'base64'));
}

function verifyToken(
  folder: string,
  token: Buffer,
  imprint: Buffer | undefined,
  trust: string,
  name: string,
): { output: string } {
  const foreign = name === 't-foreign-authority' ? join(vectors, 'stamp-trust.pem') : trust;
  const path = put(folder, 'token.tst', token);
  return run('openssl', [
    ...['ts', '-verify', '-digest', imprint?.toString('hex') ?? '', '-in', path, '-token_in'],
    ...['-CAfile', foreign, '-attime', String(timeIn(token)), ...untrusted(folder, name)],
  ]);
}

/** A certificate that stands beside the token and not in it. */
function untrusted(folder: string, name: string): string[] {
  if (name !== 't-certificate-beside-token') return [];
  const [der = Buffer.alloc(0)] = valuesIn(
    readFileSync(join(vectors, name, 'input.xml')),
    'EncapsulatedX509Certificate',
  );
  return ['-untrusted', put(folder, 'beside.pem', new X509Certificate(der).toString())];
}

/** The token's own time, found where a GeneralizedTime stands: what OpenSSL is to judge certificates for. */
function timeIn(token: Buffer): number {
  const text = /(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z/.exec(token.toString('latin1'));
  const [year = 0, month = 0, ...rest] = text?.slice(1).map(Number) ?? [];
  const [date = 0, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(year, month - 1, date, hour, minute, second) / 1000;
}

function put(folder: string, name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(command: string, args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

function skipWithout(context: Mocha.Context, command: string, ...args: readonly string[]): void {
  if (spawnSync(command, args).error === undefined) return;
  console.log(`      SKIPPED: ${command} is not installed; this cross-check did not run`);
  context.skip();
}
