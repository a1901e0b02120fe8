/**
 * Whether an update of a PDF adds nothing but what is needed to go on verifying it (ETSI EN 319 142-1, 5.4 and 6): time stamps over the
 * document in fields that show nothing, and the DSS with certificates, revocation lists and OCSP answers. Everything is refused that
 * is not known to be so. `spec/pdf-signatures.md`, section 2, is the rule.
 */
import type { PdfObject } from './object.js';
import type { PdfRevision } from './revision.js';
import { isStoreKept } from './security-store.js';
import { appearanceOf, isEmptyForm, isStampField, isStampValue } from './stamp-field.js';
import { hasOnly, isName, isSame, isSameBut, type PdfMap, type PdfTerm } from './term.js';
import type { PdfUpdate } from './update.js';

/** @param before the version that the update was made to */
export async function addsOnlyValidationData(before: PdfRevision, update: PdfUpdate): Promise<boolean> {
  return isTrailerKept(before.trailer, update.trailer) && (await new Comparison(before, update).holds());
}

const trailerKeys = [
  ...['Size', 'Root', 'Prev', 'Info', 'ID', 'DocChecksum'],
  ...['Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms'],
];

function isTrailerKept(before: PdfMap, after: PdfMap): boolean {
  const kept = (key: string) => isSame(before.entries.get(key), after.entries.get(key));
  return (
    !before.entries.has('Encrypt') &&
    hasOnly(after, trailerKeys) &&
    kept('Root') &&
    (!after.entries.has('Info') || kept('Info'))
  );
}

/** Two versions beside each other; what was found in order is taken off the list of what is to be explained. */
class Comparison {
  readonly #before: PdfRevision;
  readonly #update: PdfUpdate;
  readonly #unexplained: Set<number>;
  /** New fields of time stamps. */
  readonly #fields = new Set<number>();

  constructor(before: PdfRevision, update: PdfUpdate) {
    this.#before = before;
    this.#update = update;
    this.#unexplained = new Set(update.objects.keys());
  }

  async holds(): Promise<boolean> {
    const root = this.#update.trailer.entries.get('Root');
    const [old, now] = [await this.#before.resolve(root), await this.#now(root)];
    if (root?.kind !== 'reference' || old?.kind !== 'dictionary' || now?.kind !== 'dictionary') return false;
    this.#unexplained.delete(root.number);
    return (
      isSameBut(old, now, ['AcroForm', 'DSS', 'Extensions', 'Version']) &&
      isPlain(now.entries.get('Extensions')) &&
      isPlain(now.entries.get('Version')) &&
      (await this.#isFormKept(old.entries.get('AcroForm'), now.entries.get('AcroForm'))) &&
      (await isStoreKept(old.entries.get('DSS'), now.entries.get('DSS'), {
        before: this.#before,
        objects: this.#update.objects,
        explain: (number) => this.#unexplained.delete(number),
      })) &&
      (await this.#isInfoKept()) &&
      (await this.#areOthersKept())
    );
  }

  async #now(term: PdfTerm | undefined): Promise<PdfTerm | undefined> {
    const own = term?.kind === 'reference' ? this.#update.objects.get(term.number) : undefined;
    return own ? own.term : this.#before.resolve(term);
  }

  /** The interactive form (ISO 32000-1, 12.7.2): the same, with fields of time stamps behind the others. */
  async #isFormKept(one: PdfTerm | undefined, other: PdfTerm | undefined): Promise<boolean> {
    const old = (await this.#before.resolve(one)) ?? noEntries;
    const now = (await this.#now(other)) ?? noEntries;
    if (old.kind !== 'dictionary' || now.kind !== 'dictionary' || (one && !other)) return false;
    this.#explain(other);
    const flags = now.entries.get('SigFlags');
    if (!isSameBut(old, now, ['Fields', 'SigFlags'])) return false;
    if (flags !== undefined && !(flags.kind === 'word' && /^[0-3]$/.test(flags.text))) return false;
    const fields = now.entries.get('Fields');
    const added = await this.#addedTo(old.entries.get('Fields'), fields);
    if (!added) return false;
    this.#explain(fields);
    for (const field of added) {
      if (field.kind !== 'reference' || !(await this.#isStamp(field.number))) return false;
      this.#fields.add(field.number);
    }
    return true;
  }

  /** The items behind those that were there; undefined where these did not stay. */
  async #addedTo(
    one: PdfTerm | undefined,
    other: PdfTerm | undefined,
  ): Promise<readonly PdfTerm[] | undefined> {
    const old = one === undefined ? noItems : await this.#before.resolve(one);
    const now = other === undefined ? noItems : await this.#now(other);
    if (old?.kind !== 'array' || now?.kind !== 'array') return undefined;
    const kept = old.items.every((item, index) => isSame(item, now.items[index]));
    return kept ? now.items.slice(old.items.length) : undefined;
  }

  /** Of an object that this update has. */
  #explain(term: PdfTerm | undefined): void {
    if (term?.kind === 'reference') this.#unexplained.delete(term.number);
  }

  /** An object of the update under a number that was free. */
  async #newObject(term: PdfTerm | undefined): Promise<PdfObject | undefined> {
    const object = term?.kind === 'reference' ? this.#update.objects.get(term.number) : undefined;
    return object && (await this.#before.isFree(object.number)) ? object : undefined;
  }

  async #isStamp(number: number): Promise<boolean> {
    const field = await this.#newObject({ kind: 'reference', number });
    if (field?.term.kind !== 'dictionary' || field.stream || !isStampField(field.term)) return false;
    this.#unexplained.delete(number);
    const value = field.term.entries.get('V');
    const stamp = await this.#newObject(value);
    if (!stamp || stamp.stream || !isStampValue(stamp.term)) return false;
    this.#explain(value);
    const appearance = appearanceOf(field.term);
    if (appearance === undefined) return true;
    const form = await this.#newObject(appearance);
    this.#explain(appearance);
    return form !== undefined && isEmptyForm(form);
  }

  /** Only what it says of the last change may be another (ISO 32000-1, 14.3.3). */
  async #isInfoKept(): Promise<boolean> {
    const info = this.#update.trailer.entries.get('Info');
    if (info?.kind !== 'reference' || !this.#unexplained.delete(info.number)) return true;
    const [old, now] = [await this.#before.resolve(info), await this.#now(info)];
    if (old?.kind !== 'dictionary' || now?.kind !== 'dictionary') return false;
    const keys = ['ModDate', 'Producer'];
    const texts = keys.map((key) => now.entries.get(key)).filter((text) => text !== undefined);
    return isSameBut(old, now, keys) && texts.every(({ kind }) => kind === 'string');
  }

  /** What is left are pages, and lists of their annotations, that have the fields of the time stamps besides. */
  async #areOthersKept(): Promise<boolean> {
    for (const number of [...this.#unexplained]) {
      const reference: PdfTerm = { kind: 'reference', number };
      const [old, now] = [await this.#before.resolve(reference), this.#update.objects.get(number)];
      if (!old || !now || now.stream) return false;
      if (old.kind === 'dictionary' && now.term.kind === 'dictionary') {
        if (!(await this.#isPageKept(old, now.term))) return false;
      } else if (!(await this.#hasOnlyFieldsMore(reference, reference))) return false;
      this.#unexplained.delete(number);
    }
    return true;
  }

  async #isPageKept(old: PdfMap, now: PdfMap): Promise<boolean> {
    if (!isName(old.entries.get('Type'), 'Page') || !isSameBut(old, now, ['Annots'])) return false;
    return this.#hasOnlyFieldsMore(old.entries.get('Annots'), now.entries.get('Annots'));
  }

  async #hasOnlyFieldsMore(one: PdfTerm | undefined, other: PdfTerm | undefined): Promise<boolean> {
    const added = await this.#addedTo(one, other);
    return added?.every((item) => item.kind === 'reference' && this.#fields.has(item.number)) ?? false;
  }
}

const noEntries: PdfMap = { kind: 'dictionary', entries: new Map() };
const noItems: PdfTerm = { kind: 'array', items: [] };

/** Names, numbers and dictionaries of these: it leads nowhere. */
function isPlain(term: PdfTerm | undefined): boolean {
  if (term?.kind === 'dictionary') return [...term.entries.values()].every(isPlain);
  return term === undefined || term.kind === 'name' || term.kind === 'word' || term.kind === 'string';
}
