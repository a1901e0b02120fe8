/** What the parts that keep evidence work with. Undefined in a node that has no services of an authority. */
import type { Trust } from '../../signing/index.js';
import type { EvidencePolicy, TrustServices } from './ports.js';

export interface Evidence {
  readonly services: TrustServices;
  readonly policy: EvidencePolicy;
  /** Anchors of time-stamp authorities: who may stamp need not be one who may seal. Those of seals are the node's own. */
  readonly stampTrust: Trust;
}
