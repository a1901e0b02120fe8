/** Time stamps (RFC 3161, RFC 5816). `spec/timestamps.md` is the rule. */
export { inspectTimeStamp, type TimeStamp, type TimeStampOptions } from './timestamps/inspect.js';
export { issueTimeStamp, type TimeStampAuthority, type TimeStampIssueOptions } from './timestamps/issue.js';
export {
  readTimeStampRequest,
  type TimeStampQuery,
  type TimeStampRequest,
  writeTimeStampRequest,
} from './timestamps/request.js';
export {
  readTimeStampResponse,
  type TimeStampFailure,
  tstInfoOf,
  writeRejection,
} from './timestamps/response.js';
export type { TstInfo } from './timestamps/tst-info.js';
