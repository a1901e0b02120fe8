/**
 * Evidence around sealed files: whole files at levels T, LT and LTA, and by themselves the time-stamp tokens, revocation
 * lists and OCSP responses in them. The authorities stamped and answered at one time only, and of one certificate they said
 * that it is revoked: whatever else is taken for true was said by nobody.
 */

import { testKey } from '../../../scripts/signature-vectors/keys.js';
import { makePki } from '../../../scripts/signature-vectors/pki.js';
import { errorTable } from '../../../src/errors.js';
import {
  type EvidenceInspection,
  inspectEvidence,
  inspectTimeStamp,
  issueCrl,
  joinFile,
  packetSeal,
  parseCertificate,
  type RevocationAnswer,
  raise,
  readCms,
  readCrl,
  readOcspRequest,
  readOcspResponse,
  readTimeStampResponse,
  revocationAnswers,
  type SealedKind,
  sealedKindOf,
  sealParts,
  type TimeStamp,
  writeOcspRequest,
} from '../../../src/signing/index.js';
import { day, TestAuthority } from '../../signing/levels/authority.js';
import { asn1Mutation } from '../mutate-asn1.js';
import { octetMutations } from '../mutate-octets.js';
import type { FuzzTarget, Mutation, Outcome, Sample } from '../target.js';
import { refusal } from './content.js';
import { keyFolder, samplesOf, vectorTime, vectorTrust } from './vectors.js';

const derMutations: readonly Mutation[] = [
  ...Array.from({ length: 20 }, () => asn1Mutation),
  ...octetMutations,
];
const nextUpdate = new Date(vectorTime.getTime() + day);
const imprint = Buffer.alloc(32, 7);
const raisedFiles = ['packet-ecdsa', 'packet-via-intermediate', 'receipt-ecdsa', 'directory-operator'];

async function authorities() {
  const pki = makePki(keyFolder);
  const root = { root: pki.root, rootKey: testKey(keyFolder, 'root') };
  return { pki, root, authority: await TestAuthority.start(root, vectorTime) };
}

export async function evidenceTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const { authority } = await authorities();
  const samples = samplesOf('signature', 'input.xml');
  const corpus: Sample[] = [];
  for (const name of raisedFiles) {
    const sealed = samples.find((sample) => sample.name === `signature/${name}`)?.octets;
    const kind = sealed && sealedKindOf(sealed);
    const parts = sealed && kind && sealParts(sealed, kind);
    if (!sealed || !parts) throw new Error(`${name} cannot be raised`);
    for (const target of ['T', 'LT', 'LTA'] as const) {
      const { properties } = await raise(parts, [], authority, { trust, target, now: vectorTime });
      corpus.push({ name: `${name} ${target}`, octets: joinFile(sealed, properties) });
    }
  }
  const genuine = new Set(samples.map(({ octets }) => octets.toString('base64')));
  const inspect = (input: Buffer, kind: SealedKind) =>
    inspectEvidence(input, kind, trust, {
      at: vectorTime,
      revocation: input.length % 2 === 0 ? 'soft' : 'hard',
    });
  return {
    name: 'evidence',
    corpus,
    async run(input): Promise<Outcome> {
      const detail = await inspect(input, sealedKindOf(input) ?? packetSeal);
      const codes = [...detail.findings.map(({ code }) => code), `level-${detail.level}`];
      return { verdict: detail.content ? 'accepted' : 'refused', codes, detail };
    },
    async oracle(_input, { codes, detail }) {
      const unknown = codes.slice(0, -1).find((code) => !(code in errorTable));
      if (unknown !== undefined) return `the code ${unknown} is in no table`;
      const { content, sealed, provenAt, level } = detail as EvidenceInspection;
      if (provenAt && provenAt.getTime() !== vectorTime.getTime())
        return `proven at ${provenAt.toISOString()}`;
      if (level !== 'B' && !provenAt) return `level ${level} without a proven time`;
      const kind = sealedKindOf(sealed);
      if (content && kind !== packetSeal && !genuine.has(sealed.toString('base64')))
        return 'accepted, and signed by nobody';
      return undefined;
    },
  };
}

export async function timestampTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const { authority } = await authorities();
  const token = await authority.timeStamp(imprint);
  const said = (stamp: TimeStamp | undefined) =>
    JSON.stringify([stamp?.time, stamp?.accuracyMs, stamp?.policy, stamp?.serialNumber]);
  const genuine = said(inspectTimeStamp(token, imprint, trust, { at: vectorTime }).stamp);
  return {
    name: 'timestamp',
    corpus: [{ name: 'token', octets: token }],
    mutations: derMutations,
    async run(input): Promise<Outcome> {
      // Each reads octets that come over the network; whatever is no coded error ends the run.
      refusal(() => codesOf(readCms(input)));
      refusal(() => codesOf(readTimeStampResponse(input, { imprint, nonce: Buffer.alloc(8) })));
      const { stamp, findings } = inspectTimeStamp(input, imprint, trust, { at: vectorTime });
      const codes = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      return { verdict: codes.length === 0 ? 'accepted' : 'refused', codes, detail: stamp };
    },
    oracle: async (_input, { verdict, detail }) => {
      if (verdict === 'refused') return undefined;
      // What nobody signed may differ (RFC 5652, unsigned attributes), what the token says may not.
      return said(detail as TimeStamp | undefined) === genuine ? undefined : 'a stamp that nobody made';
    },
  };
}

export async function revocationTarget(): Promise<FuzzTarget> {
  const { pki, root, authority } = await authorities();
  const [good, bad] = [pki.rsa, pki.other].map(({ certificates: [der] }) =>
    parseCertificate(der ?? Buffer.alloc(0)),
  );
  const issuer = parseCertificate(pki.root);
  if (!good || !bad) throw new Error('no certificates');
  authority.revoked.set(bad.serialNumber, vectorTime);
  const crl = await issueCrl(
    { certificate: root.root, key: root.rootKey },
    {
      number: 7,
      thisUpdate: vectorTime,
      nextUpdate,
      revoked: [{ serialNumber: bad.serialNumber, revokedAt: vectorTime, reason: 'keyCompromise' }],
    },
  );
  const answers = [await authority.revocation(good, issuer), await authority.revocation(bad, issuer)];
  const corpus = [
    crl,
    ...answers.flatMap(({ ocsps }) => ocsps),
    writeOcspRequest(good.certificate, pki.root),
  ];
  const ask = (input: Buffer) => {
    const data = { crls: [input], ocsps: [input] };
    return [good, bad].map((certificate) => revocationAnswers(certificate, issuer, data, vectorTime));
  };
  const said = ({
    status,
    revokedAt,
    reason,
    source,
    thisUpdate,
    nextUpdate: next,
    producedAt,
  }: RevocationAnswer) => JSON.stringify([status, revokedAt, reason, source, thisUpdate, next, producedAt]);
  const all = (input: Buffer) =>
    ask(input).flatMap((one, index) => one.answers.map((answer) => `${index} ${said(answer)}`));
  const genuine = new Set(corpus.flatMap(all));
  return {
    name: 'revocation',
    corpus: corpus.map((octets, index) => ({ name: String(index), octets })),
    mutations: derMutations,
    async run(input): Promise<Outcome> {
      for (const read of [readCrl, readOcspResponse, readOcspRequest]) refusal(() => codesOf(read(input)));
      const found = ask(input);
      const codes = found.flatMap(({ findings }) => findings.map(({ code }) => code));
      const detail = all(input);
      return { verdict: detail.length > 0 ? 'accepted' : 'refused', codes, detail };
    },
    async oracle(_input, { detail }) {
      const forged = (detail as readonly string[]).find((answer) => !genuine.has(answer));
      return forged === undefined ? undefined : `an answer that nobody gave: ${forged}`;
    },
  };
}

/** For readers that throw their codes. */
function codesOf(_read: unknown): string[] {
  return [];
}
