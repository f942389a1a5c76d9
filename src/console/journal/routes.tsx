import type { Request } from 'express';
import type { OwnReading } from '../../app/door.ts';
import { mightEver } from '../../book/rights/authorise.ts';
import { ExportJournal } from '../../flow/reading/audit.ts';
import type { EntryFilter } from '../../flow/reading/lists.ts';
import { whenGone } from '../../listen/gone.ts';
import { within } from '../../within.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { isoDay, parisMidnight } from '../frame/dates.ts';
import type { Answer, Handler } from '../frame/exchange.tsx';
import { parseForm, single, type Values } from '../frame/forms.ts';
import type { Notice } from '../frame/notices.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { JournalPage } from './journal.tsx';
import { ReadingPage, ReadingProgress } from './reading-page.tsx';
import { ReportPage } from './report.tsx';

/** The queue's head, beside the day's figures. */
const QUEUE_SHOWN = 20;

/** A page is shown by then, however far the work behind it is. */
const SOON_MS = 1_500;
/** Where somebody sees how far their export or verification is. */
const READING = '/journal/lecture';

const goneOf = ({ res }: Request): AbortSignal | undefined => res && whenGone(res);

/** The journal for those who check, the day's figures for those who steer. */
export function journalRoutes({ door, on }: RouteParts): void {
  const { flow, journal, reports } = door;

  const show: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const page = pageOf(member);
    const found = await flow.reading.entries(caller, entryFilter(member.query), page, goneOf(req));
    const view = (
      <JournalPage
        found={found}
        checkpoint={await journal.checkpoint()}
        mayVerify={mightEver(caller, 'journal.verify', member.now)}
        mayExport={mightEver(caller, 'journal.export', member.now)}
      />
    );
    return { title: member.t('menu.journal'), page: view };
  };
  on.get('/journal', show);
  const again = { show, back: () => '/journal' };

  const verifiedNotice = (member: Member, verified: NonNullable<OwnReading['verified']>): Notice => {
    const { size, root, signed, consistentWith } = verified;
    const text = !signed ? 'verify.unsigned' : consistentWith === null ? 'verify.done' : 'verify.consistent';
    const params = {
      size: size.toLocaleString(member.language),
      root: root.slice(0, 16),
      before: consistentWith ?? '',
    };
    return { kind: signed ? 'success' : 'error', text, params };
  };
  const fileAnswer = async ({ me }: Member): Promise<Answer> => {
    const { name, stream } = await journal.file(me.caller);
    return { file: { name, type: 'application/zip', content: stream } };
  };

  on.post(
    '/journal/verifier',
    async (member) => {
      const { caller } = member.me;
      await journal.begin(caller, { kind: 'verification' });
      await within(SOON_MS, journal.ended(caller), () => undefined); // a small journal is verified by then
      const verified = (await journal.reading(caller))?.verified;
      return verified ? { to: '/journal', notice: verifiedNotice(member, verified) } : { to: READING };
    },
    { ...again, act: 'journal.verify' },
  );
  on.post(
    '/journal/exporter',
    async (member) => {
      const { openings } = parseForm(ExportJournal, member.values, { booleans: ['openings'] });
      const { caller } = member.me;
      await journal.begin(caller, { kind: 'export', openings });
      await within(SOON_MS, journal.ended(caller), () => undefined);
      return (await journal.reading(caller))?.hasFile ? fileAnswer(member) : { to: READING };
    },
    { ...again, act: 'journal.export' },
  );

  const ownReading = (member: Member): Promise<OwnReading | undefined> => journal.reading(member.me.caller);
  const showReading = async (member: Member): Promise<Answer> => ({
    title: member.t('reading.title'),
    page: <ReadingPage reading={await ownReading(member)} />,
  });
  on.get(READING, showReading);
  on.get(`${READING}/etat`, async (member) => ({
    fragment: <ReadingProgress reading={await ownReading(member)} />,
  }));
  on.get(`${READING}/fichier`, fileAnswer);
  on.post(
    `${READING}/arret`,
    async (member) => {
      await journal.stop(member.me.caller);
      return { to: READING };
    },
    { show: showReading, back: () => READING },
  );

  const dateOf = (member: Member): string => {
    const asked = single(member.query, 'date');
    return parisMidnight(asked) === undefined ? isoDay(member.now) : asked;
  };
  on.get('/pilotage', async (member, req) => {
    const report = await flow.audit.report(member.me.caller, () => reports.daily(dateOf(member), goneOf(req)));
    const { caller } = member.me;
    const queue = mightEver(caller, 'queue.read', member.now)
      ? await flow.reading.queue(caller, QUEUE_SHOWN)
      : undefined;
    return { title: member.t('menu.reports'), page: <ReportPage report={report} queue={queue} /> };
  });
  on.get('/pilotage.csv', async (member, req) => {
    const report = await flow.audit.report(member.me.caller, () => reports.daily(dateOf(member), goneOf(req)));
    return {
      file: {
        name: `jeton-${report.date}.csv`,
        type: 'text/csv; charset=utf-8',
        content: Buffer.from(reports.csv(report)),
      },
    };
  });
}

function entryFilter(query: Values): EntryFilter {
  const [from, to] = [parisMidnight(single(query, 'du')), parisMidnight(single(query, 'au'), 1)];
  const texts = { text: 'texte', action: 'acte', actor: 'acteur', outcome: 'issue' };
  const given = Object.entries(texts).flatMap(([name, parameter]) => {
    const value = single(query, parameter);
    return value === '' ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
