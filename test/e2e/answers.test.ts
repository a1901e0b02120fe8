import { expect } from 'chai';
import { eventually } from '../support/node.js';
import { arrives, codeOf, delivery, letter, mirrors, Office, reaches } from './support/office.js';

const hourMs = 3_600_000;

describe('answers to a document that asks for a change and is itself asked back', () => {
  const office = new Office();

  it('are given up together, told with what to do, and sent again in their order', async () => {
    let aheadMs = 0;
    const now = () => new Date(Date.now() + aheadMs);
    const ministry = await office.start('G22', { now });
    const ngheAn = await office.start('H41', { now });
    const bussiness = {
      bussinessDocType: 2,
      bussinessDocReason: 'Cập nhật',
      documentId: 'G22,2026/11/20,1/VPCP-KSTT',
      paper: 0,
    } as const;
    const message = { ...letter({ to: ['H41'] }), bussiness };
    const { packetId } = await ministry.desk.send({ message, attachments: [] });
    await arrives(ngheAn, packetId);
    await ministry.desk.recall({ packetId, reason: 'Gửi nhầm' });
    const entry = async () =>
      (await ngheAn.reader.document(packetId)).entries.find(({ box }) => box === 'in');
    await eventually('it is asked back', async () => (await entry())?.recall === 'requested');
    await office.stop(ministry);

    const first = await ngheAn.desk.step({ packetId, code: '15' });
    await reaches(ngheAn, first.packetId, { G22: 'sent' });
    const second = await ngheAn.desk.step({ packetId, code: '16', reason: 'Đã xử lý xong' });
    const other = await ngheAn.desk.step({ packetId, code: '03' });
    expect((await delivery(ngheAn, second.packetId, 'G22')).state).to.equal('queued');
    aheadMs = 73 * hourMs;
    await ngheAn.desk.status();
    for (const one of [first, second, other]) await reaches(ngheAn, one.packetId, { G22: 'expired' });
    expect((await delivery(ngheAn, second.packetId, 'G22')).code).to.equal('status.behind-another');
    const { attention, findings } = await ngheAn.desk.status();
    expect(attention.undeliveredStatuses.map((status) => status.packetId)).to.include.members([
      first.packetId,
      second.packetId,
    ]);
    expect(findings.map(({ code }) => code)).to.include('attention.status');

    const { deliveries } = await ngheAn.desk.resend({ packetId });
    expect(deliveries.map(({ outcome }) => outcome)).to.deep.equal(['anew', 'anew', 'anew']);
    const again = await office.start('G22', { now, policy: { patience: 5 } });
    for (const one of [first, second, other]) await reaches(ngheAn, one.packetId, { G22: 'delivered' });
    await mirrors(again, packetId, 'H41', { recall: 'declined', business: '03' });
    const sent = await delivery(again, packetId, 'H41');
    expect(sent.amendment).to.equal('agreed');
    expect(await codeOf(ngheAn.desk.step({ packetId, code: '15' }))).to.equal('status.not-allowed');
  });
});
