import { AppError } from '../../errors.ts';
import type { SlotStatus } from '../../flow/ports.ts';
import { ProduceToken } from '../../flow/production.ts';
import { TakeNext } from '../../flow/queue.ts';
import { RequestRef } from '../../flow/request.ts';
import { type Bay, isFree } from '../components/bench.tsx';
import { SeriesTable } from '../components/series-table.tsx';
import type { Handler } from '../exchange.tsx';
import { parseForm, single } from '../forms.ts';
import { SeriesPage } from '../pages/series.tsx';
import { WorkshopPage } from '../pages/workshop.tsx';
import { readScan } from '../scan.ts';
import type { Pair, Series } from '../series.ts';
import type { Member } from '../visit.ts';
import { part, type RouteParts } from './parts.ts';

const QUEUE_SHOWN = 50;

/** The technician's bench: queue, slots, one token or the next N. */
export function workshopRoutes({ door: { flow }, on, series: board }: RouteParts): void {
  /** Slots with what our stock says of each plugged token: recognised by serial number, never by label (T2). */
  const baysOf = async (member: Member): Promise<Bay[]> => {
    const bay = async (slot: SlotStatus): Promise<Bay> => {
      if (!slot.token) return { ...slot, stock: 'none' };
      const serial = slot.token.serial;
      const { items } = await flow.reading.tokens(member.me.caller, { text: serial }, { limit: 20 });
      const known = items.find((token) => token.id === serial);
      return { ...slot, stock: known ? (known.state === 'in_stock' ? 'usable' : 'used') : 'foreign' };
    };
    return Promise.all((await flow.reading.slots(member.me.caller)).map(bay));
  };

  const leasedBy = async (member: Member, running: Series | undefined) => {
    const inSeries = running?.lines.filter((line) => line.state === 'running').map((line) => line.requestId) ?? [];
    const { items } = await flow.reading.requests(member.me.caller, { state: ['in_production'] }, { limit: 100 });
    return items.filter((item) => item.producerId === member.me.person.id && !inSeries.includes(item.id));
  };

  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const [bays, queue] = await Promise.all([baysOf(member), flow.reading.queue(caller, QUEUE_SHOWN)]);
    const acts = await Promise.all(queue.map((item) => flow.reading.actsOn(caller, { ...item, contentSalt: null })));
    const forbidden = queue.filter(
      (item, at) => !acts[at]?.includes(item.kind === 'nomade' ? 'credential.release' : 'production.produce'),
    );
    const last = board.recent(caller)[0];
    const page = (
      <WorkshopPage
        bays={bays}
        queue={queue}
        notMine={forbidden.map((item) => item.id)}
        leased={await leasedBy(member, last)}
        series={last}
        chosen={readScan(single(member.query, 'demande'))}
      />
    );
    return { title: member.t('menu.workshop'), page };
  };
  on.get('/atelier', show);
  const again = { show, act: 'production.produce', back: () => '/atelier' };

  const pairOf = (request: { id: string; number: string }, holderName: string, bay: Bay): Pair => ({
    requestId: request.id,
    number: request.number,
    holderName,
    slot: bay.slot,
    position: bay.position,
    serial: bay.token?.serial ?? '',
  });

  on.post(
    '/atelier/produire',
    async (member) => {
      const { caller } = member.me;
      const scanned = { ...member.values, requestId: readScan(single(member.values, 'requestId')) };
      const input = parseForm(ProduceToken, scanned);
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
      const { count } = parseForm(TakeNext, member.values, { numbers: ['count'] });
      const free = (await baysOf(member)).filter(isFree);
      if (free.length === 0)
        throw new AppError('token_wrong', 'no blank token of our stock is plugged: plug one in, then go on');
      const taken = await flow.production.takeNext(caller, { count: Math.min(count, free.length) });
      if (taken.length === 0)
        throw new AppError('not_found', 'nothing in the queue is yours to produce: other technicians take the rest');
      const pairs = taken.map(async (request, at) => {
        const { request: item } = await flow.reading.request(caller, request.id);
        return pairOf(request, item.holderName, free[at] as Bay);
      });
      const started = board.start(caller, await Promise.all(pairs));
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
  on.get('/atelier/series/:id/etat', (member, req) => ({
    fragment: <SeriesTable series={seriesOf(member, part(req, 'id'))} />,
  }));
}
