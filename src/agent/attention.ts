/** What the status says of deliveries and work that people should look at. */
import type { Finding } from '../errors.js';
import type { AgentContext } from './context.js';
import type { AgentStatus, WorkStatus } from './desk.js';
import { stuckCodes } from './work-watch.js';

/** What was given up, or did not arrive, is told for so long. */
const toldForMs = 7 * 24 * 3_600_000;
const mostStatuses = 10;

export function stuckFinding({ state, count, ageSeconds = 0 }: WorkStatus): Finding {
  const minutes = Math.floor(ageSeconds / 60);
  return { code: stuckCodes[state], severity: 'warning', detail: { count, minutes } };
}

/** Adds a finding for each kind of which there is something. */
export async function attentionStatus(
  { store }: AgentContext,
  now: Date,
  findings: Finding[],
): Promise<AgentStatus['attention']> {
  const since = new Date(now.getTime() - toldForMs);
  const { unanswered, expired, undeliveredStatuses: lost } = await store.attention.since(since);
  const statuses =
    lost === 0 ? [] : await store.attention.undeliveredStatuses({ since, limit: mostStatuses });
  const warn = (code: Finding['code'], detail: NonNullable<Finding['detail']>) =>
    findings.push({ code, severity: 'warning', detail });
  const { first } = unanswered;
  if (first) {
    const { recipient, deadlineAt } = first;
    warn('attention.unanswered', {
      count: unanswered.count,
      recipient,
      deadline: deadlineAt.toISOString(),
    });
  }
  if (expired > 0) warn('attention.given-up', { count: expired, since: since.toISOString() });
  const [last] = statuses;
  if (last) {
    const { code, recipient, concerns = '?' } = last;
    warn('attention.status', { count: lost, since: since.toISOString(), code, recipient, concerns });
  }
  return {
    unanswered: unanswered.count,
    ...(first
      ? {
          first: {
            packetId: first.packetId,
            recipient: first.recipient,
            since: first.since.toISOString(),
            deadlineAt: first.deadlineAt.toISOString(),
          },
        }
      : {}),
    givenUp: expired,
    undeliveredStatuses: statuses.map(({ packetId, concerns, code, recipient, state, at }) => ({
      packetId,
      ...(concerns === undefined ? {} : { concerns }),
      code,
      recipient,
      state,
      at: at.toISOString(),
    })),
    since: since.toISOString(),
  };
}
