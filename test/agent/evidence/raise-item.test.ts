import { expect } from 'chai';
import { raiseItem } from '../../../src/agent/evidence/raise-item.js';
import { EdocError } from '../../../src/errors.js';
import {
  inspectEvidence,
  joinFile,
  packetSeal,
  readProperties,
  type Trust,
} from '../../../src/signing/index.js';
import { TestAuthority } from '../../signing/levels/authority.js';
import { type Axis, makeAxis, now, sealPacket, validity } from '../../signing/support.js';

describe('raising what is kept', () => {
  let axis: Axis;
  let authority: TestAuthority;
  let bytes: Buffer;

  beforeEach(async () => {
    axis ??= await makeAxis();
    bytes ??= await sealPacket(await axis.signer('ecdsa-p256'));
    authority = await TestAuthority.start(axis, now);
  });

  function raise(
    item: { readonly bytes?: Buffer; readonly properties?: string; readonly renewBefore?: Date } = {},
    target: 'LT' | 'LTA' = 'LT',
    stampTrust = axis.trust,
  ) {
    const kept = { key: 7, kind: 'packet', packetId: 'a-packet', level: 'B', bytes } as const;
    const options = { sources: authority, trust: axis.trust, stampTrust, target, now: authority.now };
    return raiseItem({ ...kept, ...item }, options);
  }

  it('gives what is to be kept', async () => {
    const { changed, ...rest } = await raise();
    expect(changed).to.include({ key: 7, level: 'LT' });
    expect(rest).to.deep.equal({});
  });

  it('is hindered by a source that does not answer, and keeps what the other one gave', async () => {
    authority.down = { timeStamp: true };
    const unstamped = await raise();
    expect(unstamped.down).to.deep.equal({ source: 'time-stamp', code: 'evidence.source-down' });
    expect(unstamped.changed).to.include({ level: 'B', gap: 'evidence.source-down' });
    authority.down = { revocation: true };
    const unanswered = await raise();
    expect(unanswered.down).to.deep.equal({ source: 'revocation', code: 'evidence.source-down' });
    expect(unanswered.changed).to.include({ level: 'T', gap: 'evidence.source-down' });
  });

  it('takes stamps of an authority that is not trusted for the fault of the source', async () => {
    const stranger = await makeAxis();
    authority.tsa = await TestAuthority.issue(stranger, 'tsa');
    const { down, changed } = await raise();
    expect(down).to.deep.equal({ source: 'time-stamp', code: 'certificate.untrusted' });
    expect(changed).to.include({ level: 'B' });
  });

  it('trusts for stamps whom the node trusts for stamps, and nobody else', async () => {
    const foreign = await makeAxis();
    const own = authority.tsa;
    authority.tsa = await TestAuthority.issue(foreign, 'tsa');
    const foreignAnswers = await TestAuthority.start(foreign, now);
    const ofSeals = authority.revocation.bind(authority);
    // Each authority answers for its own certificates.
    authority.revocation = (certificate, issuer) =>
      issuer.certificate.equals(foreign.root)
        ? foreignAnswers.revocation(certificate, issuer)
        : ofSeals(certificate, issuer);
    const { changed, ...rest } = await raise({}, 'LTA', foreign.trust);
    expect(rest).to.deep.equal({});
    expect(changed).to.include({ level: 'LTA' });
    const file = joinFile(bytes, readProperties(changed?.properties ?? ''));
    const inspect = (stampTrust: Trust) =>
      inspectEvidence(file, packetSeal, axis.trust, { at: now, revocation: 'hard', stampTrust });
    expect(await inspect(foreign.trust)).to.deep.include({ findings: [], level: 'LTA' });

    // Stamps of the axis, which the node trusts for seals, are none to it any more.
    authority.tsa = own;
    const { down, changed: kept } = await raise({}, 'LT', foreign.trust);
    expect(down).to.deep.equal({ source: 'time-stamp', code: 'certificate.untrusted' });
    expect(kept).to.include({ level: 'B' });
    const stamped = (await raise()).changed?.properties ?? '';
    const again = await raise({ properties: stamped }, 'LTA', foreign.trust);
    expect(again.failure).to.include({ code: 'certificate.untrusted' });
    expect(again.down, 'the stamp that is there is the file’s own').to.equal(undefined);
  });

  it('blames no source for files that changed on the disk, nor for an answer that nobody has', async () => {
    const spoilt = await raise({ bytes: Buffer.from('<edXML/>') });
    expect(spoilt.failure).to.include({ code: 'evidence.unreadable' });
    expect(spoilt.failure?.detail).to.deep.equal({ packet: 'a-packet' });
    expect(spoilt).to.have.all.keys('failure');
    const garbled = await raise({ properties: '<xades:UnsignedProperties/>' });
    expect(garbled.failure).to.include({ code: 'evidence.form' });
    expect(garbled).to.have.all.keys('failure');

    authority.revocation = async () => ({ crls: [], ocsps: [] });
    const unknown = await raise();
    expect(unknown.failure).to.include({ code: 'revocation.unknown' });
    expect(unknown.changed).to.include({ level: 'T', gap: 'revocation.unknown' });
    expect(unknown).to.have.all.keys('failure', 'changed');
  });

  it('blames no source for a file whose own stamp does not hold any more when it is to be renewed', async () => {
    const { changed } = await raise();
    authority.now = new Date(validity.notAfter.getTime() + 1_000);
    const properties = changed?.properties ?? '';
    const { failure, down } = await raise({ properties }, 'LTA');
    expect(failure).to.be.instanceOf(EdocError).and.to.include({ code: 'certificate.expired' });
    expect(down).to.equal(undefined);
  });

  it('sees no use in an archive time stamp that would last no longer', async () => {
    const { changed } = await raise();
    const { properties = '', renewBefore = now } = changed ?? {};
    expect(await raise({ properties, renewBefore }, 'LTA')).to.deep.equal({ futile: true });
    const notAfter = new Date(validity.notAfter.getTime() + 365 * 24 * 3_600_000);
    authority.tsa = await TestAuthority.issue(axis, 'tsa', { notBefore: validity.notBefore, notAfter });
    const renewed = await raise({ properties, renewBefore }, 'LTA');
    expect(renewed.changed).to.deep.include({ level: 'LTA', renewBefore: notAfter });
  });
});
