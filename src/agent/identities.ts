/** The agencies that this node serves, each with the key that seals for it. */
import { type OrganId, parseOrganId } from '../edoc/index.js';
import { EdocError } from '../errors.js';
import type { Signer } from '../signing/index.js';

export interface Identity {
  readonly code: OrganId;
  readonly signer: Signer;
  /** In a roll-over the newer one, beside the one that is being replaced. */
  readonly next?: Signer;
}

export class Identities {
  /** The first agency: it answers for the node where no other can. */
  readonly primary: Identity;
  readonly all: readonly Identity[];

  /** @throws EdocError `config.invalid` when there is none. */
  constructor(identities: readonly Identity[]) {
    const [primary] = identities;
    if (!primary) {
      throw new EdocError('config.invalid', { place: 'agencies', detail: { reason: 'no agency is served' } });
    }
    this.primary = primary;
    this.all = identities;
  }

  find(code: string): Identity | undefined {
    return this.all.find((identity) => identity.code === code);
  }

  /** The agency named, or the only one. @throws EdocError `agency.not-served`, `agency.which`. */
  choose(code: string | undefined): Identity {
    if (code === undefined) {
      if (this.all.length > 1) {
        throw new EdocError('agency.which', { detail: { agencies: this.codes() } });
      }
      return this.primary;
    }
    const identity = this.find(parseOrganId(code) ?? code);
    if (!identity)
      throw new EdocError('agency.not-served', { detail: { agency: code, agencies: this.codes() } });
    return identity;
  }

  private codes(): string {
    return this.all.map((identity) => identity.code).join(', ');
  }
}
