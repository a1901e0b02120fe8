import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { enrol, publishIfDue, readEnrolment, readNodeRequest, writeEnrolment } from '../../src/axis/index.js';
import { completeAgent } from '../../src/cli/files/agent-enrolment.js';
import { addSealKey, writeRequest } from '../../src/cli/files/key-change.js';
import { readReceipt } from '../../src/edoc/index.js';
import { receiptSeal, verifySeal } from '../../src/signing/index.js';
import { eventually, type TestNode } from '../support/node.js';
import { facing } from './support/facing.js';
import { arrives, delivery, Office, provinces, reaches, sendLetter } from './support/office.js';

const hourMs = 3_600_000;

describe('a receipt whose certificate ends on its way', () => {
  const office = new Office(provinces, () => ({ sealDays: 1 }));
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);

  /** As `edoc key roll-over` and the operator's `enroll --replace` do it; the new certificate lasts longer. */
  async function rollOver(): Promise<void> {
    const { directory } = office.axis.agent('H41');
    const file = join(office.axis.directory, 'axis.json');
    const config = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...config, validityDays: { ...config.validityDays, seal: 5 } }));
    await addSealKey(directory, 'H41', {});
    const { request } = await writeRequest(directory, undefined);
    const asked = readNodeRequest(await readFile(request, 'utf8'));
    const enrolment = await office.axis.change(({ context }) => enrol(context, asked, { replace: true }));
    await completeAgent(directory, readEnrolment(writeEnrolment(enrolment)), { at: new Date() });
    await office.axis.change(({ context }) => publishIfDue(context));
  }

  /** A recipient whose receipts are lost on the way; what it sealed is in `lost`. */
  const losing = (lost: Buffer[]) => ({
    now,
    bus: (bus: Parameters<typeof facing>[0]) =>
      facing(bus, {
        publish: (message) => {
          if (message.type !== 'receipt') return bus.publish(message);
          lost.push(Buffer.from(message.body));
          return Promise.resolve('confirmed' as const);
        },
      }),
  });

  async function sealed(node: TestNode, bytes: Buffer) {
    const { signed, signer } = await verifySeal(bytes, receiptSeal, node.context.trust, { at: now() });
    return { receipt: readReceipt(signed), certificate: signer.certificateSha256, notAfter: signer.notAfter };
  }

  it('is sealed again under the new one when the packet comes again, and says the same', async () => {
    const ministry = await office.start('G22', { now });
    const lost: Buffer[] = [];
    const first = await office.start('H41', losing(lost));
    const packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await arrives(first, packetId);
    await eventually('a receipt is lost', async () => lost.length > 0);
    const before = await sealed(first, lost[0] ?? Buffer.alloc(0));
    // While the certificate stands the answer is the same octets each time.
    await eventually('it is lost again', async () => lost.length > 1);
    expect(lost[1]?.equals(lost[0] ?? Buffer.alloc(0))).to.equal(true);
    await office.stop(first);
    await rollOver();

    aheadMs = 30 * hourMs;
    expect(before.notAfter.getTime()).to.be.lessThan(now().getTime());
    const second = await office.start('H41', { now });
    await reaches(ministry, packetId, { H41: 'delivered' });
    const [settling] = await ministry.reader.receipts(packetId);
    const after = await sealed(ministry, settling?.bytes ?? Buffer.alloc(0));
    expect(after.receipt).to.deep.equal(before.receipt);
    expect(after.certificate).not.to.equal(before.certificate);
    // The first one stays, with the proof around it.
    const kept = await second.reader.receipts(packetId);
    expect(kept.map(({ bytes }) => bytes.equals(lost[0] ?? Buffer.alloc(0)))).to.deep.equal([true]);
    let renewals = 0;
    for await (const line of second.reader.exportLog())
      renewals += line.includes('"receipt.renewed"') ? 1 : 0;
    expect(renewals).to.equal(1);
    expect((await ministry.reader.quarantined({ limit: 10 })).map(({ code }) => code)).to.deep.equal([]);
    expect((await delivery(ministry, packetId, 'H41')).state).to.equal('delivered');
  });
});
