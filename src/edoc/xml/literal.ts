/**
 * Walks along a text that should be in the one form (`spec/signature.md`, section 1), taking what the writer would have
 * written there and nothing else. What does not fit is not looked into: the slower way finds out what it is.
 */
import { limits } from '../limits.js';
import { attributeText, elementText } from './canonical.js';
import { isBare } from './plain.js';
import { unescaped } from './scan.js';

export class Literal {
  readonly #text: string;
  #at = 0;
  #elements = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** Passes over exactly these characters; false, and nothing is passed, where others stand there. */
  take(characters: string): boolean {
    if (!this.#text.startsWith(characters, this.#at)) return false;
    this.#at += characters.length;
    return true;
  }

  /** A start tag; false also from the limit of elements on. */
  open(tag: string): boolean {
    if (!this.take(tag)) return false;
    this.#elements += 1;
    return this.#elements <= limits.elements;
  }

  /** The value of an element's text, up to the next tag; undefined where the writer would have written it in another way. */
  text(): string | undefined {
    const end = this.#text.indexOf('<', this.#at);
    if (end === -1) return undefined;
    const written = this.#text.slice(this.#at, end);
    this.#at = end;
    if (written.length > limits.textCharacters) return undefined;
    if (isBare(written)) return written;
    const value = unescaped(written);
    return elementText(value) === written ? value : undefined;
  }

  /** The same of an attribute, up to the quotation mark that ends it. */
  attribute(): string | undefined {
    const end = this.#text.indexOf('"', this.#at);
    if (end === -1) return undefined;
    const written = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    const value = unescaped(written);
    return attributeText(value) === written ? value : undefined;
  }
}
