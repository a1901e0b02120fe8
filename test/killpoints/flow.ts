/** What a flow is, and what it is given to work with. */
import type { InboundMessage } from '../../src/agent/index.js';
import type { Office } from '../e2e/support/office.js';
import type { NodeOptions, TestNode } from '../support/node.js';
import type { Dying } from './dying.js';
import type { Point } from './points.js';

/** One life of the node that dies, with the one that does not. */
export interface Scene {
  readonly office: Office;
  /** The other node, in good health over all lives. */
  readonly other: TestNode;
  /** What came to the other node, each as often as it came. */
  readonly came: readonly InboundMessage[];
  /** The node that will die, in good health, for what has to be there before. */
  inHealth<Result>(use: (node: TestNode) => Promise<Result>): Promise<Result>;
  /** Stops that node, so that another one can be started in its place. */
  ended(): Promise<void>;
}

export interface Flow {
  readonly name: string;
  /** The agency whose node dies. The other node is G22's or H41's, whichever is left. */
  readonly dies: 'G22' | 'H41';
  /** What a run without death passes among others, so that no flow does nothing. */
  readonly least: readonly Point[];
  /** From this point on what was promised has to be there, and before it must not. */
  readonly promise?: `after ${string}`;
  /** For the other node, which lives through all runs of the flow. */
  readonly other?: () => NodeOptions;
  /** For the node that dies, as long as it lives; only one inside the test's process can have any. */
  readonly dying?: NodeOptions;
  /** The node that dies is started for it, and may die as it starts; else it is one that has lived before. */
  readonly fromStart?: true;
  /** How often both nodes wait for what may still come, where a flow is about what does not. */
  readonly patience?: number;
  /** Clears away what it keeps between runs. */
  readonly end?: () => Promise<void>;
  /** Opens a run: what has to be there before, and what has to happen and to be asserted. */
  begin(scene: Scene): Promise<Run>;
}

export interface Run {
  /** Resolves at the end of the flow; where the node dies it is given up. */
  act(dying: Dying): Promise<unknown>;
  /**
   * Ends in the exact outcome.
   * @param promised true where {@link Flow.promise} was passed; undefined where the death came while it was being written
   */
  settle(restarted: TestNode, promised: boolean | undefined): Promise<void>;
}
