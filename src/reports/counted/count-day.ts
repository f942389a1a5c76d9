import { MOST_URGENT } from '../../book/rules/waiting/priority.ts';
import { PROOFS, type Proof } from '../../book/tables/codes.ts';
import { isOneOf } from '../../book/tables/one-of.ts';
import { REQUEST_ON_ITS_WAY } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import { officeDays } from '../../forecast/measured.ts';
import type { JsonChange } from '../../journal/entry-changes.ts';
import { clockAt, type Day, dateAt, hourAt } from '../day.ts';
import type { Moved, Open, StepTaken } from '../open-requests.ts';
import type { ModelShare, Share, Took, TookOfKind } from '../shape.ts';
import { type CountedEntry, modelled, shared, tallied } from './tally.ts';
import { percentiles, ranked } from './times.ts';

/** An acceptance, by what proves it. */
const ACCEPTED = {
  'own-factor': 'acceptedByHolder',
  'pickup-code': 'acceptedByCode',
  'two-persons': 'acceptedByTwo',
} as const satisfies Record<Proof, string>;

/** Counts what is done on one day. */
export function countDay({ timeZone }: Pick<Day, 'timeZone'>) {
  const counts = {
    received: 0,
    approved: 0,
    refused: 0,
    withdrawn: 0,
    closed: 0,
    produced: 0,
    firstPass: 0,
    handedOver: 0,
    activated: 0,
    revoked: 0,
    setAside: 0,
    scrapped: 0,
    acceptedByHolder: 0,
    acceptedByCode: 0,
    acceptedByTwo: 0,
    refusedActs: 0,
  };
  const urgent = { continuity: 0, crisis: 0 };
  const made = { firstIssue: 0, renewal: 0, replacement: 0, temporary: 0, nomade: 0, repeat: 0 };
  const perHour = Array.from({ length: 24 }, () => 0);
  /** Of every token, those made again too: a Nomade credential is made at no bench. */
  const benchPerHour = Array.from({ length: 24 }, () => 0);
  const atBench = new Set<string>();
  /** Tokens that were asked for, or that came back to be made again. */
  let toMake = 0;
  const [services, sites, models] = [shared(), shared(), modelled()];
  const [revokedFor, profiles, benches, producers] = [tallied(), tallied(), tallied(), tallied()];
  const ofKind = (): TookOfKind => ({
    lead: [],
    toProduce: [],
    approval: [],
    production: [],
    handover: [],
    receipt: [],
  });
  const took: Took = { token: ofKind(), nomade: ofKind(), keyed: [], certified: [], sealed: [] };

  /** Of approvals, office days. */
  const waits: number[] = [];
  const wallTime = (at: number) => ({
    day: Date.parse(dateAt(at, timeZone)) / DAY_MS,
    hour: clockAt(at, timeZone),
  });
  const time = (
    { kind }: Pick<Open, 'kind'>,
    of: keyof TookOfKind,
    from: number | null | undefined,
    at: number,
  ): void => {
    if (from != null) took[kind === 'nomade' ? 'nomade' : 'token'][of].push(at - from);
  };
  const share = ({ service, site }: Pick<Open, 'service' | 'site'>, what: keyof Omit<Share, 'name'>): void => {
    services.add(service, { [what]: 1 });
    sites.add(site, { [what]: 1 });
  };
  const add = (hours: number[], at: number): void => {
    const hour = hourAt(at, timeZone);
    hours[hour] = (hours[hour] ?? 0) + 1;
  };
  const madeAtBench = ({ producerId }: Pick<Open, 'producerId'>, at: number, isNew: boolean): void => {
    add(benchPerHour, at);
    if (producerId === null) return;
    atBench.add(producerId);
    // who only made tokens again was there too
    producers.add(producerId, isNew ? 1 : 0);
  };
  const ofModel = ({ model }: CountedEntry['detail'], what: keyof Omit<ModelShare, 'name'>): void => {
    if (typeof model === 'string') models.add(model, { [what]: 1 });
  };
  const produced = ({ known, before }: Moved, { at, detail }: CountedEntry): void => {
    const isToken = known.kind !== 'nomade';
    const isNew = isToken && known.makings === 1;
    made[isToken && !isNew ? 'repeat' : known.kind] += 1;
    if (isToken) {
      madeAtBench(known, at, isNew);
      ofModel(detail, isNew ? 'produced' : 'repeat');
    }
    if (isNew) {
      counts.produced += 1;
      if (!known.failed) counts.firstPass += 1;
      add(perHour, at);
      share(known, 'produced');
      profiles.add(known.profile);
      benches.add(known.bench);
    }
    time(known, 'toProduce', known.submittedAt, at);
    time(known, 'production', before?.queuedAt, at);
  };
  /** A request that has ended is open no more, however it ended. */
  const ended = (to: string): void => {
    if (to === 'rejected') counts.refused += 1;
    else if (to === 'withdrawn' || to === 'closed') counts[to] += 1;
  };
  /** What somebody has from then on. */
  const received = ({ known }: Pick<Moved, 'known'>, at: number): void => {
    time(known, 'lead', known.submittedAt, at);
    time(known, 'handover', known.producedAt, at);
  };
  const request = (moved: Moved, entry: CountedEntry): void => {
    const { from, to, known } = moved;
    const { at } = entry;
    ended(to);
    if (from === undefined) {
      counts.received += 1;
      if (known.kind !== 'nomade') toMake += 1;
      share(known, 'received');
    } else if (to === 'approved' && isOneOf(REQUEST_ON_ITS_WAY, from)) {
      if (known.kind !== 'nomade') toMake += 1;
    } else if (to === 'approved' && from === 'submitted') {
      counts.approved += 1;
      if (known.priority > 0) urgent[known.priority === MOST_URGENT ? 'crisis' : 'continuity'] += 1;
      time(known, 'approval', known.submittedAt, at);
      if (known.submittedAt !== null) waits.push(officeDays(wallTime(known.submittedAt), wallTime(at)));
    } else if (to === 'produced') produced(moved, entry);
    else if (to === 'handed_over') {
      counts.handedOver += 1;
      share(known, 'handedOver');
      received(moved, at);
    } else if (to === 'closed' && from === 'produced') received(moved, at);
    else if (to === 'closed') time(known, 'receipt', known.handedOverAt, at);
  };
  const token = (from: string | undefined, to: unknown, { detail }: CountedEntry): void => {
    if (to === 'active' && from !== 'suspended') counts.activated += 1;
    // one that is found again was counted when it was scrapped
    const isScrapped = to === 'scrapped' && from !== 'scrapped_missing';
    const what = to === 'to_check' ? 'setAside' : isScrapped ? 'scrapped' : undefined;
    if (what === undefined) return;
    counts[what] += 1;
    ofModel(detail, what);
  };
  const revoke = (reason: unknown): void => {
    if (reason === 'never-sealed') return;
    counts.revoked += 1;
    revokedFor.add(String(reason ?? 'other'));
  };

  return {
    request,
    refusedAct: (): void => {
      counts.refusedActs += 1;
    },
    /** A step of a token at its bench ended, which took so long. */
    benchStep: ({ step, ms }: StepTaken): void => void took[step].push(ms),
    /** A change of anything but a request. */
    change: (change: JsonChange, entry: CountedEntry): void => {
      if ('insert' in change) return;
      const { table, from, set } = change;
      const proof = table === 'handover' && PROOFS.find((one) => one === set['acceptanceProof']);
      if (proof) counts[ACCEPTED[proof]] += 1;
      if (table === 'token') token(from, set['state'], entry);
      if (table === 'certificate' && set['state'] === 'revoked') revoke(set['revocationReason']);
    },
    figures: () => ({
      ...counts,
      urgent,
      made,
      perHour,
      revokedFor: revokedFor.all(),
      services: services.all(),
      sites: sites.all(),
      profiles: profiles.all(),
      models: models.all(),
      benches: benches.all(),
      producers: producers.all(),
      technicians: atBench.size,
      bench: { received: toMake, perHour: benchPerHour },
      approvalWait: percentiles(waits),
      ...ranked(took),
    }),
    took: (): Took => took,
  };
}
