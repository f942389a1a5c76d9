import type { OwnReading } from '../../app/door.ts';
import { isEntryAction } from '../../book/book.ts';
import { mightEver } from '../../book/rights/authorise.ts';
import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import { ExportJournal } from '../../flow/reading/journal/audit.ts';
import { LIVES } from '../../flow/reading/journal/entry-things.ts';
import { ENTRY_OUTCOMES, type JournalQuery } from '../../flow/reading/journal/journal-query.ts';
import { within } from '../../within.ts';
import { pageOf, withQuery } from '../frame/components/pagination.tsx';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { lookedFor } from '../frame/forms/scan.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { goneOf, noSuchPage, part, type RouteParts } from '../frame/screen-parts.ts';
import type { Notice } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { entryColumns } from './entry-file.ts';
import { EntryPage } from './entry-page.tsx';
import { CHECKPOINT, JournalPage } from './journal.tsx';
import { LIFE_PARAMETERS } from './life.ts';
import { ReadingPage, ReadingProgress } from './reading-page.tsx';

/** Entries of one page: fifty of them in words are heavier than a first load may be. */
const ENTRIES_SHOWN = 18;
/** Characters of anything that an address asks for. */
const TEXT_MOST = 100;

/** A page is shown by then, however far the work behind it is. */
const SOON_MS = 1_500;
/** Where somebody sees how far their export or verification is. */
const READING = '/journal/lecture';

/** The journal for those who check. */
export function journalRoutes(parts: RouteParts): void {
  const { door, on, follow } = parts;
  const { flow, journal } = door;

  const show: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const query = journalQuery(member.query);
    const mayVerify = mightEver(caller, 'journal.verify', member.now);
    const mayExport = mightEver(caller, 'journal.export', member.now);
    const page = pageOf(member, ENTRIES_SHOWN);
    const [found, checkpoint, reading, views] = await Promise.all([
      flow.reading.journal(caller, query, page, goneOf(req)),
      journal.lastCheckpoint(),
      mayVerify || mayExport ? journal.reading(caller) : undefined,
      flow.views.of(caller, 'journal'),
    ]);
    const view = (
      <JournalPage
        found={found}
        query={query}
        checkpoint={checkpoint}
        mayVerify={mayVerify}
        mayExport={mayExport}
        reading={reading}
        seesNames={mightEver(caller, 'person.read', member.now)}
        file={flow.reading.mayExportList(caller, 'entries') ? '/journal.csv' : undefined}
        views={views}
      />
    );
    return { title: member.t('menu.journal'), page: view };
  };
  on.get('/journal', show);
  const again = { show, back: () => '/journal' };
  const file: Handler<Member> = (member, req) => {
    const query = journalQuery(member.query);
    return listFile(parts, member, {
      name: 'journal',
      scope: { list: 'entries', action: query.action, outcome: query.outcome },
      columns: entryColumns(member.t, member.language),
      read: (page, caller) => flow.reading.journalFile(caller, query, page, goneOf(req)),
    });
  };
  onListFile(parts, '/journal', { show, act: 'entry.export', file });

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

  on.post(
    CHECKPOINT,
    async (member) => {
      await journal.sign(member.me.caller);
      const to = withQuery('/journal#point-de-controle', member.query, {});
      return { to, notice: { kind: 'success', text: 'checkpoint.done' } };
    },
    again,
  );

  const ownReading = (member: Member): Promise<OwnReading | undefined> => journal.reading(member.me.caller);
  const showReading = async (member: Member): Promise<Answer> => ({
    title: member.t('reading.title'),
    page: <ReadingPage reading={await ownReading(member)} />,
  });
  on.get(READING, showReading);
  follow(
    `${READING}/etat`,
    (member) => ({
      name: `reading ${member.me.person.id}`,
      sign: async () => JSON.stringify((await ownReading(member)) ?? null),
    }),
    async (member) => <ReadingProgress reading={await ownReading(member)} />,
  );
  on.get(`${READING}/fichier`, fileAnswer);
  on.post(
    `${READING}/arret`,
    async (member) => {
      await journal.stop(member.me.caller);
      return { to: READING };
    },
    { show: showReading, back: () => READING },
  );

  // after the addresses that are words
  on.get('/journal/:seq', async (member, req) => {
    const seq = entryNumber(part(req, 'seq'));
    const read = await flow.reading.entry(member.me.caller, seq);
    return { title: member.t('journal.entry', { seq }), page: <EntryPage {...read} /> };
  });
}

/** The number of an entry. Throws `not_found` for what is none. */
function entryNumber(text: string): number {
  const seq = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (seq >= 0) return seq;
  throw noSuchPage();
}

/** What the address asks for. Attacker-controlled, and the journal keeps what was asked for: only words that are known. */
function journalQuery(query: Values): JournalQuery {
  const given = (name: string): string | undefined =>
    single(query, name).replaceAll('\0', '').trim().slice(0, TEXT_MOST) || undefined;
  const text = given('texte');
  const kind = LIVES.find((one) => given(LIFE_PARAMETERS[one]) !== undefined);
  return {
    life: kind && { kind, ref: given(LIFE_PARAMETERS[kind]) ?? '' },
    text: text && lookedFor(text).text,
    everywhere: given('partout') !== undefined,
    looking: given('consultations') !== undefined,
    action: [given('acte')].find((name) => name !== undefined && isEntryAction(name)),
    actor: given('par') ?? ['system'].find((name) => name === given('acteur')),
    outcome: ENTRY_OUTCOMES.find((one) => one === given('issue')),
    from: beginOfDate(single(query, 'du')),
    to: beginOfDate(single(query, 'au'), 1),
  };
}
