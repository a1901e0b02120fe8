import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type AgentHome, makeAgentHome } from './agent-home.js';
import { type Ended, edoc } from './edoc.js';

describe('with the agent not running, edoc', () => {
  let home: AgentHome;

  before(async () => {
    home = await makeAgentHome();
  });

  after(() => home.remove());

  const run = (...args: string[]): Promise<Ended> => edoc(args, { env: { EDOC_AGENT: home.directory } });

  async function json(...args: string[]) {
    const { code, out } = await run(...args, '--json');
    expect(code).to.equal(0);
    return JSON.parse(out);
  }

  describe('inbox', () => {
    it('lists what came, with its sender, state and day of answer', async () => {
      const { code, out } = await run('inbox');
      expect(code).to.equal(0);
      expect(out).to.match(/^ID +Received \(\+07\) +Number +State +From +Subject\n/);
      expect(out).to.contain('45/VPCP-TH').and.contain('G22 Văn phòng Chính phủ').and.contain('Arrived');
      expect(out).to.contain('2026-06-01 15:00 ').and.contain('[due 2026-06-05]');
    });

    it('shows a text from elsewhere without what turns a terminal around', async () => {
      const { out } = await run('inbox');
      expect(out).to.contain('Giấy mời họp \ufffd trực tuyến').and.not.contain('\u202e');
    });

    it('filters by state and agency', async () => {
      expect((await json('inbox', '--state', '01', '--agency', 'H41')).documents).to.have.length(1);
      expect((await json('inbox', '--state', '03')).documents).to.deep.equal([]);
      expect((await run('inbox', '--state', '03', '--lang', 'vi')).out).to.equal('Không có văn bản đến.\n');
    });

    it('gives times in UTC to programs', async () => {
      const { documents } = await json('inbox');
      expect(documents[0]).to.include({ packetId: home.received.packetId, at: '2026-06-01T08:00:05.000Z' });
    });

    it('refuses a state that there is none of', async () => {
      const { code, err } = await run('inbox', '--state', '07');
      expect(code).to.equal(2);
      expect(err).to.contain('--state cannot be "07"').and.contain('[cli.value]');
    });
  });

  describe('outbox', () => {
    it('lists what went out, with how many have it', async () => {
      const { code, out } = await run('outbox', '--lang', 'vi');
      expect(code).to.equal(0);
      expect(out).to.contain('7816/VPCP-KSTT (Khẩn)').and.contain('Có vướng mắc').and.contain('1/2');
    });

    it('points to the next page', async () => {
      expect((await run('outbox', '--limit', '1')).out).to.match(/--before \d+\n$/);
    });
  });

  describe('show', () => {
    it('shows a document by number and notation, with its files and recipients', async () => {
      const { code, out } = await run('show', '7816/VPCP-KSTT');
      expect(code).to.equal(0);
      expect(out).to.contain(home.sent.packetId).and.contain('TM. Chủ tịch Nguyễn Văn An');
      expect(out)
        .to.match(/G12 +Bộ Tài chính +Refused/)
        .and.match(/H53 +UBND tỉnh Tây Ninh +Delivered/);
      expect(out).to.contain('G12: Thiếu tệp đính kèm. [packet.attachment-missing]');
    });

    it('takes the beginning of a packet id, and the whole', async () => {
      const whole = await json('show', home.received.packetId);
      expect(whole.attachments).to.have.length(2);
      expect(whole.message.subject).to.contain('Giấy mời họp');
    });

    it('ends with 4 where nothing matches or more than one thing does', async () => {
      const nothing = await run('show', '999/XX');
      expect(nothing.code).to.equal(4);
      expect(nothing.err).to.contain('[store.not-found]');
      const both = await run('show', home.sent.packetId.slice(0, 8));
      expect(both.code).to.equal(4);
      expect(both.err).to.contain('[store.ambiguous]').and.contain(home.received.packetId);
    });

    it('tells an error to programs as one JSON document', async () => {
      const { code, out, err } = await run('show', '999/XX', '--json', '--lang', 'vi');
      expect(code).to.equal(4);
      expect(JSON.parse(out).error).to.include({ code: 'store.not-found', retryable: false });
      expect(JSON.parse(out).error.findings).to.have.length(1);
      expect(err).to.contain('Lỗi:');
    });
  });

  it('track shows the way of a document, recipient by recipient', async () => {
    const { code, out } = await run('track', '7816/VPCP-KSTT', '--lang', 'vi');
    expect(code).to.equal(0);
    const [, toG12 = '', toH53 = ''] = out.split('\n\n');
    expect(toG12.split('\n').map((line) => line.trim().replace(/^.*\(\+07\) +/, ''))).to.deep.equal([
      'G12 Bộ Tài chính  Bị từ chối',
      'Chờ gửi',
      'Đang chuyển',
      'Bị từ chối: Thiếu tệp đính kèm. [packet.attachment-missing]',
    ]);
    expect(toH53).to.contain('01/06/2026 15:00:02 (+07)  Đã chuyển đến');
  });

  describe('save', () => {
    it('writes packet, receipts and attachments octet for octet, and the message for reading', async () => {
      const folder = join(home.directory, 'saved');
      const { code, out } = await run('save', '45/VPCP-TH', '--to', folder);
      expect(code).to.equal(0);
      expect(out.trim().split('\n')).to.have.length(5);
      expect((await readdir(folder)).sort()).to.deep.equal([
        'attachments',
        'document.edxml',
        'message.xml',
        'receipt-H41-issued.xml',
      ]);
      expect(await readFile(join(folder, 'document.edxml'))).to.deep.equal(home.received.bytes);
      for (const { name, bytes } of home.attachments) {
        expect(await readFile(join(folder, 'attachments', name))).to.deep.equal(bytes);
      }
      expect(await readFile(join(folder, 'message.xml'), 'utf8')).to.contain('<edXML:CodeNumber>45<');
    });

    it('is checked by edoc verify with the trust of the agent', async () => {
      const folder = join(home.directory, 'checked');
      await run('save', '45/VPCP-TH', '--to', folder);
      const files = [join(folder, 'document.edxml'), join(folder, 'receipt-H41-issued.xml')];
      const more = ['--attachments', join(folder, 'attachments'), '--at', '2026-06-02'];
      const { code, out } = await run('verify', ...files, ...more);
      expect(code).to.equal(0);
      expect(out).to.contain('attachments (2/2)').and.contain('answers the packet given');
    });

    it('overwrites nothing', async () => {
      const folder = join(home.directory, 'twice');
      await run('save', '45/VPCP-TH', '--to', folder);
      const { code, err } = await run('save', '45/VPCP-TH', '--to', folder);
      expect(code).to.equal(1);
      expect(err).to.contain('[cli.file-exists]');
    });
  });

  describe('log', () => {
    it('verifies, and an export of it verifies elsewhere', async () => {
      const { head } = await json('log', 'verify');
      const { out } = await run('log', 'export');
      const file = join(home.directory, 'log.jsonl');
      await writeFile(file, out);
      const elsewhere = await edoc([
        'log',
        'verify',
        '--export',
        file,
        '--head',
        `${head.sequence}:${head.hash}`,
      ]);
      expect(elsewhere.code).to.equal(0);
      expect(elsewhere.out).to.contain(`${head.sequence} entries`);
      expect(elsewhere.out).not.to.contain('missing at the end');
    });

    it('says what a chain cannot show: that entries are missing at its end', async () => {
      const { head } = await json('log', 'verify');
      const file = join(home.directory, 'emptied.jsonl');
      await writeFile(file, '');
      const alone = await edoc(['log', 'verify', '--export', file]);
      expect(alone.code).to.equal(0);
      expect(alone.out).to.contain('0 entries').and.contain('missing at the end would not show');
      const held = `${head.sequence}:${head.hash}`;
      const compared = await edoc(['log', 'verify', '--export', file, '--head', held]);
      expect(compared.code).to.equal(1);
      expect(compared.err).to.contain('[log.other-head]');
    });

    it('finds a changed line, and a head that it does not hold', async () => {
      const { out } = await run('log', 'export');
      const file = join(home.directory, 'changed.jsonl');
      await writeFile(file, out.replace('packet.', 'parcel.'));
      const changed = await edoc(['log', 'verify', '--export', file]);
      expect(changed.code).to.equal(1);
      expect(changed.err).to.contain('[log.broken]');
      const other = await run('log', 'verify', '--head', `1:${'0'.repeat(64)}`);
      expect(other.code).to.equal(1);
      expect(other.err).to.contain('[log.other-head]');
    });

    it('shows entries, and gives them to programs line by line', async () => {
      expect((await run('log', 'show', '--limit', '1')).out).to.contain('packet.accepted');
      const { out } = await run('log', 'show', '--json', '--after', '0');
      const lines = out.trim().split('\n');
      expect(lines.map((line) => JSON.parse(line).sequence)).to.deep.equal(
        lines.map((_, index) => index + 1),
      );
    });
  });

  describe('directory', () => {
    it('finds a code by a name without diacritics', async () => {
      const { code, out } = await run('directory', 'tai chinh');
      expect(code).to.equal(0);
      expect(out)
        .to.match(/G12 +Bộ Tài chính +active/)
        .and.contain('Directory version 3');
    });

    it('ends with 4 where nobody is called so', async () => {
      expect((await run('directory', 'sao Hỏa')).code).to.equal(4);
    });
  });

  it('agent status says so, shows the counts, and ends with 3', async () => {
    const { code, out, err } = await run('agent', 'status');
    expect(code).to.equal(3);
    expect(err).to.contain('[agent.not-running]');
    expect(out)
      .to.contain('not running')
      .and.match(/With problems +1/);
    const forPrograms = await run('agent', 'status', '--json');
    expect(forPrograms.code).to.equal(3);
    expect(JSON.parse(forPrograms.out)).to.include({ running: false, node: 'h41' });
  });

  it('says at once that commands which need the agent cannot be carried out', async () => {
    for (const args of [
      ['accept', '45/VPCP-TH'],
      ['refuse', '45/VPCP-TH', '--reason', 'Gửi nhầm'],
      ['recall', '7816/VPCP-KSTT', '--reason', 'Sai thể thức'],
      ['resend', '7816/VPCP-KSTT'],
      ['agent', 'ping', 'H53'],
      ['send', '--to', 'H53', '--number', '1/X', '--subject', 'x'],
    ]) {
      const { code, err } = await run(...args);
      expect(code, args.join(' ')).to.equal(3);
      expect(err, args.join(' ')).to.contain('[agent.not-running]');
    }
  });
});
