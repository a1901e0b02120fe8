import { createHash, createSign, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SignedXml } from 'xml-crypto';
import { certificateToPem, inspectForeignSignature } from '../../src/signing/index.js';
import { weakIdentity } from './citizens.js';
import { makeAxis } from './support.js';

const edxml = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = `${dsig}enveloped-signature`;

const unsigned =
  `<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="${edxml}"><edXML:edXMLEnvelope xmlns:edXML="${edxml}" Id="message">` +
  '<edXML:edXMLHeader><edXML:MessageHeader><edXML:Subject>Về việc họp</edXML:Subject></edXML:MessageHeader></edXML:edXMLHeader>' +
  '<edXML:edXMLBody></edXML:edXMLBody></edXML:edXMLEnvelope></edXML>';

interface Identity {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

describe('the Signature in a message of another system', () => {
  let rsa: Identity;

  before(async () => {
    rsa = await (await makeAxis()).identity('rsa-2048');
  });

  function signed(
    { key, certificate }: Identity,
    options: { xpath?: string; method?: string; digest?: string; transforms?: string[]; c14n?: string } = {},
  ): string {
    const signer = new SignedXml({
      privateKey: key.export({ format: 'pem', type: 'pkcs8' }),
      publicCert: certificateToPem(certificate),
      signatureAlgorithm: options.method ?? rsaSha256,
      canonicalizationAlgorithm: options.c14n ?? exclusive,
      getKeyInfoContent: () =>
        `<X509Data><X509Certificate>${certificate.toString('base64')}</X509Certificate></X509Data>`,
    });
    signer.addReference({
      xpath: options.xpath ?? '/*',
      isEmptyUri: options.xpath === undefined,
      transforms: options.transforms ?? [enveloped, exclusive],
      digestAlgorithm: options.digest ?? sha256,
    });
    signer.computeSignature(unsigned, {
      location: { reference: "//*[local-name(.)='MessageHeader']", action: 'after' },
    });
    return signer.getSignedXml();
  }

  const outcome = async (xml: string) => inspectForeignSignature(Buffer.from(xml));
  const reason = ({ finding }: Awaited<ReturnType<typeof outcome>>) => finding.detail?.['reason'];

  it('is absent where there is none', async () => {
    expect(await outcome(unsigned)).to.deep.equal({
      outcome: 'absent',
      finding: { code: 'foreign.signature-absent', severity: 'note' },
    });
  });

  it('is valid over the whole message, and tells the certificate', async () => {
    const found = await outcome(signed(rsa));
    expect(found).to.deep.include({
      outcome: 'valid',
      finding: { code: 'foreign.signature-valid', severity: 'note' },
      withoutNamespace: false,
    });
    expect(found.signer?.subject).to.contain('UBND tỉnh Nghệ An');
  });

  it('is valid over the envelope, by inclusive canonicalisation too', async () => {
    const xpath = "//*[local-name(.)='edXMLEnvelope']";
    const inclusive = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
    expect((await outcome(signed(rsa, { xpath }))).outcome).to.equal('valid');
    expect((await outcome(signed(rsa, { c14n: inclusive }))).outcome).to.equal('valid');
  });

  it('is valid with an elliptic key', async () => {
    const ecdsa = await (await makeAxis()).identity('ecdsa-p256');
    const method = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
    expect((await outcome(signedByHand(ecdsa, dsig, method))).outcome).to.equal('valid');
    expect((await outcome(signedByHand(rsa, dsig, method))).outcome).to.equal('invalid');
  });

  it('is valid where its namespace was lost on the way, and where it was made without one', async () => {
    const lost = signed(rsa).replace(`<Signature xmlns="${dsig}">`, '<Signature>');
    expect(await outcome(lost)).to.deep.include({ outcome: 'valid', withoutNamespace: true });
    const never = signedByHand(rsa, undefined, rsaSha256);
    expect(await outcome(never)).to.deep.include({ outcome: 'valid', withoutNamespace: true });
    expect((await outcome(never.replace('họp', 'nghỉ'))).outcome).to.equal('invalid');
  });

  it('is invalid after a change of the message, of its value, of its certificate', async () => {
    const good = signed(rsa);
    const other = await (await makeAxis()).identity('rsa-2048');
    const changes: [string, string][] = [
      [good.replace('họp', 'nghỉ'), 'DigestValue'],
      [good.replace(/<SignatureValue>..../, '<SignatureValue>AAAA'), 'SignatureValue'],
      [
        good.replace(/<X509Certificate>[^<]*/, `<X509Certificate>${other.certificate.toString('base64')}`),
        'SignatureValue',
      ],
    ];
    for (const [changed, why] of changes) {
      const found = await outcome(changed);
      expect([found.outcome, reason(found)]).to.deep.equal(['invalid', why]);
      expect(found.finding.severity).to.equal('warning');
    }
  });

  it('is invalid where it is wrapped: what it covers is not the message that is read', async () => {
    const good = signed(rsa, { xpath: "//*[local-name(.)='edXMLEnvelope']" });
    const envelope = /<edXML:edXMLEnvelope.*<\/edXML:edXMLEnvelope>/s.exec(good)?.[0] ?? '';
    const forged = envelope
      .replace('Id="message"', '')
      .replace('họp', 'nghỉ')
      .replace(/<Signature.*<\/Signature>/s, '');
    for (const wrapped of [
      good.replace(envelope, `${forged}<old>${envelope}</old>`),
      good.replace(envelope, `${forged}${envelope}`),
      good.replace(envelope, `${envelope}${forged}`),
    ]) {
      const found = await outcome(wrapped);
      expect([found.outcome, reason(found)]).to.deep.equal(['invalid', 'Reference']);
    }
    const subject = signed(rsa, { xpath: "//*[local-name(.)='Subject']" });
    expect(reason(await outcome(subject))).to.equal('Reference');
  });

  it('is outdated with SHA-1 and with short keys, even where it holds', async () => {
    const sha1 = signed(rsa, { method: `${dsig}rsa-sha1`, digest: `${dsig}sha1` });
    expect((await outcome(sha1)).finding.detail).to.deep.equal({ algorithm: 'RSA-SHA1' });
    const digest = await outcome(signed(rsa, { digest: `${dsig}sha1` }));
    expect([digest.outcome, digest.finding.detail]).to.deep.equal(['outdated', { algorithm: 'SHA-1' }]);
    const short = await outcome(signed(weakIdentity()));
    expect([short.outcome, short.finding.detail]).to.deep.equal(['outdated', { algorithm: 'RSA-1024' }]);
  });

  it('is malformed where something is missing, unknown, or would compute or fetch more than a signature may', async () => {
    const good = signed(rsa);
    const transform = `<Transform Algorithm="${enveloped}"/>`;
    const cases: Record<string, string[]> = {
      SignedInfo: [good.replace(/<SignedInfo>.*<\/SignedInfo>/s, '')],
      CanonicalizationMethod: [good.replace(exclusive, 'http://www.w3.org/TR/xml-exc-c14n#')],
      SignatureMethod: [good.replace(rsaSha256, `${dsig}hmac-sha1`)],
      Reference: [
        good.replace(/<Reference.*<\/Reference>/s, ''),
        good.replace(/<Reference.*<\/Reference>/s, (one) => one.repeat(9)),
      ],
      URI: [
        good.replace('URI=""', 'URI="file:///etc/passwd"'),
        good.replace('URI=""', 'URI="#xpointer(/)"'),
        good.replace(' URI=""', ''),
      ],
      Transform: [
        good.replace(enveloped, 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
        good.replace(enveloped, 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
      ],
      Transforms: [good.replace(transform, transform.repeat(5))],
      DigestMethod: [good.replace(sha256, 'urn:mine')],
      DigestValue: [good.replace(/<DigestValue>[^<]*/, '<DigestValue>')],
      SignatureValue: [good.replace(/<SignatureValue>[^<]*/, '<SignatureValue>?')],
      X509Certificate: [
        good.replace(/<X509Data>.*<\/X509Data>/s, '<KeyName>khóa</KeyName>'),
        good.replace(/<X509Certificate>[^<]*/, '<X509Certificate>MIIFqTCCBJG'),
      ],
      Signature: [good.replace(/<Signature .*<\/Signature>/s, (one) => one.repeat(2))],
      xmlns: [signed(rsa).replace(`<Signature xmlns="${dsig}">`, '<Signature xmlns="urn:other">')],
    };
    for (const [why, inputs] of Object.entries(cases)) {
      for (const input of inputs) {
        expect(input).to.not.equal(good);
        const found = await outcome(input);
        expect([found.outcome, reason(found)]).to.deep.equal(['malformed', why]);
      }
    }
  });

  it('is malformed, not a fault, where octets are no message at all', async () => {
    for (const octets of [
      '<Signature',
      '<!DOCTYPE a><a><Signature/></a>',
      '\0Signature',
      '<Signature><b></Signature>',
    ]) {
      expect([octets, (await outcome(octets)).outcome]).to.deep.equal([octets, 'malformed']);
    }
    expect((await inspectForeignSignature(Buffer.alloc(16 * 1024 * 1024 + 1))).outcome).to.equal('malformed');
    expect(reason(await outcome(`<a><Signature/>${'<b/>'.repeat(5000)}</a>`))).to.equal('elements');
  });

  const samples = process.env['EDOC_SAMPLES'];
  if (samples !== undefined && existsSync(samples)) {
    it('is told apart in messages of other systems', async () => {
      const names = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.edxml'),
      );
      for (const name of names.filter((one) => !one.includes('malformed'))) {
        const octets = readFileSync(join(samples, name));
        const found = await inspectForeignSignature(octets);
        expect(found.outcome === 'absent').to.equal(!octets.includes('<Signature'), name);
      }
    });
  }
});

/** What systems do that put a signature together from pieces: canonical by construction. */
function signedByHand({ key, certificate }: Identity, namespace: string | undefined, method: string): string {
  const digest = createHash('sha256').update(canonicalEnvelope()).digest('base64');
  const inForce = namespace ?? edxml;
  const info =
    `<CanonicalizationMethod Algorithm="${exclusive}"></CanonicalizationMethod><SignatureMethod Algorithm="${method}"></SignatureMethod>` +
    `<Reference URI="#message"><Transforms><Transform Algorithm="${enveloped}"></Transform><Transform Algorithm="${exclusive}"></Transform></Transforms>` +
    `<DigestMethod Algorithm="${sha256}"></DigestMethod><DigestValue>${digest}</DigestValue></Reference>`;
  const value = createSign('sha256')
    .update(`<SignedInfo xmlns="${inForce}">${info}</SignedInfo>`)
    .sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64');
  const declared = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  const signature =
    `<Signature${declared}><SignedInfo>${info}</SignedInfo><SignatureValue>${value}</SignatureValue>` +
    `<KeyInfo><X509Data><X509Certificate>${certificate.toString('base64')}</X509Certificate></X509Data></KeyInfo></Signature>`;
  return unsigned.replace('</edXML:MessageHeader>', `</edXML:MessageHeader>${signature}`);
}

function canonicalEnvelope(): string {
  return /<edXML:edXMLEnvelope.*<\/edXML:edXMLEnvelope>/s.exec(unsigned)?.[0] ?? '';
}
