/** What the parts that keep evidence work with. Undefined in a node that has no services of an authority. */
import type { Trust } from '../../signing/index.js';
import type { EvidencePolicy, TrustServices } from './ports.js';

export interface Evidence {
  readonly services: TrustServices;
  readonly policy: EvidencePolicy;
  /** Anchors of seals and of time-stamp authorities. */
  readonly trust: Trust;
}
