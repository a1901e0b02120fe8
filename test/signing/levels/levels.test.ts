import { expect } from 'chai';
import {
  type EvidenceInspection,
  inspectEvidence,
  joinFile,
  packetSeal,
  type RevocationPolicy,
  raise,
  type Signer,
  sealParts,
  splitFile,
  type UnsignedProperty,
} from '../../../src/signing/index.js';
import { type Axis, makeAxis, now, sealPacket, validity } from '../support.js';
import { day, TestAuthority } from './authority.js';

const later = (days: number) => new Date(now.getTime() + days * day);
const afterExpiry = new Date(validity.notAfter.getTime() + day);

describe('the levels of evidence', () => {
  let axis: Axis;
  let signer: Signer;
  let sealed: Buffer;
  let authority: TestAuthority;

  beforeEach(async () => {
    axis ??= await makeAxis();
    signer ??= await axis.signer('ecdsa-p256');
    sealed ??= await sealPacket(signer);
    authority = await TestAuthority.start(axis, later(0));
  });

  async function raised(target: 'T' | 'LT' | 'LTA', present: readonly UnsignedProperty[] = []) {
    const parts = sealParts(sealed, packetSeal);
    if (!parts) throw new Error('no parts');
    return raise(parts, present, authority, { trust: axis.trust, target, now: authority.now });
  }

  async function file(target: 'T' | 'LT' | 'LTA'): Promise<Buffer> {
    const { properties, failure, level } = await raised(target);
    if (failure) throw failure;
    expect(level).to.equal(target);
    return joinFile(sealed, properties);
  }

  function inspect(
    octets: Buffer,
    at: Date,
    revocation: RevocationPolicy = 'hard',
  ): Promise<EvidenceInspection> {
    return inspectEvidence(octets, packetSeal, axis.trust, { at, revocation });
  }

  const codes = ({ findings }: EvidenceInspection, severity = 'error') =>
    findings.filter((finding) => finding.severity === severity).map(({ code }) => code);

  it('B, T, LT and LTA are reached, and the sealed form comes out of each octet for octet', async () => {
    for (const target of ['T', 'LT', 'LTA'] as const) {
      const inspection = await inspect(await file(target), later(1), 'soft');
      expect(codes(inspection), target).to.deep.equal([]);
      expect(inspection.level).to.equal(target);
      expect(inspection.sealed.equals(sealed)).to.equal(true);
      expect(inspection.content?.signer.organization).to.equal('H41');
      expect(inspection.provenAt?.toISOString()).to.equal(now.toISOString());
    }
    expect((await inspect(sealed, later(1), 'soft')).level).to.equal('B');
  });

  it('say which authority stamped, and who answered on which certificate', async () => {
    const { stamps, standings } = await inspect(await file('LTA'), later(1));
    expect(stamps.map(({ kind, holds }) => [kind, holds])).to.deep.equal([
      ['signature', true],
      ['archive', true],
    ]);
    expect(stamps[0]?.stamp?.certificates[0]?.commonName).to.equal('Axis tsa');
    expect(standings.map(({ status, answer }) => [status, answer?.source])).to.deep.equal([['good', 'ocsp']]);
  });

  describe('after the certificate of the seal ran out', () => {
    // The authority's goes on.
    beforeEach(async () => {
      authority.tsa = await TestAuthority.issue(axis, 'tsa', {
        ...validity,
        notAfter: new Date('2035-01-01T00:00:00Z'),
      });
    });

    it('a file of level B cannot be told, one of level LT stands', async () => {
      expect(codes(await inspect(sealed, afterExpiry, 'soft'))).to.deep.equal(['certificate.expired']);
      const inspection = await inspect(await file('LT'), afterExpiry);
      expect(codes(inspection)).to.deep.equal([]);
      expect(inspection.level).to.equal('LT');
    });

    it('level T stands under the soft policy, and not under the hard one', async () => {
      const octets = await file('T');
      expect(codes(await inspect(octets, afterExpiry, 'soft'))).to.deep.equal([]);
      expect(codes(await inspect(octets, afterExpiry, 'hard'))).to.include('revocation.unknown');
    });
  });

  it('after the certificate of the authority ran out too, only an archive time stamp from before proves the time', async () => {
    const { properties } = await raised('LT');
    const lt = await inspect(joinFile(sealed, properties), afterExpiry);
    expect(codes(lt)).to.include('certificate.expired');
    expect(lt.provenAt).to.equal(undefined);

    authority.now = new Date(validity.notAfter.getTime() - day);
    authority.tsa = await TestAuthority.issue(axis, 'tsa', {
      notBefore: new Date('2028-01-01T00:00:00Z'),
      notAfter: new Date('2038-01-01T00:00:00Z'),
    });
    const archived = await raised('LTA', properties);
    expect(archived.failure).to.equal(undefined);
    const inspection = await inspect(joinFile(sealed, archived.properties), afterExpiry);
    expect(codes(inspection)).to.deep.equal([]);
    expect(inspection.level).to.equal('LTA');
    expect(inspection.provenAt?.toISOString()).to.equal(now.toISOString());
  });

  it('an archive time stamp goes over the one before, with what that one needs', async () => {
    const first = await raised('LTA');
    authority.now = later(400);
    const second = await raised('LTA', first.properties);
    expect(second.properties.map(({ kind }) => kind)).to.deep.equal([
      ...first.properties.map(({ kind }) => kind),
      'archive-time-stamp',
      'time-stamp-validation-data',
    ]);
    const inspection = await inspect(joinFile(sealed, second.properties), later(500));
    expect(codes(inspection)).to.deep.equal([]);
    expect(inspection.stamps.every(({ holds }) => holds)).to.equal(true);
  });

  describe('where the certificate was revoked', () => {
    const serial = '8002';

    it('after the proven time, what was sealed before stands', async () => {
      const octets = await file('T');
      authority.revoked.set(serial, later(5));
      authority.now = later(6);
      const { properties } = await raised('LT', splitFile(octets).properties);
      const inspection = await inspect(joinFile(sealed, properties), later(10));
      expect(codes(inspection)).to.deep.equal([]);
      expect(inspection.standings[0]?.answer?.status).to.equal('revoked');
    });

    it('before the proven time, it is refused', async () => {
      authority.now = later(6);
      authority.revoked.set(serial, later(5));
      const inspection = await inspect(await file('LT'), later(10));
      expect(codes(inspection)).to.deep.equal(['revocation.revoked']);
      expect(inspection.content).to.equal(undefined);
    });

    it('and nothing proves the time, it cannot be told', async () => {
      authority.now = later(6);
      authority.revoked.set(serial, later(5));
      const { properties } = await raised('LT');
      const answers = properties.find((property) => property.kind === 'revocation-values');
      if (answers?.kind !== 'revocation-values') throw new Error('no answers');
      const inspection = await inspectEvidence(sealed, packetSeal, axis.trust, {
        at: later(7),
        revocation: 'soft',
        data: answers,
      });
      expect(codes(inspection)).to.deep.equal(['revocation.no-proof']);
    });
  });

  describe('raising', () => {
    it('keeps the stamp where no answer on revocation is to be had, and goes on from there', async () => {
      authority.down = { revocation: true };
      const first = await raised('LT');
      expect(first.level).to.equal('T');
      expect(first.failure?.code).to.equal('evidence.source-down');
      authority.down = {};
      authority.now = later(2);
      const second = await raised('LT', first.properties);
      expect(second.failure).to.equal(undefined);
      expect(second.level).to.equal('LT');
      expect(second.properties[0]).to.deep.equal(first.properties[0]);
    });

    it('ends at T where the certificate expired meanwhile, unless the responder forgot nothing since before then', async () => {
      const { properties } = await raised('T');
      authority.now = afterExpiry;
      // The certificates of the services go on.
      const { notBefore } = validity;
      const long = { notBefore, notAfter: new Date(afterExpiry.getTime() + 1_000 * day) };
      authority.ocsp = await TestAuthority.issue(axis, 'ocsp', long);
      authority.tsa = await TestAuthority.issue(axis, 'tsa', long);
      const parts = sealParts(sealed, packetSeal);
      if (!parts) throw new Error('no parts');
      authority.now = later(0);
      const young = await raise(parts, [], authority, { trust: axis.trust, target: 'T', now: later(0) });
      authority.now = afterExpiry;
      expect((await raised('LT', properties)).failure?.code).to.equal('certificate.expired');
      expect((await raised('LT', young.properties)).failure?.code).to.equal('revocation.unknown');
      authority.keptSince = notBefore;
      const { level, failure, properties: whole } = await raised('LT', young.properties);
      expect({ level, failure }).to.deep.equal({ level: 'LT', failure: undefined });
      const inspection = await inspect(joinFile(sealed, whole), new Date(afterExpiry.getTime() + day));
      expect(codes(inspection)).to.deep.equal([]);
      expect(inspection.level).to.equal('LT');
    });

    it('gives nothing where there is no time stamp', async () => {
      authority.down = { timeStamp: true };
      expect(await raised('LT')).to.deep.include({ level: 'B', properties: [] });
    });

    it('keeps no token that does not hold', async () => {
      const other = await TestAuthority.start(await makeAxis(), later(0));
      const parts = sealParts(sealed, packetSeal);
      if (!parts) throw new Error('no parts');
      const { failure, level } = await raise(parts, [], other, {
        trust: axis.trust,
        target: 'T',
        now: later(0),
      });
      expect(failure?.code).to.equal('certificate.untrusted');
      expect(level).to.equal('B');
    });
  });

  describe('a changed file', () => {
    it('with a stamp over another seal is refused', async () => {
      const other = await sealPacket(await axis.signer('ecdsa-p256', 'H53'));
      const { properties } = await raised('T');
      const inspection = await inspect(joinFile(other, properties), later(1), 'soft');
      expect(codes(inspection)).to.deep.equal(['timestamp.imprint']);
      expect(inspection.content).to.equal(undefined);
    });

    it('with other answers under an archive time stamp is found', async () => {
      const octets = await file('LTA');
      const { properties } = splitFile(octets);
      const more = await authority.revocation(...(await pathOfSeal()));
      const changed = properties.map((property) =>
        property.kind === 'revocation-values'
          ? { ...property, ocsps: [...property.ocsps, ...more.ocsps] }
          : property,
      );
      const inspection = await inspect(joinFile(sealed, changed), later(1));
      expect(codes(inspection)).to.deep.equal(['timestamp.imprint']);
    });

    it('with signed content changed is refused as a sealed file is', async () => {
      const text = (await file('LT')).toString('utf8').replace('Về việc', 'Về viêc');
      const inspection = await inspect(Buffer.from(text), later(1));
      expect(codes(inspection)).to.include('seal.content-digest');
    });

    it('says what it claims and what it reaches', async () => {
      const { properties } = await raised('LT');
      const withoutAnswers = properties.map((property) =>
        property.kind === 'revocation-values' ? { ...property, ocsps: [Buffer.from([0x30, 0])] } : property,
      );
      const inspection = await inspect(joinFile(sealed, withoutAnswers), later(1), 'soft');
      expect(inspection).to.include({ claimedLevel: 'LT', level: 'T' });
      expect(codes(inspection, 'warning')).to.include('evidence.level');
    });

    async function pathOfSeal() {
      const { standings } = await inspect(await file('LT'), later(1));
      const [standing] = standings;
      if (!standing) throw new Error('no standing');
      return [standing.certificate, standing.issuer] as const;
    }
  });
});
