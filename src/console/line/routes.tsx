import { z } from 'zod';
import { isAppError } from '../../errors.ts';
import { oneLine, Ref } from '../../flow/inputs.ts';
import { AT_ONCE } from '../../flow/production/produce-next.ts';
import type { Answer, Handler } from '../frame/exchange.tsx';
import { parseForm, single } from '../frame/forms.ts';
import { readScan } from '../frame/scan.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { LinePage, LineState } from './line.tsx';

const LINE = '/atelier/chaine';
const WAITING_MOST = 200;
const DAY_MS = 86_400_000;
const Scan = z.strictObject({ scan: oneLine(64) });
const Numbered = z.strictObject({ number: Ref });

/** « Chaîne de production »: what the scanner typed is a request, a label, or how many of the queue to make. */
export function lineRoutes({ door: { flow }, on, series: board }: RouteParts): void {
  const propsOf = async (member: Member) => {
    const { caller } = member.me;
    const [bays, queue, printers] = await Promise.all([
      flow.reading.slots(caller),
      flow.reading.queue(caller, WAITING_MOST),
      flow.reading.printers(caller),
    ]);
    const made = await flow.reading.madeSince(caller, member.now - (member.now % DAY_MS));
    const lines = board.recent(caller).flatMap((series) => series.lines);
    return {
      ...{ bays, printers, made, lines, waiting: queue.filter(({ kind }) => kind !== 'nomade').length },
      chosen: readScan(single(member.query, 'demande')),
    };
  };

  const show: Handler<Member> = async (member) => ({
    title: member.t('line.open'),
    full: true,
    page: <LinePage {...(await propsOf(member))} />,
  });
  on.get(LINE, show);
  on.get(`${LINE}/etat`, async (member) => ({ fragment: <LineState {...(await propsOf(member))} /> }));
  const again = { show, act: 'production.produce' as const, back: () => LINE };

  /** The scanned request on the one blank that is plugged in; while there is none the page waits for it. */
  const startOne = async ({ me: { caller } }: Member, number: string): Promise<Answer> => {
    const { number: requestId } = parseForm(Numbered, { number });
    try {
      await board.start(caller, (watch) => flow.production.produceWatched(caller, { requestId }, watch));
      return { to: LINE };
    } catch (error) {
      if (!isAppError(error, 'token_wrong') || error.detail['why'] !== 'no-blank') throw error;
      return { to: `${LINE}?demande=${encodeURIComponent(number)}` };
    }
  };

  on.post(
    LINE,
    async (member): Promise<Answer> => {
      const { caller } = member.me;
      const scan = readScan(parseForm(Scan, { scan: single(member.values, 'scan') }).scan);
      if (/^\d{1,2}$/.test(scan)) {
        const count = Math.max(1, Math.min(AT_ONCE, Number(scan)));
        await board.start(caller, (watch) => flow.production.produceNext(caller, { count }, watch));
        return { to: LINE };
      }
      const labelled = board.label(caller, scan);
      if (labelled) return { to: LINE, notice: { kind: 'success', text: 'line.labelled', params: { number: scan } } };
      return startOne(member, scan);
    },
    again,
  );
  on.post(
    `${LINE}/cote`,
    async (member) => {
      const { number } = parseForm(Numbered, member.values);
      await flow.production.putBack(member.me.caller, { requestId: number }).catch((error: unknown) => {
        if (!isAppError(error, 'wrong_state')) throw error; // nobody had taken it: it stands in its place
      });
      return { to: LINE, notice: { kind: 'success', text: 'line.aside', params: { number } } };
    },
    { ...again, act: 'request.putBack' },
  );
  on.post(
    `${LINE}/etiquette`,
    async (member) => {
      const { number } = parseForm(Numbered, member.values);
      const { letters } = await flow.reading.request(member.me.caller, number);
      const label = letters.find(({ kind }) => kind === 'label');
      await flow.letters.print(member.me.caller, { letterId: label?.id ?? '' });
      return { to: LINE, notice: { kind: 'success', text: 'line.reprinted', params: { number } } };
    },
    { ...again, act: 'letter.print' },
  );
}
