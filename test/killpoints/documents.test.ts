import { sampleFlows } from './flow-sample.js';
import { documentFlows } from './flows/documents.js';

describe('a node that dies over a document', () => {
  sampleFlows(documentFlows);
});
