import { sampleFlows } from './flow-sample.js';
import { archiveFlows } from './flows/archive.js';
import { recoveryFlows } from './flows/recovery.js';
import { statusFlows } from './flows/statuses.js';

describe('a node that dies over a status, a recall, after a restore, or over the archive', () => {
  sampleFlows([...statusFlows, ...recoveryFlows, ...archiveFlows]);
});
