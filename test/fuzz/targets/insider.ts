/**
 * Sealed files from somebody who has a good key and certificate and seals whatever he likes: every input gets digests and a
 * value that fit. So it comes past the digests, into all that is behind them. What is accepted, another engine must accept.
 */
import { createHash, sign } from 'node:crypto';
import { otherS } from '../../../scripts/signature-vectors/deterministic-ecdsa.js';
import { testKey } from '../../../scripts/signature-vectors/keys.js';
import { errorTable } from '../../../src/errors.js';
import type { FuzzTarget, Sample } from '../target.js';
import { inspect, isSampled, opinion, outcomeOf, type SealedDetail, sealedSamples } from './sealed.js';
import { keyFolder, vectorTrust } from './vectors.js';

const keys = { rsa: testKey(keyFolder, 'agency'), ecdsa: testKey(keyFolder, 'agency-ecdsa') };

export async function insiderTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const samples = sealedSamples();
  const whole: Sample[] = [];
  for (const sample of samples) if ((await inspect(sample.octets, trust)).whole) whole.push(sample);
  return {
    name: 'insider',
    // What is read to its end gets changed most; of the rest an RSA key takes ten times as long, and shows the same.
    corpus: [
      ...whole,
      ...whole,
      ...whole,
      ...samples.filter(({ octets }) => octets.includes('#ecdsa-sha256')),
    ],
    run: async (input) => outcomeOf(await inspect(sealAnew(input), trust)),
    async oracle(input, { codes, detail }) {
      const { kind, inspection, whole: isWhole } = detail as SealedDetail;
      const unknown = codes.find((code) => !(code in errorTable));
      if (unknown !== undefined) return `the code ${unknown} is in no table`;
      const { content } = inspection;
      if (!content) return inspection.findings.length > 0 ? undefined : 'neither refused nor accepted';
      return isWhole && isSampled(input)
        ? opinion(sealAnew(input), kind, content.signer.certificate)
        : undefined;
    },
  };
}

/** Digests and value are made to fit what stands there; where no Signature is to be found nothing is done. */
function sealAnew(input: Buffer): Buffer {
  const text = input.toString('latin1');
  const open = text.indexOf('<ds:Signature ');
  const end = text.indexOf('</ds:Signature>') + '</ds:Signature>'.length;
  const element = /<(edXML:edXMLEnvelope|Receipt|Ping|Directory)[ >]/.exec(text);
  if (open < 0 || end < open || !element || element.index > open) return input;
  const close = `</${element[1]}>`;
  const tailEnd = text.indexOf(close, end) + close.length;
  const signature = text.slice(open, end);
  const content = text.slice(element.index, open) + text.slice(end, tailEnd);
  const properties = between(signature, '<xades:SignedProperties ', '</xades:SignedProperties>');
  const digests = [sha256(content), sha256(properties)];
  const digested = signature.replace(/(?<=<ds:DigestValue>)[^<]*/g, (old) => digests.shift() ?? old);
  const signedInfo = Buffer.from(between(digested, '<ds:SignedInfo ', '</ds:SignedInfo>'), 'latin1');
  const value = signatureValue(signedInfo).toString('base64');
  const sealed = digested.replace(/(?<=<ds:SignatureValue>)[^<]*/, () => value);
  return Buffer.from(text.slice(0, open) + sealed + text.slice(end), 'latin1');
}

function signatureValue(signedInfo: Buffer): Buffer {
  if (!signedInfo.includes('#ecdsa-sha256')) return sign('sha256', signedInfo, keys.rsa);
  const value = sign('sha256', signedInfo, { key: keys.ecdsa, dsaEncoding: 'ieee-p1363' });
  return isHigh(value) ? otherS(value) : value;
}

const halfOrder = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';

function isHigh(value: Buffer): boolean {
  return value.toString('hex', 32) > halfOrder;
}

function between(text: string, open: string, close: string): string {
  const start = text.indexOf(open);
  const end = text.indexOf(close, start);
  return start < 0 || end < 0 ? '' : text.slice(start, end + close.length);
}

function sha256(latin1: string): string {
  return createHash('sha256').update(latin1, 'latin1').digest('base64');
}
