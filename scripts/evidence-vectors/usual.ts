/** The usual evidence, from which the cases differ in one thing each. */
import { forge } from '../signature-vectors/forge.js';
import type { Identity } from '../signature-vectors/pki.js';
import { type CrlForgery, forgeCrl, forgeOcsp, type OcspForgery } from './answers.js';
import type { Authorities } from './authorities.js';
import { answerEnd, answerTime, stampTime } from './case.js';
import { Evidence } from './evidence.js';
import type { TokenForgery } from './token.js';

export type StampChange = Partial<TokenForgery>;

export class Usual {
  readonly all: Authorities;

  constructor(all: Authorities) {
    this.all = all;
  }

  /** Level B. */
  sealed(by: Identity = this.all.seals.rsa, kind: 'packet' | 'receipt' = 'packet', signingTime?: string) {
    return new Evidence(forge({ by, kind, ...(signingTime ? { signingTime } : {}) }));
  }

  /** Level T. */
  stamped(change: StampChange = {}, sealed: Evidence = this.sealed()): Evidence {
    return sealed.stamp({ by: this.all.tsa, time: stampTime, ...change });
  }

  /** Level LT: OCSP answers on both certificates. */
  answered(
    {
      stamp,
      seal,
      tsa,
    }: { stamp?: StampChange; seal?: Partial<OcspForgery>; tsa?: Partial<OcspForgery> } = {},
    sealed?: Evidence,
  ): Evidence {
    return this.stamped(stamp, sealed)
      .answers({ ocsps: [this.ocsp(seal)] })
      .data({ ocsps: [this.ocsp({ about: leaf(stamp?.by ?? this.all.tsa), ...tsa })] });
  }

  /** Level LTA. */
  archived(change: StampChange = {}, evidence: Evidence = this.answered()): Evidence {
    return evidence.archive({ by: this.all.tsa, time: answerTime, ...change });
  }

  /** A response on the seal's certificate by the responder of the root. */
  ocsp(change: Partial<OcspForgery> = {}): Buffer {
    const { responder, seals, root } = this.all;
    return forgeOcsp({
      by: responder,
      about: leaf(seals.rsa),
      issuer: root.der,
      thisUpdate: answerTime,
      nextUpdate: answerEnd,
      ...change,
    });
  }

  /** A list of the root on which nothing stands. */
  crl(change: Partial<CrlForgery> = {}): Buffer {
    return forgeCrl({ by: this.all.root, thisUpdate: answerTime, nextUpdate: answerEnd, ...change });
  }
}

/** A key's own certificate. */
export function leaf({ certificates: [own] }: Identity): Buffer {
  if (!own) throw new Error('an identity without a certificate');
  return own;
}
