import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { EdocError } from '../../src/errors.js';
import { decodeCertificate, encodeCertificate } from '../../src/signing/certificate-text.js';
import { exactSignature } from '../../src/signing/exact-signature.js';
import { inspectSeal, packetSeal, pingSeal, receiptSeal, type SealedKind } from '../../src/signing/index.js';
import { declaration } from '../../src/signing/kinds.js';
import { layOut } from '../../src/signing/layout.js';
import { limits } from '../../src/signing/limits.js';
import { type FoundElement, readMarkup } from '../../src/signing/markup.js';
import { type Axis, makeAxis, now, sealPacket } from './support.js';

const folder = fileURLToPath(new URL('../../../spec/vectors/signature', import.meta.url));
const vectors = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readFileSync(join(folder, name, 'input.xml')));

describe('a Signature in the one form', () => {
  let axis: Axis;
  before(async () => {
    axis = await makeAxis();
  });

  it('is known without reading its markup: the reader finds the same Ids, levels and end', async () => {
    for (const kind of ['rsa-2048', 'ecdsa-p256'] as const) {
      const text = (await sealPacket(await axis.signer(kind))).toString('latin1');
      const known = exactSignature(text);
      if (!known) throw new Error('not found');
      const alone = `${text.slice(known.start, known.end)}\n`;
      const { found, ids } = readMarkup(alone, 0, () => true);
      const signatures = found.filter(({ name }) => /(?:^|:)Signature$/.test(name));
      expect(signatures.map(extent)).to.deep.equal([{ start: 0, end: alone.length - 1 }]);
      expect([...ids]).to.deep.equal(known.ids);
      expect(Math.max(...found.map(({ path }) => path.length + 1))).to.equal(known.depth);
    }
  });

  it('leaves the layout of a file as reading all of it has it, whatever the file', async () => {
    let exact = 0;
    const sealed = await sealPacket(await axis.signer('ecdsa-p256'));
    for (const file of [...vectors, ...nested(sealed), ...changed(sealed)]) {
      for (const kind of [packetSeal, receiptSeal, pingSeal]) {
        const text = file.toString('latin1');
        const known = exactSignature(text);
        if (known) exact += 1;
        const whole = outcome(() => layOut(file, kind));
        expect(outcome(() => layOut(file, kind, text, known))).to.equal(whole);
      }
    }
    expect(exact).to.be.greaterThan(1_000);
  });

  it('is none where the reference holds markup, though writing it anew gives the same octets', async () => {
    const text = (await sealPacket(await axis.signer('ecdsa-p256'))).toString('latin1');
    expect(exactSignature(text)).to.have.property('name', 'ds:Signature');
    for (const uri of ['#x><y', '#x" z="', '#&bad;', "#'", '# ', 'packet-1', '#ữ']) {
      const other = text.replace(/URI="#packet[^"]*"/, () => `URI="${uri}"`);
      expect(exactSignature(other), uri).to.equal(undefined);
    }
  });

  it('has certificates in their one encoding, also where the same certificate was seen before', async () => {
    const file = await sealPacket(await axis.signer('ecdsa-p256'));
    const text = file.toString('latin1');
    const [, certificate = ''] = /<ds:X509Certificate>([^<]*)</.exec(text) ?? [];
    const [start, end] = [certificate.slice(0, 60), certificate.slice(60)];
    for (const other of [`${certificate}\n`, `${certificate}=`, `${start} ${end}`, `${start}*${end}`]) {
      expect(decodeCertificate(other)).to.deep.equal(decodeCertificate(certificate));
      expect(encodeCertificate(decodeCertificate(other))).to.equal(certificate);
      await expectForm(
        text.replace(certificate, () => other),
        packetSeal,
      );
      await expectAccepted(file, packetSeal);
    }
  });

  async function expectForm(text: string, kind: SealedKind): Promise<void> {
    const { findings } = await inspectSeal(Buffer.from(text, 'latin1'), kind, axis.trust, { at: now });
    expect(findings.map(({ code }) => code)).to.include('seal.form');
  }

  async function expectAccepted(file: Buffer, kind: SealedKind): Promise<void> {
    const { findings } = await inspectSeal(file, kind, axis.trust, { at: now });
    expect(findings).to.deep.equal([]);
  }
});

/** Its Signature below ever more elements, up to more than there may be. */
function* nested(file: Buffer): Generator<Buffer> {
  const text = file.toString('latin1');
  const known = exactSignature(text);
  const signature = text.slice(known?.start, known?.end);
  for (let levels = 1; levels <= limits.elementDepth; levels += 1) {
    const inside = `${'<x>'.repeat(levels)}${signature}${'</x>'.repeat(levels)}`;
    yield Buffer.from(`${declaration}${inside}\n`, 'latin1');
  }
}

/** The file with each of its octets made another, or markup, or left out. */
function* changed(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += 1) {
    const octet = file[at] ?? 0;
    const instead = [[octet ^ 1], [0x3c], [], [0x22]][at % 4] ?? [];
    yield Buffer.concat([file.subarray(0, at), Buffer.from(instead), file.subarray(at + 1)]);
  }
}

function outcome(run: () => ReturnType<typeof layOut>): string {
  try {
    const { before, head, signature, tail, after, id } = run();
    return `${id} ${[before, head, signature, tail, after].map(({ length }) => length).join(' ')}`;
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return JSON.stringify(error.findings);
  }
}

function extent({ start, end }: FoundElement): Pick<FoundElement, 'start' | 'end'> {
  return { start, end };
}
