import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** Java leaves a file of figures about itself in the temporary directory unless told not to. */
const noTrace = '-XX:-UsePerfData';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vectors = join(root, 'spec/vectors/signature');
const trust = join(vectors, 'trust.pem');
const accepted = readdirSync(vectors, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => 'accepted' in JSON.parse(readFileSync(join(vectors, name, 'expect.json'), 'utf8')));
const changed = [
  'content-changed',
  'content-and-digest-changed',
  'signing-time-changed',
  'value-changed',
  'value-ecdsa-changed',
];

/** Every kind, RSA and ECDSA, with and without intermediate: all accepted vectors, so nothing may be missing here. */
describe('other tools for XML signatures', () => {
  it('are given packets and files that are signed as a whole', () => {
    expect(accepted).to.include.members([
      'packet-rsa',
      'packet-ecdsa',
      'packet-via-intermediate',
      'receipt-rsa',
      'receipt-ecdsa',
    ]);
  });

  describe('xmlsec1', () => {
    before(function () {
      if (!isThere('xmlsec1', ['--version'])) skipLoudly(this, 'xmlsec1');
    });

    // RFC 5280, 4.1.2.5, has notAfter inclusive; OpenSSL takes a certificate to have expired at that second.
    const atNotAfter = ['time-at-not-after', 'time-certificate-of-one-second'];
    for (const name of accepted.filter((one) => !atNotAfter.includes(one))) {
      it(`accepts ${name}`, () => {
        const { status, output } = xmlsec1(name);
        expect(output).to.include('SignedInfo References (ok/all): 2/2');
        expect(status).to.equal(0);
      });
    }

    for (const name of changed) {
      it(`refuses ${name}`, () => {
        expect(xmlsec1(name).status).to.not.equal(0);
      });
    }
  });

  describe("the JDK's validator", () => {
    before(function () {
      if (!isThere('java', [noTrace, '-version'])) skipLoudly(this, 'java');
    });

    it('accepts every accepted vector, and refuses changed ones', () => {
      const answers = jdk([...accepted, ...changed]);
      expect(answers).to.deep.equal([
        ...accepted.map((name) => `ok ${name}`),
        ...changed.map((name) => `refused ${name}`),
      ]);
    });
  });
});

function xmlsec1(name: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    'xmlsec1',
    [
      '--verify',
      '--trusted-pem',
      trust,
      '--verification-time',
      timeOf(name).replace('T', ' ').replace('Z', ''),
      '--id-attr:Id',
      'http://www.mic.gov.vn/TBT/QCVN_102_2016:edXMLEnvelope',
      '--id-attr:Id',
      'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
      input(name),
    ],
    // The time of verification is local time.
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } },
  );
  return { status, output: stdout + stderr };
}

/** One answer for each name, without the reason. */
function jdk(names: readonly string[]): string[] {
  const program = join(root, 'test/support/JdkValidator.java');
  const output = execFileSync(
    'java',
    [noTrace, program, trust, ...names.flatMap((name) => [timeOf(name), input(name)])],
    {
      encoding: 'utf8',
    },
  );
  const lines = output.trim().split('\n');
  return lines.map((line, index) => `${line.split(' ', 1)[0]} ${names[index]}`);
}

/** The time of verification that the case is about. */
function timeOf(name: string): string {
  return JSON.parse(readFileSync(join(vectors, name, 'expect.json'), 'utf8')).at;
}

function input(name: string): string {
  return join(vectors, name, 'input.xml');
}

function isThere(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args).error === undefined;
}

function skipLoudly(context: Mocha.Context, tool: string): void {
  console.log(`      SKIPPED: ${tool} is not installed; this cross-check did not run`);
  context.skip();
}
