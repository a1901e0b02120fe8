/** The document security store of a PDF (ETSI EN 319 142-1, 5.4.2) before and after an update: it has validation data and nothing else. */
import type { PdfObject } from './object.js';
import type { PdfRevision } from './revision.js';
import { isValidationData } from './stamp-field.js';
import { hasOnly, isName, type PdfMap, type PdfTerm } from './term.js';
import { unpacked } from './unpack.js';

export interface Versions {
  readonly before: PdfRevision;
  /** Of the update. */
  readonly objects: ReadonlyMap<number, PdfObject>;
  /** Called for each object of the update that is part of the store. */
  readonly explain: (number: number) => void;
}

/** What it had may go, what it has is validation data. */
export async function isStoreKept(
  one: PdfTerm | undefined,
  other: PdfTerm | undefined,
  versions: Versions,
): Promise<boolean> {
  if (other === undefined) return one === undefined;
  const known = new Known();
  if (one !== undefined && !(await isStore(one, (term) => wasThere(term, known, versions)))) return false;
  return isStore(other, (term) => isThere(term, known, versions));
}

/** A part of the store as it was: dictionaries and streams are noted, as what may be referred to again. */
async function wasThere(term: PdfTerm, known: Known, { before }: Versions): Promise<PdfTerm | undefined> {
  if (term.kind !== 'reference') return term;
  if (known.streams.has(term.number)) return streamTerm;
  const object = await before.object(term.number);
  if (!object) return undefined;
  if (object.stream) known.streams.add(term.number);
  else if (object.term.kind === 'dictionary') known.dictionaries.add(term.number);
  return object.stream ? streamTerm : object.term;
}

/** A part of the store as it is: new, or a dictionary of the store written anew, or as it was. */
async function isThere(
  term: PdfTerm,
  known: Known,
  { before, objects, explain }: Versions,
): Promise<PdfTerm | undefined> {
  if (term.kind !== 'reference') return term;
  if (known.added.has(term.number)) return streamTerm;
  const object = objects.get(term.number);
  if (!object) {
    if (known.streams.has(term.number)) return streamTerm;
    return before.resolve(term);
  }
  const isNew = await before.isFree(term.number);
  const isKnown = known.dictionaries.has(term.number) && object.term.kind === 'dictionary' && !object.stream;
  if (!isNew && !isKnown) return undefined;
  explain(term.number);
  if (!object.stream) return object.term;
  if (object.term.kind !== 'dictionary' || !hasOnly(object.term, ['Length', 'Filter'])) return undefined;
  const data = unpacked(object);
  if (!data || !before.charge(data.length) || !isValidationData(data)) return undefined;
  known.added.add(term.number);
  return streamTerm;
}

/** What a term of the store stands for; undefined where it must not stand there. Streams are {@link streamTerm}. */
type Follow = (term: PdfTerm) => Promise<PdfTerm | undefined>;

/** Parts of the store that were looked at. */
class Known {
  /** As it was. */
  readonly streams = new Set<number>();
  readonly dictionaries = new Set<number>();
  /** Streams of the update. */
  readonly added = new Set<number>();
}

const noEntries: PdfMap = { kind: 'dictionary', entries: new Map() };
/** Stands for any stream of the store. */
const streamTerm: PdfTerm = { kind: 'word', text: 'stream' };

async function isStore(term: PdfTerm, follow: Follow): Promise<boolean> {
  const store = await follow(term);
  if (store?.kind !== 'dictionary' || !hasOnly(store, ['Type', 'Certs', 'CRLs', 'OCSPs', 'VRI']))
    return false;
  if (store.entries.has('Type') && !isName(store.entries.get('Type'), 'DSS')) return false;
  for (const key of ['Certs', 'CRLs', 'OCSPs']) {
    if (!(await isListOfStreams(store.entries.get(key), follow))) return false;
  }
  const vri = store.entries.get('VRI');
  const related = vri === undefined ? noEntries : await follow(vri);
  if (related?.kind !== 'dictionary') return false;
  for (const [key, entry] of related.entries) {
    if (key === 'Type' ? !isName(entry, 'VRI') : !(await isRelated(key, entry, follow))) return false;
  }
  return true;
}

async function isListOfStreams(term: PdfTerm | undefined, follow: Follow): Promise<boolean> {
  if (term === undefined) return true;
  const list = await follow(term);
  if (list?.kind !== 'array') return false;
  for (const item of list.items) if ((await follow(item)) !== streamTerm) return false;
  return true;
}

/** Signature VRI dictionary, under the SHA-1 of a signature in hexadecimal. */
async function isRelated(key: string, term: PdfTerm, follow: Follow): Promise<boolean> {
  const related = await follow(term);
  if (!/^[0-9A-Fa-f]{40}$/.test(key) || related?.kind !== 'dictionary') return false;
  const { entries } = related;
  if (!hasOnly(related, ['Type', 'Cert', 'CRL', 'OCSP', 'TU', 'TS'])) return false;
  if (entries.has('Type') && !isName(entries.get('Type'), 'VRI')) return false;
  const [time, stamp] = [entries.get('TU'), entries.get('TS')];
  if (time !== undefined && time.kind !== 'string') return false;
  if (stamp !== undefined && (await follow(stamp)) !== streamTerm) return false;
  for (const list of ['Cert', 'CRL', 'OCSP']) {
    if (!(await isListOfStreams(entries.get(list), follow))) return false;
  }
  return true;
}
