import { sampleFlows } from './flow-sample.js';
import { recoveryFlows } from './flows/recovery.js';
import { statusFlows } from './flows/statuses.js';

describe('a node that dies over a status, a recall, or after a restore', () => {
  sampleFlows([...statusFlows, ...recoveryFlows]);
});
