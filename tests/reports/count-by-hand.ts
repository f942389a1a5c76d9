import { AGES, type DailyReport } from '../../src/reports/shape.ts';

export const ZONE = 'Europe/Paris';
export const HOUR = 3_600_000;

/** A line of an export, as whoever counts by hand would read it. */
export interface Line {
  at: number;
  day: string;
  hour: number;
  subject: string;
  outcome: string;
  actor: string;
  action: string;
  detail: Record<string, unknown>;
  changes: {
    table: string;
    id: string;
    insert?: Record<string, unknown>;
    from?: string;
    set?: Record<string, unknown>;
  }[];
}
/** One move of a row from a state to another. */
export interface Move extends Pick<Line, 'at' | 'day' | 'hour' | 'subject'> {
  table: string;
  id: string;
  from: string | undefined;
  to: string;
  set: Record<string, unknown>;
}

export function readLine(text: string): Line {
  const { at, subject, outcome, actor, action, detail } = JSON.parse(text);
  const day = new Date(at).toLocaleDateString('sv-SE', { timeZone: ZONE });
  const hour = Number(new Date(at).toLocaleTimeString('sv-SE', { timeZone: ZONE }).slice(0, 2));
  return { at: Date.parse(at), day, hour, subject, outcome, actor, action, detail, changes: detail.changes ?? [] };
}
export function movesOf(lines: readonly Line[]): Move[] {
  return lines.flatMap(({ changes, at, day, hour, subject }) =>
    changes.flatMap(({ table, id, insert, from, set }) => {
      const to = (insert ?? set)?.['state'];
      return typeof to === 'string' ? [{ at, day, hour, subject, table, id, from, to, set: insert ?? set ?? {} }] : [];
    }),
  );
}
const by = (names: readonly string[]) =>
  [...new Set(names)].sort().map((name) => ({ name, count: names.filter((one) => one === name).length }));
export function ranks(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted.find((time) => sorted.filter((one) => one <= time).length >= part * sorted.length);
  return { median: at(0.5) ?? null, p90: at(0.9) ?? null };
}

/** Every figure of a day, counted by hand from the lines of an export. */
export function countByHand(lines: readonly Line[], day: string, end: number): Partial<DailyReport> {
  const all = movesOf(lines.filter((line) => line.day <= day));
  const today = all.filter((move) => move.day === day);
  const rows = new Map(all.filter((m) => m.table === 'request' && m.from === undefined).map((m) => [m.id, m]));
  const row = (id: string) => rows.get(id)!.set;
  const asked = (id: string) => rows.get(id)!.at;
  const of = (table: string, to: string) =>
    today.filter((m) => m.table === table && m.to === to && m.from !== undefined);
  /** When it last came to a state, before this move. */
  const last = (move: Move, ...to: string[]) =>
    all.filter((m) => m.table === 'request' && m.id === move.id && to.includes(m.to) && m.at <= move.at && m !== move);
  const sealed = of('request', 'produced');
  /** Whether a token was sealed in the same line: nothing else tells a token from a file here. */
  const isToken = (m: Move) =>
    all.some((t) => t.table === 'token' && t.to === 'produced' && t.at === m.at && t.subject === m.subject);
  const madeBefore = (m: Move) => last(m, 'produced').length > 0;
  const failedBefore = (m: Move) =>
    all.some((j) => j.table === 'job' && j.to === 'undone' && j.subject === `request:${m.id}` && j.at <= m.at);
  const jobs = lines.flatMap((line) => line.changes.filter((c) => c.table === 'job' && c.insert).map((c) => c.insert!));
  const jobOf = (m: Move) => jobs.findLast((job) => job['requestId'] === m.id && Number(job['startedAt']) <= m.at)!;
  const queued = (m: Move) => last(m, 'approved').findLast((one) => one.from !== 'in_production')!.at;
  const tokens = sealed.filter(isToken);
  const produced = tokens.filter((m) => !madeBefore(m));
  const makers = tokens.map((m) => String(jobOf(m)['technicianId']));
  const nameOf = (m: Move) => {
    const { kind, reason } = row(m.id);
    if (madeBefore(m)) return 'repeat';
    if (kind === 'nomade' || kind === 'renewal') return kind;
    return kind === 'first-issue' ? 'firstIssue' : reason === 'forgotten' ? 'temporary' : 'replacement';
  };
  const made = Object.fromEntries(
    ['firstIssue', 'renewal', 'replacement', 'temporary', 'nomade', 'repeat'].map((name) => [
      name,
      sealed.filter((m) => nameOf(m) === name).length,
    ]),
  );
  const handedOver = of('request', 'handed_over');
  /** How long what is such took of what ended today. */
  const times = (isSuch: (move: Move) => boolean) => {
    const of = (table: string, to: string) =>
      today.filter((m) => m.table === table && m.to === to && m.from !== undefined && isSuch(m));
    // a file is fetched, which closes its request
    const closed = of('request', 'closed');
    const received = [...of('request', 'handed_over'), ...closed.filter((m) => m.from === 'produced')];
    return {
      leadTime: ranks(received.map((m) => m.at - asked(m.id))),
      timeToProduce: ranks(of('request', 'produced').map((m) => m.at - asked(m.id))),
      stages: {
        approval: ranks(
          of('request', 'approved')
            .filter((m) => m.from === 'submitted')
            .map((m) => m.at - asked(m.id)),
        ),
        production: ranks(of('request', 'produced').map((m) => m.at - queued(m))),
        handover: ranks(received.map((m) => m.at - last(m, 'produced').at(-1)!.at)),
        receipt: ranks(
          closed.filter((m) => m.from !== 'produced').map((m) => m.at - last(m, 'handed_over').at(-1)!.at),
        ),
      },
    };
  };
  const received = today.filter((m) => m.table === 'request' && m.from === undefined);
  const inService = (moves: readonly Move[], name: string) => moves.filter((m) => row(m.id)['service'] === name).length;
  const touched = [
    ...new Set([...received, ...produced, ...handedOver].map((m) => String(row(m.id)['service']))),
  ].sort();
  const revoked = of('certificate', 'revoked').filter((m) => m.set['revocationReason'] !== 'never-sealed');
  const states = (table: string) => {
    const found = new Map<string, string>();
    for (const m of all) if (m.table === table) found.set(m.id, m.to);
    return found;
  };
  const isOnTheWay = (id: string) =>
    lines
      .filter((line) => line.day <= day)
      .flatMap(({ changes }) => changes.filter((one) => one.table === 'token' && one.id === id))
      .map(({ insert, set }) => (insert ?? set)?.['transferId'])
      .filter((transfer) => transfer !== undefined)
      .at(-1) != null;
  const open = [...states('request')].filter(([, state]) => !['closed', 'rejected', 'withdrawn'].includes(state));
  const everyToken = [...states('token').values()];
  const kept = ['submitted', 'needs_information', 'approved', 'in_production', 'produced', 'handed_over'] as const;
  const bounds = [...AGES, Number.POSITIVE_INFINITY];
  return {
    received: received.length,
    approved: of('request', 'approved').filter((m) => m.from === 'submitted').length,
    refused: of('request', 'rejected').length,
    withdrawn: of('request', 'withdrawn').length,
    closed: of('request', 'closed').length,
    produced: produced.length,
    made: made as DailyReport['made'],
    firstPass: produced.filter((m) => !failedBefore(m)).length,
    handedOver: handedOver.length,
    activated: of('token', 'active').filter((m) => m.from !== 'suspended').length,
    revoked: revoked.length,
    revokedFor: by(revoked.map((m) => String(m.set['revocationReason']))),
    setAside: of('token', 'to_check').length,
    scrapped: of('token', 'scrapped').filter((m) => m.from !== 'scrapped_missing').length,
    refusedActs: lines.filter((line) => line.day === day && line.outcome === 'refused').length,
    services: touched.map((name) => ({
      name,
      received: inService(received, name),
      produced: inService(produced, name),
      handedOver: inService(handedOver, name),
    })),
    sites: [...new Set([...received, ...produced, ...handedOver].map((m) => String(row(m.id)['deliverySite'])))]
      .sort()
      .map((name) => {
        const at = (moves: readonly Move[]) => moves.filter((m) => row(m.id)['deliverySite'] === name).length;
        return { name, received: at(received), produced: at(produced), handedOver: at(handedOver) };
      }),
    profiles: by(produced.map((m) => String(row(m.id)['profile']))),
    benches: by(produced.map((m) => String(jobOf(m)['run']).split('/')[0]!)),
    producers: by(makers).map(({ name }) => ({
      name,
      count: produced.filter((m) => jobOf(m)['technicianId'] === name).length,
    })),
    technicians: new Set(makers).size,
    bench: {
      received:
        received.filter((m) => row(m.id)['kind'] !== 'nomade').length +
        of('request', 'approved').filter((m) => m.from === 'produced' || m.from === 'handed_over').length,
      perHour: Array.from({ length: 24 }, (_, h) => tokens.filter((m) => m.hour === h).length),
    },
    ...times((m) => row(m.id)['kind'] !== 'nomade'),
    nomadeTimes: times((m) => row(m.id)['kind'] === 'nomade'),
    backlog: open.length,
    backlogByAge: kept.map((state) => {
      const some = open.filter(([, now]) => now === state).map(([id]) => id);
      const days = some.map((id) => (end - asked(id)) / (24 * HOUR));
      const first = some.toSorted((a, b) => asked(a) - asked(b))[0];
      return {
        state,
        counts: bounds.map((most, i) => days.filter((d) => d < most && d >= (bounds[i - 1] ?? 0)).length),
        oldest: first === undefined ? null : { number: String(row(first)['number']), submittedAt: asked(first) },
      };
    }),
    stock: {
      blanks: [...states('token')].filter(([id, state]) => state === 'in_stock' && !isOnTheWay(id)).length,
      inStock: everyToken.filter((state) => state === 'in_stock' || state === 'returned').length,
      toCheck: everyToken.filter((state) => state === 'to_check').length,
    },
    perHour: Array.from({ length: 24 }, (_, h) => produced.filter((m) => m.hour === h).length),
  };
}
