/** What the clerk of a recipient may do with a received document, and where it leads (`spec/lifecycle.md`, sections 2 to 4). */
import { EdocError } from '../errors.js';
import {
  type AmendmentState,
  amendmentStep,
  type BusinessCode,
  type BusinessState,
  clerkTransitions,
  type RecallState,
  recallStep,
} from './lifecycle.js';

/** Where a received document stands. */
export interface ReceivedState {
  readonly business: BusinessState;
  readonly recall: RecallState;
  readonly amendment: AmendmentState;
}

type Answer = Pick<ReceivedState, 'amendment'> | Pick<ReceivedState, 'recall'>;

const answers = ['15', '16'] as const;

/** Every code that the clerk may set now, in order; none for a withdrawn document. */
export function clerkCodes(
  business: BusinessState,
  recall: RecallState,
  amendment: AmendmentState = 'none',
): BusinessCode[] {
  if (recall === 'agreed') return [];
  const steps = clerkTransitions[business].filter((state) => state !== 'none');
  const arrived = business !== 'none';
  return [...steps, ...answers.filter((code) => arrived && answerTo(business, recall, code, amendment))];
}

export function clerkMay(
  business: BusinessState,
  recall: RecallState,
  code: BusinessCode,
  amendment: AmendmentState = 'none',
): boolean {
  return clerkCodes(business, recall, amendment).includes(code);
}

/**
 * Takes the step.
 * @throws EdocError `status.not-allowed`, whose detail lists in `allowed` what the clerk may do instead.
 */
export function clerkStep(
  business: BusinessState,
  recall: RecallState,
  code: BusinessCode,
  amendment: AmendmentState = 'none',
): ReceivedState {
  const from = { business, recall, amendment };
  const allowed = clerkCodes(business, recall, amendment);
  if (!allowed.includes(code)) {
    throw new EdocError('status.not-allowed', {
      detail: {
        code,
        state: recall === 'agreed' ? '15' : business,
        allowed: allowed.length === 0 ? '–' : allowed.join(', '),
      },
    });
  }
  const next = clerkTransitions[business].find((state) => state === code);
  return next === undefined
    ? { ...from, ...answerTo(business, recall, code, amendment) }
    : { ...from, business: next };
}

/**
 * What a status 15 or 16 answers, at either end: the amendment as long as it is unanswered, then the recall. So the first
 * and the second answer mean the same to both ends, whatever crossed on the way. Undefined where nothing waits for one.
 */
export function answerTo(
  business: BusinessState,
  recall: RecallState,
  code: string,
  amendment: AmendmentState = 'none',
): Answer | undefined {
  // A refused document amends nothing.
  const amended = business === '02' ? 'late' : amendmentStep(amendment, code);
  if (amended !== 'late') return { amendment: amended.next };
  const recalled = code === '13' ? 'late' : recallStep(recall, code);
  return recalled === 'late' ? undefined : { recall: recalled.next };
}
