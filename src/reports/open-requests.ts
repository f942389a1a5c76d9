import { z } from 'zod';
import { PROMISE_REACHES } from '../book/tables/codes.ts';
import { isOpenRequest, JOB_OPEN, REQUEST_OPEN } from '../book/tables/states.ts';
import { LEVEL_NAMES } from '../forecast/levels.ts';
import type { JsonChange } from '../journal/entry-changes.ts';
import type { BenchStep } from './shape.ts';

/** What is made for a request: a token by why it is asked for, or a nomade credential. */
const KINDS = ['firstIssue', 'renewal', 'replacement', 'temporary', 'nomade'] as const;
export type Kind = (typeof KINDS)[number];

/** The first date that a request was given, until it is judged: which of its days still are to be kept. */
const PromisedDate = z.object({
  mid: z.int(),
  by: z.int(),
  reach: z.enum(PROMISE_REACHES),
  left: z.array(z.enum(LEVEL_NAMES)),
  /** The share of such dates that was to be kept when it was given. */
  aim: z.object({ mid: z.number().min(0).max(1), by: z.number().min(0).max(1) }),
});
export type PromisedDate = z.infer<typeof PromisedDate>;

/** A request that has not ended, as far as the journal was read. Times are null where an earlier journal holds them. */
export const Open = z.object({
  state: z.enum(REQUEST_OPEN),
  number: z.string(),
  kind: z.enum(KINDS),
  service: z.string(),
  /** Where it is to be delivered. */
  site: z.string(),
  profile: z.string(),
  submittedAt: z.int().nullable(),
  /** When it came into the queue: approved, or to be made again. */
  queuedAt: z.int().nullable(),
  producedAt: z.int().nullable(),
  handedOverAt: z.int().nullable(),
  producerId: z.string().nullable(),
  /** The node whose bench works on it, or worked on it last. */
  bench: z.string(),
  /** How often it was made. */
  makings: z.int(),
  /** A production of it failed. */
  failed: z.boolean(),
  /** What was confirmed: above 0 it goes before others. */
  priority: z.int(),
  promised: PromisedDate.nullable(),
  /** The last day of the date that it was told last, while it is to be made. */
  due: z.int().nullable(),
  /** The last step of its job, and when it was taken; null while nobody makes it. */
  job: z.object({ id: z.string(), state: z.enum(JOB_OPEN), at: z.int() }).nullable(),
});
export type Open = z.infer<typeof Open>;
/** The requests that were open at a moment, by id: where a later report may begin to read. */
export type OpenRequests = ReadonlyMap<string, Open>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const UNKNOWN: Omit<Open, 'state'> = {
  number: '',
  kind: 'firstIssue',
  service: '',
  site: '',
  profile: '',
  submittedAt: null,
  queuedAt: null,
  producedAt: null,
  handedOverAt: null,
  producerId: null,
  bench: '',
  makings: 0,
  failed: false,
  priority: 0,
  promised: null,
  due: null,
  job: null,
};
/** The step of a bench that each state of a job ends. */
const ENDS_STEP: Readonly<Record<string, BenchStep>> = {
  certifying: 'keyed',
  certified: 'certified',
  sealed: 'sealed',
};
const openJob = z.enum(JOB_OPEN).safeParse;

/** A step of a token at its bench that ended, and how long it took, ms. */
export interface StepTaken {
  step: BenchStep;
  ms: number;
}

function kindOf(kind: unknown, reason: unknown): Kind {
  if (kind === 'nomade' || kind === 'renewal') return kind;
  if (kind !== 'replacement') return 'firstIssue';
  return reason === 'forgotten' ? 'temporary' : 'replacement';
}

/** What a request was before a step of its own, and what it is after it: undefined once it has ended. */
export interface Moved {
  before: Open | undefined;
  from: string | undefined;
  to: string;
  after: Open | undefined;
  /** What is known of it, ended or not. */
  known: Omit<Open, 'state'>;
}

/** What a step sets beside the state. */
function stamped(known: Omit<Open, 'state'>, from: string | undefined, to: string, at: number): Omit<Open, 'state'> {
  if (to === 'approved') return from === 'in_production' ? known : { ...known, queuedAt: at };
  if (to === 'produced') return { ...known, producedAt: at, makings: known.makings + 1 };
  return to === 'handed_over' ? { ...known, handedOverAt: at } : known;
}

/** Follows open requests through the journal, change by change. */
export function followRequests(before: OpenRequests) {
  const open = new Map(before);
  /** Whose each open job is: not every entry about it names its request. */
  const jobs = new Map([...before].flatMap(([id, { job }]) => (job ? [[job.id, id] as const] : [])));

  const submit = (id: string, row: Readonly<Record<string, unknown>>, at: number): Moved => {
    const known = {
      ...UNKNOWN,
      number: textOf(row['number']),
      kind: kindOf(row['kind'], row['reason']),
      service: textOf(row['service']),
      site: textOf(row['deliverySite']),
      profile: textOf(row['profile']),
      submittedAt: at,
      priority: Number(row['confirmedPriority'] ?? 0),
    };
    const after: Open = { ...known, state: 'submitted' };
    open.set(id, after);
    return { before: undefined, from: undefined, to: 'submitted', after, known };
  };

  return {
    open: open as OpenRequests,
    /** A change of a request; undefined where its state stays. */
    step: (change: JsonChange, at: number): Moved | undefined => {
      if ('insert' in change) return submit(change.id, change.insert, at);
      const { id, set } = change;
      const found = open.get(id);
      const from = change.from ?? found?.state;
      const to = textOf(set['state'] ?? found?.state);
      const producerId = typeof set['producerId'] === 'string' ? set['producerId'] : (found?.producerId ?? null);
      const profile = typeof set['profile'] === 'string' ? set['profile'] : (found?.profile ?? '');
      const site = typeof set['deliverySite'] === 'string' ? set['deliverySite'] : (found?.site ?? '');
      const { state: _, ...base } = found ?? { ...UNKNOWN, state: null };
      const same = set['state'] === undefined;
      const confirmed = set['confirmedPriority'];
      const priority = typeof confirmed === 'number' ? confirmed : base.priority;
      const now = { ...base, producerId, profile, site, priority };
      const known = same ? now : stamped(now, from, to, at);
      const after = isOpenRequest(to) ? { ...known, state: to } : undefined;
      if (after) open.set(id, after);
      else open.delete(id);
      return same ? undefined : { before: found, from, to, after, known };
    },
    /** A request was given a date, at this aim. Answers whether it was its first. */
    promise: (change: JsonChange, aim: PromisedDate['aim']): boolean => {
      const row = 'insert' in change ? change.insert : {};
      const found = open.get(textOf(row['requestId']));
      if (!found) return false;
      const isFirst = row['reason'] === 'first';
      const reach = PROMISE_REACHES.find((one) => one === row['reach']) ?? 'far';
      const by = Number(row['byDay']);
      const promised = isFirst
        ? { mid: Number(row['midDay']), by, reach, left: [...LEVEL_NAMES], aim }
        : found.promised;
      open.set(textOf(row['requestId']), { ...found, promised, due: by });
      return isFirst;
    },
    /** Nobody waits for a request's date any more. */
    forget: (id: string): void => {
      const found = open.get(id);
      if (found) open.set(id, { ...found, due: null });
    },
    /** What became of a request's date on a day, and is not to be judged again. */
    settle: (id: string, promised: PromisedDate | null): void => {
      const found = open.get(id);
      if (found) open.set(id, { ...found, promised });
    },
    /** A job of a request began at the bench of a node, took a step, or was undone. Answers the step of a token that ended by it. */
    job: (change: JsonChange, subject: string, at: number): StepTaken | undefined => {
      const begun = 'insert' in change;
      const id = begun ? textOf(change.insert['requestId']) : (jobs.get(change.id) ?? subject.slice('request:'.length));
      const found = open.get(id);
      if (!found) return undefined;
      const state = (begun ? change.insert : change.set)['state'];
      const { success, data } = openJob(state);
      const job = success ? { id: change.id, state: data, at } : null;
      if (job) jobs.set(change.id, id);
      else jobs.delete(change.id);
      if (begun) open.set(id, { ...found, job, bench: textOf(change.insert['run']).split('/')[0] ?? '' });
      else if (state !== undefined) open.set(id, { ...found, job, failed: found.failed || state === 'undone' });
      const step = begun ? undefined : ENDS_STEP[textOf(state)];
      return step && found.job && found.kind !== 'nomade' ? { step, ms: at - found.job.at } : undefined;
    },
  };
}
