/** Which request of the door is which method of the desk. */
import type { IncomingMessage } from 'node:http';
import type { Desk } from '../agent/index.js';
import { bounded, readWhole } from './body.js';
import { limits } from './limits.js';
import { paths } from './paths.js';
import {
  acknowledgeRequest,
  archiveRequest,
  discardRequest,
  parseRequest,
  pingRequest,
  recallRequest,
  removeArchivedRequest,
  replayRequest,
  resendRequest,
  sealContainerRequest,
  sendRequest,
  stepRequest,
  upgradeRequest,
} from './requests.js';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** HTTP status of success. */
  readonly status: 200 | 201 | 202;
  handle(desk: Desk, request: IncomingMessage): Promise<object>;
}

/** The body, which stays open when its reader stops early, so that the refusal can still be told. */
const bodyOf = (request: IncomingMessage): AsyncIterable<Uint8Array> =>
  request.iterator({ destroyOnReturn: false });

const json = (request: IncomingMessage) => readWhole(bodyOf(request), limits.requestBytes);

export const routes: Readonly<Record<string, Route>> = {
  [paths.contents]: {
    method: 'PUT',
    status: 201,
    handle: (desk, request) => desk.putContent(bounded(bodyOf(request), limits.contentBytes)),
  },
  [paths.checks]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) => desk.check(parseRequest(sendRequest, await json(request))),
  },
  [paths.packets]: {
    method: 'POST',
    status: 202,
    handle: async (desk, request) => desk.send(parseRequest(sendRequest, await json(request))),
  },
  [paths.steps]: {
    method: 'POST',
    status: 202,
    handle: async (desk, request) => desk.step(parseRequest(stepRequest, await json(request))),
  },
  [paths.recalls]: {
    method: 'POST',
    status: 202,
    handle: async (desk, request) => desk.recall(parseRequest(recallRequest, await json(request))),
  },
  [paths.resends]: {
    method: 'POST',
    status: 202,
    handle: async (desk, request) => desk.resend(parseRequest(resendRequest, await json(request))),
  },
  [paths.evidence]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) => desk.upgradeEvidence(parseRequest(upgradeRequest, await json(request))),
  },
  [paths.acknowledgements]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) =>
      desk.acknowledgeEvidence(parseRequest(acknowledgeRequest, await json(request))),
  },
  [paths.containers]: {
    method: 'POST',
    status: 201,
    handle: async (desk, request) =>
      desk.sealContainer(parseRequest(sealContainerRequest, await json(request))),
  },
  [paths.archive]: {
    method: 'POST',
    status: 201,
    handle: async (desk, request) => desk.archive(parseRequest(archiveRequest, await json(request))),
  },
  [paths.archiveRemovals]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) =>
      desk.removeArchived(parseRequest(removeArchivedRequest, await json(request))),
  },
  [paths.pings]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) => desk.ping(parseRequest(pingRequest, await json(request))),
  },
  [paths.replays]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) => desk.replay(parseRequest(replayRequest, await json(request))),
  },
  [paths.discards]: {
    method: 'POST',
    status: 200,
    handle: async (desk, request) => desk.discard(parseRequest(discardRequest, await json(request))),
  },
  [paths.status]: {
    method: 'GET',
    status: 200,
    handle: (desk) => desk.status(),
  },
};
