/** xmlsec1 (libxml2 and OpenSSL): `--repeat` twice with different counts, so that its start is no part of the figure. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from './engine.js';
import type { SealedPacket } from './sealed.js';

const fewest = 10;
const ids = [
  '--id-attr:Id',
  'http://www.mic.gov.vn/TBT/QCVN_102_2016:edXMLEnvelope',
  '--id-attr:Id',
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
];

/** Undefined where xmlsec1 is not there. @throws Error where it does not verify or sign. */
export function xmlsec1({ folder, file }: SealedPacket): Engine | undefined {
  if (spawnSync('xmlsec1', ['--version']).error) return undefined;
  const packet = join(folder, 'packet.xml');
  const template = join(folder, 'template.xml');
  const signed = join(folder, 'xmlsec1.xml');
  writeFileSync(template, templateOf(file.toString()));
  const trust = ['--trusted-pem', join(folder, 'trust.pem'), '--verification-time', '2026-06-01 08:00:00'];
  const verify = (of: string, repeat: number) =>
    run(['--verify', '--repeat', String(repeat), ...trust, ...ids, of]);
  const sign = (repeat: number) =>
    run([
      '--sign',
      '--repeat',
      String(repeat),
      '--pkcs8-pem',
      join(folder, 'key.pem'),
      '--output',
      signed,
      ...ids,
      template,
    ]);
  sign(1);
  verify(signed, 1);
  return {
    name: 'xmlsec1',
    verify: async (count) => perOperation(count, (repeat) => verify(packet, repeat)),
    sign: async (count) => perOperation(count, sign),
  };
}

/** The sealed file with empty values, which xmlsec1 fills in. */
function templateOf(sealed: string): string {
  return sealed.replace(/(<ds:DigestValue>)[^<]*/g, '$1').replace(/(<ds:SignatureValue>)[^<]*/, '$1');
}

function perOperation(count: number, repeated: (repeat: number) => number): number {
  const few = repeated(fewest);
  return (repeated(fewest + count) - few) / count;
}

/** Milliseconds of the whole process. */
function run(args: readonly string[]): number {
  const from = process.hrtime.bigint();
  const { status, stderr } = spawnSync('xmlsec1', args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`xmlsec1 ${args.join(' ')}: ${stderr.slice(0, 2_000)}`);
  return Number(process.hrtime.bigint() - from) / 1e6;
}
