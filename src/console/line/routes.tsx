import { z } from 'zod';
import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError, isAppError } from '../../errors.ts';
import { oneLine, Ref } from '../../flow/inputs.ts';
import { AT_ONCE } from '../../flow/production/produce-next.ts';
import { isoDay } from '../frame/dates.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { createRepeats } from '../frame/forms/repeats.ts';
import { isLineNumber, readScan } from '../frame/forms/scan.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { LINE } from './address.ts';
import { LinePage, LineState } from './line.tsx';
import { scrappable } from './line-props.ts';
import { OpenBenchPage } from './open-bench.tsx';
import { ScannerPage } from './scanner.tsx';

const WAITING_MOST = 200;
const Scan = z.strictObject({ scan: oneLine(64) });
const Numbered = z.strictObject({ number: Ref });
const Scrapped = z.strictObject({ serial: SerialRef });
const Place = z.strictObject({ place: oneLine(40) });

/** « Chaîne de production »: what the scanner typed is a request, a label, or how many of the queue to make. */
export function lineRoutes({ door: { flow, identity, clock }, on, follow, topics, series: board }: RouteParts): void {
  const repeats = createRepeats(clock);
  /** By technician: the token whose scrapping was asked for, and waits for its second F8. */
  const asked = new Map<string, string>();

  const propsOf = async (member: Member) => {
    const { caller } = member.me;
    const recent = board.recent(caller);
    const lines = recent.flatMap((series) => series.lines);
    const since = beginOfDate(isoDay(member.now)) ?? member.now - DAY_MS;
    const [reading, queue, printers] = await Promise.all([
      flow.reading.line(caller, { since, serials: lines.map(({ serial }) => serial) }),
      flow.reading.queue(caller, WAITING_MOST),
      flow.reading.printers(caller),
    ]);
    const waiting = queue.filter(({ kind }) => kind !== 'nomade').length;
    // asked of what lies in the slot now: whoever pulls it out and puts it back is asked anew
    if (asked.get(caller.personId) !== scrappable({ bays: reading.bays, lines })) asked.delete(caller.personId);
    const scrap = asked.get(caller.personId);
    // what this process has begun waits for no token, though its job may not be open yet
    const begun = lines.some(({ state, number }) => state === 'running' && number === reading.waits?.number);
    const waits = begun ? null : reading.waits;
    return { ...reading, waits, printers, lines, newest: recent[0]?.lines ?? [], waiting, scrap };
  };

  const openPage = async (member: Member): Promise<Answer> => {
    const { places, bays } = await propsOf(member);
    return { title: member.t('line.open'), page: <OpenBenchPage places={places} bays={bays} /> };
  };
  const show: Handler<Member> = async (member) =>
    member.me.caller.bench
      ? { title: member.t('line.open'), full: true, page: <LinePage {...(await propsOf(member))} /> }
      : openPage(member);
  const again = { show, act: 'production.produce' as const, back: () => LINE };

  on.get(LINE, show);
  follow(
    `${LINE}/etat`,
    () => topics.bench,
    async (member) => (member.me.caller.bench ? <LineState {...(await propsOf(member))} /> : undefined),
  );

  on.post(
    `${LINE}/ouvrir`,
    async (member) => {
      await identity.openBench(member.token, parseForm(Place, member.values).place, member.from);
      return { to: LINE };
    },
    again,
  );
  on.post(
    `${LINE}/quitter`,
    async (member) => {
      await identity.leaveBench(member.token, member.from);
      return { to: '/atelier' };
    },
    again,
  );

  /** An act at the bench: without an open shift the page asks for it first. */
  const atBench = (work: (member: Member) => Promise<Answer>) => async (member: Member) =>
    member.me.caller.bench ? work(member) : { to: LINE };

  /** The caller's request that waits, on the one blank of their place; while there is none, or several, the page says so. */
  const begin = async ({ me: { caller } }: Member, requestId: string): Promise<Answer> => {
    try {
      await board.start(caller, (watch) => flow.production.produceWatched(caller, { requestId }, watch));
    } catch (error) {
      const why = isAppError(error, 'token_wrong') ? error.detail['why'] : undefined;
      if (why !== 'no-blank' && why !== 'several-slots') throw error;
    }
    return { to: LINE };
  };

  const scanned = async (member: Member, code: string): Promise<Answer> => {
    const { is, request, putBack } = await flow.production.scan(member.me.caller, { code });
    const { number } = request;
    if (is !== 'waits') return { to: LINE, notice: { kind: 'success', text: `line.${is}`, params: { number } } };
    const answer = await begin(member, request.id);
    if (putBack.length === 0 || !('to' in answer)) return answer;
    const params = { number: putBack.join(', ') };
    return { ...answer, notice: { kind: 'info', text: 'line.aside', params } };
  };

  const readAtLine = async (member: Member, read: string): Promise<Answer> => {
    const { caller } = member.me;
    asked.delete(caller.personId);
    if (/^\d{1,2}$/.test(read)) {
      const count = Math.max(1, Math.min(AT_ONCE, Number(read)));
      await board.start(caller, (watch) => flow.production.produceNext(caller, { count }, watch));
      return { to: LINE };
    }
    if (isLineNumber(read)) return scanned(member, read);
    throw new AppError('invalid_input', `"${read}" is neither a work order nor a label`, {
      detail: { why: 'scan', read },
    });
  };

  on.post(
    LINE,
    atBench(async (member): Promise<Answer> => {
      const { caller } = member.me;
      const read = readScan(parseForm(Scan, { scan: single(member.values, 'scan') }).scan);
      const again = () => ({ to: LINE });
      return repeats.once({ personId: caller.personId, read }, again, () => readAtLine(member, read));
    }),
    again,
  );
  on.post(
    `${LINE}/commencer`,
    atBench(async (member) => {
      const { number } = parseForm(Numbered, member.values);
      const { request } = await flow.reading.request(member.me.caller, number);
      return begin(member, request.id);
    }),
    again,
  );
  on.post(
    `${LINE}/cote`,
    atBench(async (member) => {
      const { number } = parseForm(Numbered, member.values);
      await flow.production.putBack(member.me.caller, { requestId: number }).catch((error: unknown) => {
        if (!isAppError(error, 'wrong_state')) throw error; // its lease ended meanwhile: it stands in its place
      });
      return { to: LINE, notice: { kind: 'success', text: 'line.aside', params: { number } } };
    }),
    { ...again, act: 'request.putBack' },
  );
  on.post(
    `${LINE}/etiquette`,
    atBench(async (member) => {
      const { number } = parseForm(Numbered, member.values);
      const { letters, tokens } = await flow.reading.request(member.me.caller, number);
      const made = tokens.find(({ state }) => state === 'produced')?.id;
      const label = letters.find(
        ({ kind, state, tokenId }) => kind === 'label' && tokenId === made && state !== 'expired',
      );
      await flow.letters.print(member.me.caller, { letterId: label?.id ?? '' });
      return { to: LINE, notice: { kind: 'success', text: 'line.reprinted', params: { number } } };
    }),
    { ...again, act: 'letter.print' },
  );
  /** Asked once (F8), and done at the second time, as long as the same token is in the same slot. Only what failed there is scrapped here. */
  on.post(
    `${LINE}/rebut`,
    atBench(async (member) => {
      const { serial } = parseForm(Scrapped, { serial: single(member.values, 'serial') });
      const { personId } = member.me.caller;
      const props = await propsOf(member);
      if (scrappable(props) !== serial)
        throw new AppError('wrong_state', `token ${serial} did not fail in a slot of this place: look at its sheet`, {
          detail: { why: 'scrap-elsewhere', serial },
        });
      if (single(member.values, 'sure') !== 'yes' || props.scrap !== serial) {
        asked.set(personId, serial);
        return { to: LINE };
      }
      asked.delete(personId);
      await flow.stock.change(member.me.caller, { serial, action: 'scrap' });
      return { to: LINE, notice: { kind: 'success', text: 'line.scrapped', params: { serial } } };
    }),
    { ...again, act: 'stock.change' },
  );

  const scannerPage = (member: Member): Answer => ({
    title: member.t('scanner.title'),
    page: <ScannerPage typed={single(member.values, 'scan')} />,
  });
  on.get(`${LINE}/douchette`, scannerPage);
  on.post(`${LINE}/douchette`, scannerPage, { show: scannerPage, back: () => `${LINE}/douchette` });
}
