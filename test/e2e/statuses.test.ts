import { expect } from 'chai';
import type { StepRequest } from '../../src/agent/index.js';
import { isEdocError } from '../../src/errors.js';
import { eventually, type TestNode } from '../support/node.js';
import { arrives, codeOf, mirrors, Office, reaches, sendLetter } from './support/office.js';

describe('what the recipient does with a document', () => {
  const office = new Office();
  let ministry: TestNode;
  let ngheAn: TestNode;
  let packetId: string;

  beforeEach(async () => {
    ministry = await office.start('G22');
    ngheAn = await office.start('H41');
    packetId = await sendLetter(ministry.desk, { to: ['H41'] });
    await reaches(ministry, packetId, { H41: 'delivered' });
    await eventually('quiet', async () => (await ngheAn.reader.counts()).waiting.receipts === 0);
  });

  const step = (code: StepRequest['code'], reason?: string) =>
    ngheAn.desk.step({ packetId, code, ...(reason === undefined ? {} : { reason }) });

  it('is seen by the sender, step by step', async () => {
    for (const code of ['03', '04', '05', '06'] as const) {
      const { packetId: status } = await step(code);
      await mirrors(ministry, packetId, 'H41', { business: code });
      expect(await ministry.reader.packetBytes(status, 'in')).to.deep.equal(
        await ngheAn.reader.packetBytes(status, 'out'),
      );
    }
    expect((await ministry.reader.statuses(packetId)).map(({ code }) => code)).to.deep.equal([
      '03',
      '04',
      '05',
      '06',
    ]);
  });

  it('is seen by the sender with the reason when it is refused, and nothing follows', async () => {
    await step('02', 'Gửi nhầm nơi nhận');
    await mirrors(ministry, packetId, 'H41', { business: '02' });
    const [problem] = await ministry.reader.outbox({ limit: 1, problems: true });
    expect(problem).to.deep.include({ packetId, state: 'problem' });
    expect(problem?.deliveries).to.deep.include({ delivered: 0, problems: 1 });
    const [status] = await ministry.reader.statuses(packetId);
    expect(status).to.include({ code: '02', description: 'Gửi nhầm nơi nhận', standing: 'applied' });
    expect(await codeOf(step('03'))).to.equal('status.not-allowed');
  });

  it('changes nothing where the step is not allowed, and says what is', async () => {
    const before = await ngheAn.reader.counts();
    for (const code of ['04', '05', '06', '15', '16'] as const) {
      const error: unknown = await step(code, 'lý do').catch((thrown: unknown) => thrown);
      expect(isEdocError(error, 'status.not-allowed') && error.detail['allowed'], code).to.equal('02, 03');
    }
    expect(await ngheAn.reader.counts()).to.deep.equal(before);
    expect((await ngheAn.reader.statuses(packetId)).length).to.equal(0);
  });

  it('changes nothing where a reason is missing', async () => {
    expect(await codeOf(step('02', '  '))).to.equal('reason.missing');
    expect((await ngheAn.reader.document(packetId)).entries[0]?.business).to.equal('01');
  });

  it('changes nothing for an agency that did not receive it, or a document that is not there', async () => {
    expect(await codeOf(ngheAn.desk.step({ packetId, agency: 'G22', code: '03' }))).to.equal(
      'agency.not-served',
    );
    expect(await codeOf(ministry.desk.step({ packetId, code: '03' }))).to.equal('document.unknown');
  });

  it('is taken once when two clerks take the same step at once', async () => {
    const outcomes = await Promise.allSettled([step('03'), step('03'), step('02', 'trùng')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).to.equal(1);
    await eventually('the mirror', async () => {
      const [seen] = await ministry.reader.deliveries(packetId);
      const [entry] = (await ngheAn.reader.document(packetId)).entries;
      return seen?.business === entry?.business && seen?.business !== '01';
    });
  });
});

describe('a document for two agencies of one node', () => {
  const office = new Office();

  it('lives on at each of them by itself', async () => {
    const [ministry, caoBang] = [await office.start('G22'), await office.start('H14')];
    const packetId = await sendLetter(ministry.desk, { to: ['H14', 'H14.05'] });
    await arrives(caoBang, packetId);
    expect(await codeOf(caoBang.desk.step({ packetId, code: '03' }))).to.equal('document.which-agency');
    await caoBang.desk.step({ packetId, agency: 'H14.05', code: '03' });
    await caoBang.desk.step({ packetId, agency: 'H14', code: '02', reason: 'Không thuộc thẩm quyền' });
    await mirrors(ministry, packetId, 'H14.05', { business: '03' });
    await mirrors(ministry, packetId, 'H14', { business: '02' });
  });
});
