/** What the tests of lists and of OCSP share: looking a certificate up, and reading answers as a verifier does. */
import { expect } from 'chai';
import type { AxisContext } from '../../src/axis/index.js';
import { parseCertificate, type RevocationAnswer, revocationAnswers } from '../../src/signing/index.js';
import type { MemoryAxis } from './fixture.js';

export function recordIn(context: AxisContext, code: string) {
  const certificate = context.state.agency(code)?.certificates[0];
  if (!certificate) throw new Error(`no certificate of ${code}`);
  return certificate;
}

/** As a verifier reads them, by signature and all. */
export async function answersIn(
  axis: MemoryAxis,
  { authority }: AxisContext,
  sha256: string,
  { crls = [], ocsps = [] }: { crls?: Buffer[]; ocsps?: Buffer[] },
): Promise<readonly RevocationAnswer[]> {
  const { answers, findings } = revocationAnswers(
    parseCertificate(await axis.register.certificate(sha256)),
    parseCertificate(authority.certificate),
    { crls, ocsps },
    axis.now,
  );
  expect(findings).to.deep.equal([]);
  return answers;
}

/** As the first version wrote the register. */
export function withoutSerialNumbers({ register }: MemoryAxis): void {
  for (const [index, { at, events }] of register.entries.entries()) {
    const older = events.map((event) => {
      if (event.type !== 'certificate-issued') return event;
      const { serialNumber, ...rest } = event;
      return rest;
    });
    register.entries[index] = { at, events: older };
  }
}
