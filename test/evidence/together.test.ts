import { expect } from 'chai';
import { SealedFiles } from '../cli/sealed-files.js';
import { reportOn } from './reports.js';

describe('files together', () => {
  it('a receipt is not discredited by a packet of the same id that somebody made under another root', async () => {
    const [files, others] = await Promise.all([SealedFiles.create(), SealedFiles.create()]);
    const packet = await files.document();
    const forged = await others.document([], { subject: 'Khác' });
    expect(forged.packetId).to.equal(packet.packetId);
    const receipt = await files.receipt(packet);
    const both = await reportOn(files, { packet: packet.bytes, forged: forged.bytes, receipt });
    expect(both.files.map(({ indication }) => indication)).to.deep.equal([
      'TOTAL-PASSED',
      'INDETERMINATE',
      'TOTAL-PASSED',
    ]);
    expect(both.files[2]?.checked).to.include('packet');
    const alone = await reportOn(files, { forged: forged.bytes, receipt });
    expect(alone.files[1]?.findings.map(({ code }) => code)).to.deep.equal(['verify.packet-not-given']);
  });
});
