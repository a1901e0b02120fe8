/** The searches: quick ones for every run of the tests, deep ones for the night, and for each faulty node one that finds it out. */
import { type Fault, nothing, type Setting } from './setting.js';

const one = { B: 'b' } as const;
const two = { B: 'b', C: 'c' } as const;
const twoAtOneNode = { B: 'b', C: 'b' } as const;

/** Each some thousands of states, some tens of thousands at most. */
export const quick: readonly Setting[] = [
  {
    name: 'one document',
    recipients: one,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, crash: 2, lose: 1, duplicate: 1, earlyRetry: 1, refuse: 1 },
  },
  {
    name: 'one document that may expire or be returned',
    recipients: one,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, crash: 1, lose: 1, duplicate: 1, expire: 1, unroutable: 1, refuse: 1 },
  },
  {
    name: 'what the recipient does with it',
    recipients: one,
    businessDocType: 0,
    codes: ['02', '03', '06'],
    budget: { ...nothing, lose: 1, steps: 2 },
  },
  {
    name: 'a recall against all that crosses it',
    recipients: one,
    businessDocType: 0,
    codes: ['02', '15', '16'],
    budget: { ...nothing, crash: 1, recalls: 1, steps: 1 },
  },
  {
    name: 'a recall that is asked for twice',
    recipients: one,
    businessDocType: 0,
    codes: ['15', '16'],
    budget: { ...nothing, recalls: 2, steps: 2 },
  },
  {
    name: 'a recall of what asks to change an earlier document',
    recipients: one,
    businessDocType: 2,
    codes: ['02', '15', '16'],
    budget: { ...nothing, recalls: 1, steps: 2 },
  },
  {
    name: 'two recipients, each of whom may be asked',
    recipients: two,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, recalls: 1 },
  },
  {
    name: 'two agencies of one node',
    recipients: twoAtOneNode,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, crash: 1, recalls: 1 },
  },
];

/** Minutes, and a gigabyte or two: more of each fault at once. */
export const deep: readonly Setting[] = [
  {
    name: 'one document, much going wrong',
    recipients: one,
    businessDocType: 0,
    codes: [],
    budget: {
      ...nothing,
      crash: 3,
      lose: 2,
      duplicate: 2,
      earlyRetry: 1,
      expire: 1,
      unroutable: 1,
      refuse: 2,
    },
  },
  {
    name: 'every code of the recipient',
    recipients: one,
    businessDocType: 0,
    codes: ['02', '03', '04', '05', '06'],
    budget: { ...nothing, crash: 1, lose: 1, duplicate: 1, steps: 2 },
  },
  {
    name: 'a recall against a deadline, a refusal and a crash',
    recipients: one,
    businessDocType: 0,
    codes: ['02', '15', '16'],
    budget: { ...nothing, crash: 1, expire: 1, refuse: 1, recalls: 1, steps: 1 },
  },
  {
    name: 'two recalls, with answers to both',
    recipients: one,
    businessDocType: 0,
    codes: ['03', '15', '16'],
    budget: { ...nothing, duplicate: 1, recalls: 2, steps: 2 },
  },
  {
    name: 'a recall of what asks to change an earlier document, with a deadline',
    recipients: one,
    businessDocType: 1,
    codes: ['02', '15', '16'],
    budget: { ...nothing, expire: 1, recalls: 1, steps: 2 },
  },
  {
    name: 'two recipients, one of whom refuses',
    recipients: two,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, crash: 1, refuse: 1, recalls: 1 },
  },
  {
    name: 'two agencies of one node, with loss',
    recipients: twoAtOneNode,
    businessDocType: 0,
    codes: [],
    budget: { ...nothing, crash: 1, lose: 1, recalls: 1 },
  },
];

const plain = { recipients: one, businessDocType: 0, codes: [], budget: nothing } as const;

/** Acknowledging early shows nowhere by itself. */
export const early = { ...plain, budget: { ...nothing, crash: 1 } };

/** For each other fault a setting in which it shows. The same without the fault has to be right. */
export const showing: Readonly<
  Record<Exclude<Fault, 'acknowledges before it has stored'>, Omit<Setting, 'name' | 'faults'>>
> = {
  'tells the clerk before it has stored': { ...plain, budget: { ...nothing, crash: 1 } },
  'answers before it has stored': plain,
  'does not keep the receipt': { ...plain, budget: { ...nothing, duplicate: 1 } },
  'does not know what it took before': { ...plain, budget: { ...nothing, crash: 1 } },
  'does not look again before it refuses': {
    ...plain,
    budget: { ...nothing, duplicate: 1, refuse: 1 },
  },
  'does not publish again': { ...plain, budget: { ...nothing, lose: 1 } },
  'takes the confirm for a receipt': plain,
  'lets a late status go back': {
    ...plain,
    codes: ['03', '06'],
    budget: { ...nothing, expire: 1, steps: 2 },
  },
  'drops a recall that overtook its document': { ...plain, budget: { ...nothing, recalls: 1 } },
  'shows a recall without its document': { ...plain, budget: { ...nothing, recalls: 1 } },
  'withdraws what it has handed out': { ...plain, budget: { ...nothing, recalls: 1 } },
  'forgets at start what may be published': { ...plain, budget: { ...nothing, crash: 1, recalls: 1 } },
  'withdraws from one agency of a node': {
    ...plain,
    recipients: twoAtOneNode,
    budget: { ...nothing, recalls: 1 },
  },
  'lets answers wait for what was given up': {
    ...plain,
    businessDocType: 2,
    codes: ['15', '16'],
    budget: { ...nothing, expire: 1, recalls: 1, steps: 2 },
  },
  'sends answers in any order': {
    ...plain,
    businessDocType: 2,
    codes: ['15', '16'],
    budget: { ...nothing, recalls: 1, steps: 2 },
  },
};
