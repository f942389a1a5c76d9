import { REQUEST_KINDS } from '../../book/tables/codes.ts';
import { AppError } from '../../errors.ts';
import { ProduceNext, ProduceToken } from '../../flow/production/produce-next.ts';
import type { QueueFilter } from '../../flow/reading/request/requests.ts';
import { RequestRef } from '../../flow/request/request.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { readNumber } from '../frame/forms/scan.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import type { Series } from './series.ts';
import { SeriesPage } from './series-page.tsx';
import { SeriesTable } from './series-table.tsx';
import { WorkshopPage, WorkshopState } from './workshop.tsx';

const QUEUE_SHOWN = 50;

/** What of the queue an address asks for. Attacker-controlled. */
function queueFilter(query: Values): QueueFilter {
  const kind = REQUEST_KINDS.find((one) => one === single(query, 'nature'));
  const service = single(query, 'service').trim().toUpperCase();
  const deliverySite = single(query, 'site').trim();
  return { ...(kind && { kind: [kind] }), ...(service && { service }), ...(deliverySite && { deliverySite }) };
}

/** The number that was scanned; without one, the request that was chosen before. */
const askedFor = ({ values }: Member): string => readNumber(single(values, 'requestId') || single(values, '_chosen'));
/** A refusal of the token leaves the request as it was: it stays chosen, for another slot. */
const chosenIn = (member: Member): string =>
  member.failure?.code === 'token_wrong' ? askedFor(member) : readNumber(single(member.query, 'demande'));

/** The technician's bench: queue, slots, one token or the next N. */
export function workshopRoutes({ door: { flow }, on, follow, topics, series: board }: RouteParts): void {
  const leasedBy = async (member: Member, running: Series | undefined) => {
    const inSeries = running?.lines.filter((line) => line.state === 'running').map((line) => line.requestId) ?? [];
    return (await flow.reading.onOwnBench(member.me.caller)).filter((item) => !inSeries.includes(item.id));
  };

  const stateOf = async (member: Member) => {
    const { caller } = member.me;
    const filter = queueFilter(member.query);
    const last = board.recent(caller)[0];
    const queued = Promise.all([
      flow.reading.queue(caller, QUEUE_SHOWN),
      flow.reading.queuePage(caller, filter, pageOf(member, QUEUE_SHOWN)),
    ]);
    const [bench, [next, queue], notMine, total, leased, printers] = await Promise.all([
      flow.reading.workshop(caller),
      queued,
      queued.then(([first, page]) => flow.reading.othersMake(caller, [...first, ...page.items])),
      flow.reading.queueTotal(caller, filter),
      leasedBy(member, last),
      flow.reading.printers(caller),
    ]);
    const isNarrow = Object.keys(filter).length > 0;
    return {
      ...bench,
      next,
      queue,
      total,
      isNarrow,
      series: last,
      notMine,
      leased,
      chosen: chosenIn(member),
      printers,
    };
  };
  const show: Handler<Member> = async (member) => ({
    title: member.t('menu.workshop'),
    page: <WorkshopPage {...(await stateOf(member))} />,
  });
  on.get('/atelier', show);
  follow(
    '/atelier/etat',
    () => topics.bench,
    async (member) => <WorkshopState {...(await stateOf(member))} />,
  );
  const again = { show, act: 'production.produce' as const, back: () => '/atelier' };

  on.post(
    '/atelier/produire',
    async (member) => {
      const { caller } = member.me;
      const input = parseForm(ProduceToken, { ...member.values, requestId: askedFor(member) });
      const { request } = await flow.reading.request(caller, input.requestId);
      const made = await flow.production.produce(caller, { ...input, requestId: request.id });
      const text = made.labelPrinted ? 'produce.done' : 'produce.done.noLabel';
      const link = { href: `/remise/${made.number}`, text: 'handover.open' } as const;
      const params = { number: made.number, serial: made.tokenId };
      return { to: '/atelier', notice: { kind: made.labelPrinted ? 'success' : 'warning', text, params, link } };
    },
    again,
  );

  on.post(
    '/atelier/suivants',
    async (member) => {
      const { caller } = member.me;
      const input = parseForm(ProduceNext, member.values, { numbers: ['count'] });
      const started = await board.start(caller, (watch) => flow.production.produceNext(caller, input, watch));
      return { to: `/atelier/series/${started.id}` };
    },
    again,
  );

  on.post(
    '/atelier/nomade',
    async (member) => {
      const made = await flow.software.release(member.me.caller, parseForm(RequestRef, member.values));
      return { to: '/atelier', notice: { kind: 'success', text: 'release.done', params: { number: made.number } } };
    },
    { ...again, act: 'credential.release' },
  );

  on.post(
    '/atelier/:number/remettre-en-file',
    async (member, req) => {
      const number = part(req, 'number');
      await flow.production.putBack(member.me.caller, { requestId: number });
      return { to: '/atelier', notice: { kind: 'success', text: 'done.putBack', params: { number } } };
    },
    { ...again, act: 'request.putBack' },
  );

  const seriesOf = (member: Member, id: string): Series => {
    const series = board.find(member.me.caller, id);
    if (!series)
      throw new AppError('not_found', 'no such series: what it made is in the queue and at the hand-over desk');
    return series;
  };
  on.get('/atelier/series/:id', (member, req) => ({
    title: member.t('series.title'),
    page: <SeriesPage series={seriesOf(member, part(req, 'id'))} />,
  }));
  follow(
    '/atelier/series/:id/etat',
    () => topics.bench,
    (member, req) => <SeriesTable series={seriesOf(member, part(req, 'id'))} />,
  );
}
