import { mightEver } from '../../book/authorise.ts';
import { ExportJournal } from '../../flow/reading/audit.ts';
import type { EntryFilter } from '../../flow/reading/lists.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { isoDay, parisMidnight } from '../frame/dates.ts';
import type { Handler } from '../frame/exchange.tsx';
import { parseForm, single, type Values } from '../frame/forms.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { JournalPage } from './journal.tsx';
import { ReportPage } from './report.tsx';

/** The queue's head, beside the day's figures. */
const QUEUE_SHOWN = 20;

/** The journal for those who check, the day's figures for those who steer. */
export function journalRoutes({ door, on }: RouteParts): void {
  const { flow, journal, reports } = door;

  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const page = pageOf(member);
    const found = await flow.reading.entries(caller, entryFilter(member.query), page);
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

  on.post(
    '/journal/verifier',
    async (member) => {
      const { size, root, signed, consistentWith } = await journal.verifyNow(member.me.caller);
      const text = !signed ? 'verify.unsigned' : consistentWith === null ? 'verify.done' : 'verify.consistent';
      const params = {
        size: size.toLocaleString(member.language),
        root: root.slice(0, 16),
        before: consistentWith ?? '',
      };
      return { to: '/journal', notice: { kind: signed ? 'success' : 'error', text, params } };
    },
    { ...again, act: 'journal.verify' },
  );
  on.post(
    '/journal/exporter',
    async (member) => {
      const { openings } = parseForm(ExportJournal, member.values, { booleans: ['openings'] });
      const { name, stream } = await journal.exportZip(member.me.caller, { openings });
      return { file: { name, type: 'application/zip', content: stream } };
    },
    { ...again, act: 'journal.export' },
  );

  const dateOf = (member: Member): string => {
    const asked = single(member.query, 'date');
    return parisMidnight(asked) === undefined ? isoDay(member.now) : asked;
  };
  on.get('/pilotage', async (member) => {
    await flow.audit.mayReadReports(member.me.caller);
    const report = await reports.daily(dateOf(member));
    const { caller } = member.me;
    const queue = mightEver(caller, 'queue.read', member.now)
      ? await flow.reading.queue(caller, QUEUE_SHOWN)
      : undefined;
    return { title: member.t('menu.reports'), page: <ReportPage report={report} queue={queue} /> };
  });
  on.get('/pilotage.csv', async (member) => {
    await flow.audit.mayReadReports(member.me.caller);
    const report = await reports.daily(dateOf(member));
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
