import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { inspectPacket, isPacketIdOf, type Packet, parseOrganId } from '../../src/edoc/index.js';
import { inspectSeal, packetSeal, secondOpinion, trustFromPem } from '../../src/signing/index.js';
import { vectorsOf } from './vector-files.js';

const trustFile = new URL('../../../spec/vectors/signature/trust.pem', import.meta.url);
const trust = trustFromPem(readFileSync(trustFile, 'utf8'));

/** The directory that the vectors are read with, by code. */
const agencies: Readonly<Record<string, string>> = { H41: 'H41', '000.00.00.H41': 'H41', H53: 'H53' };

interface Outcome {
  readonly codes: readonly string[];
  readonly packet?: Packet;
}

/** All steps of `spec/packet.md`, section 4, that a reader can take without knowing whom it serves. */
async function outcomeOf(file: Buffer, at: Date): Promise<Outcome> {
  const { content, findings: ofSeal } = await inspectSeal(file, packetSeal, trust, { at });
  if (!content) return { codes: ofSeal.map(({ code }) => code) };
  const { packet, findings } = inspectPacket(content);
  const codes: string[] = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  if (!packet) return { codes };
  const sealed = parseOrganId(content.signer.organization);
  if (!sealed || !isPacketIdOf(packet.packetId, sealed)) return { codes: ['packet.id'] };
  if (agencies[packet.message.from.organId] !== sealed) return { codes: ['packet.other-sender'] };
  return { codes, packet };
}

function summaryOf({ packetId, message, concerns, contents }: Packet): object {
  const attachments = contents.map(({ name, sha256, size, transfer }) => ({ name, sha256, size, transfer }));
  return {
    packetId,
    kind: message.kind,
    from: message.from.organId,
    ...(concerns === undefined ? {} : { concerns }),
    attachments,
  };
}

describe('the vectors of packet', () => {
  const vectors = vectorsOf('packet');

  it('are each taken or refused, and mostly refused', () => {
    const taken = vectors.filter(({ expect }) => expect['packet'] !== undefined);
    const refused = vectors.filter(({ expect }) => expect['refused'] !== undefined);
    expect(taken.length + refused.length).to.equal(vectors.length);
    expect(taken.length).to.be.greaterThan(5);
    expect(refused.length).to.be.greaterThan(5 * taken.length);
  });

  for (const vector of vectors) {
    const { packet: wanted, refused } = vector.expect;
    it(`${refused ? 'refuses' : 'takes'} ${vector.name}: ${vector.file('README.md').toString().trim()}`, async () => {
      const { codes, packet } = await outcomeOf(
        vector.file('input.xml'),
        new Date(String(vector.expect['at'])),
      );
      expect(codes).to.deep.equal(refused ?? []);
      expect(packet && summaryOf(packet)).to.deep.equal(wanted);
      if (wanted)
        expect((await secondOpinion(vector.file('input.xml'), packetSeal)).findings).to.deep.equal([]);
    });
  }
});
