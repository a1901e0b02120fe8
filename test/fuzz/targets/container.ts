/**
 * Evidence containers from strangers: archives that say different things to different readers, and files in them that nobody
 * sealed. A container that passes has just the files that its seal names, with the octets that were sealed, for whatever
 * reads it.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestFile } from '../../../scripts/container-vectors/signature.js';
import { openContainer } from '../../../src/container/index.js';
import { EdocError, errorTable } from '../../../src/errors.js';
import { type ExaminedContainer, examineContainer, isValidContainer } from '../../../src/evidence/index.js';
import { inspectContainerEvidence, type Trust } from '../../../src/signing/index.js';
import { octetMutations } from '../mutate-octets.js';
import type { FuzzTarget, Outcome, Sample } from '../target.js';
import { entryMutations } from '../zip/mutate-entries.js';
import { fieldMutations } from '../zip/mutate-fields.js';
import { directoryView, streamView, type View } from '../zip/views.js';
import { samplesOf, vectorTime, vectorTrust } from './vectors.js';

const signatureName = 'META-INF/signatures001.xml';
const manifestName = 'META-INF/manifest.xml';
const mimetype = 'application/vnd.etsi.asic-e+zip';
/** Those of containers are somewhat larger than those of packets. */
const mostSampleOctets = 50_000;

/** What somebody sealed. */
interface Sealed {
  /** SHA-256 in hexadecimal by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: string;
  /** Times for which it was proven, in any container that has it. */
  readonly times: Set<number>;
}

export async function containerTarget(): Promise<FuzzTarget> {
  const trust = vectorTrust();
  const samples = samplesOf('container', 'input.asice', mostSampleOctets);
  const genuine = await sealedIn(samples, trust);
  const opened: Sample[] = [];
  for (const sample of samples) if ((await examined(sample.octets, trust)).detail) opened.push(sample);
  return {
    name: 'container',
    // What is refused as an archive is not looked into: the others get changed most.
    corpus: [...opened, ...opened, ...opened, ...samples],
    mutations: [...entryMutations, ...entryMutations, ...fieldMutations, ...octetMutations],
    run: (input) => examined(input, trust),
    async oracle(input, { verdict, codes, detail }) {
      const unknown = codes.find((code) => !(code in errorTable));
      if (unknown !== undefined) return `the code ${unknown} is in no table`;
      if (verdict === 'refused') return codes.length > 0 ? undefined : 'neither refused nor accepted';
      return falseIn(await viewsOf(input), detail as ExaminedContainer, genuine);
    },
  };
}

/** On disk, for that is where containers are read from. */
async function examined(input: Buffer, trust: Trust): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'edoc-fuzz-'));
  try {
    const path = join(folder, 'input.asice');
    writeFileSync(path, input);
    const container = await openContainer(path);
    try {
      const options = { trust, at: vectorTime, secondOpinion: false };
      const detail = await examineContainer('input', container.entries, options);
      const findings = [...detail.findings, ...detail.files.flatMap((file) => file.findings)];
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      // Each once: how many there are of one says nothing new.
      const codes = [...new Set(errors)];
      return { verdict: isValidContainer(detail) ? 'accepted' : 'refused', codes, detail };
    } finally {
      await container.close();
    }
  } catch (error) {
    if (!(error instanceof EdocError)) throw error;
    return { verdict: 'refused', codes: error.findings.map(({ code }) => code) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function viewsOf(input: Buffer): Promise<[View, View] | undefined> {
  try {
    return [directoryView(input), await streamView(input)];
  } catch {
    return undefined;
  }
}

/** What is wrong with a container that passed; undefined where nothing is. */
function falseIn(
  views: [View, View] | undefined,
  { entries, level, provenAt }: ExaminedContainer,
  genuine: ReadonlyMap<string, Sealed>,
): string | undefined {
  if (!views) return 'accepted, and another reader cannot read it';
  for (const view of views) {
    const sealed = genuine.get(sha256(sealedFormOf(view.get(signatureName))));
    if (!sealed) return 'accepted, and sealed by nobody';
    const { [signatureName]: _seal, mimetype: type, [manifestName]: manifest, ...files } = digestsOf(view);
    if (type !== sha256(mimetype)) return 'accepted with another mimetype';
    if (manifest !== sealed.manifest) return 'accepted with another manifest';
    if (!same(files, Object.fromEntries(sealed.files)))
      return 'accepted, and a file is not the one that was sealed';
    if (provenAt && !sealed.times.has(provenAt.getTime())) return `proven at ${provenAt.toISOString()}`;
    const told = Object.fromEntries(entries.map((entry) => [entry.name, entry.sha256]));
    if (!same({ ...told, mimetype: type }, digestsOf(view)))
      return 'it was told of other files than another reader sees';
    const signed = entries.filter((entry) => entry.signed).map(({ name }) => name);
    if (!same([...signed].sort(), Object.keys(files).sort()))
      return 'it was told that other files are signed';
  }
  return level !== 'B' && !provenAt ? `level ${level} without a proven time` : undefined;
}

/** The seals of the samples that hold, without what stands around them, and the files that they name. */
async function sealedIn(corpus: readonly Sample[], trust: Trust): Promise<Map<string, Sealed>> {
  const genuine = new Map<string, Sealed>();
  for (const { octets } of corpus) {
    const views = await viewsOf(octets);
    const view = views?.[0];
    const signature = view?.get(signatureName);
    if (!view || !signature) continue;
    const read = (name: string) => [view.get(name) ?? Buffer.alloc(0)];
    const options = { at: vectorTime, revocation: 'soft', read } as const;
    const { signed, provenAt } = await inspectContainerEvidence(signature, trust, options);
    if (!signed) continue;
    const text = sealedFormOf(signature);
    const key = sha256(text);
    const known = genuine.get(key) ?? { ...namedIn(text), times: new Set() };
    if (provenAt) known.times.add(provenAt.getTime());
    genuine.set(key, known);
  }
  return genuine;
}

function sealedFormOf(signature: Buffer | undefined): string {
  return (signature?.toString('latin1') ?? '').replace(
    /<xades:UnsignedProperties>.*<\/xades:UnsignedProperties>/s,
    '',
  );
}

/** The files that a signature names, and the manifest that follows from it. */
function namedIn(signature: string): Omit<Sealed, 'times'> {
  const references = signature.matchAll(
    /<ds:Reference Id="[^"]*" URI="([^"]*)">.*?<ds:DigestValue>([^<]*)</gs,
  );
  const types = [...signature.matchAll(/<xades:MimeType>([^<]*)</g)].map(([, type = '']) => type);
  const named = [...references].map(([, uri = '', digest = ''], index) => ({
    name: decodeURIComponent(uri),
    type: types[index] ?? '',
    digest: Buffer.from(digest, 'base64').toString('hex'),
  }));
  const listed = named.map(({ name, type }) => ({
    ...{ name: name.replaceAll('&', '&amp;'), type },
    content: Buffer.alloc(0),
  }));
  return {
    files: new Map(named.map(({ name, digest }) => [name, digest])),
    manifest: sha256(manifestFile(listed)),
  };
}

function digestsOf(view: View): Record<string, string> {
  return Object.fromEntries([...view].map(([name, content]) => [name, sha256(content)]));
}

function same(one: object, other: object): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
