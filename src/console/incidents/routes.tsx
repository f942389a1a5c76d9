import { mightEver, reachOf } from '../../book/rights/authorise.ts';
import { AppError, isAppError } from '../../errors.ts';
import { BlockIncident, CloseIncident, ReportIncident } from '../../flow/incident/incident.ts';
import { BlockMany, HitMany } from '../../flow/incident/named-many.ts';
import type { TakenAway } from '../../flow/reading/incident/incident-blocks.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import { newsOn } from '../frame/live/news.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { readIncidents } from './filters.tsx';
import { IncidentPage, PastIncidentsPage } from './incident.tsx';
import { ManyPage } from './many.tsx';
import { blockQuestion, manyQuestion } from './questions.ts';
import { INCIDENTS, ReflexesPage, ReportPage } from './report.tsx';
import { blocksColumns, reportColumns, reportLines } from './report-file.ts';
import { ManyBlockedPage } from './taken-away.tsx';

/** What a form says: the machine chosen or typed, none for `none`. */
function reported(values: Values): Values {
  const machine = single(values, 'workstation') || single(values, 'machine');
  const { machine: _, workstation: __, ...rest } = values;
  const isOther = single(values, 'person') !== '' && single(values, 'workstation') === '';
  return isOther || machine === '' || machine === 'none' ? rest : { ...rest, workstation: machine.toUpperCase() };
}
/** Numbers and ids as they were typed, one a line, or of a list. */
function manyOf({ workstations: numbers = [], people: ids = [], ...rest }: Values): Values {
  // nothing that was typed is left out of a block: what is no machine and nobody is told in the result
  const words = (typed: string | readonly string[], between: RegExp): string[] =>
    [typed]
      .flat()
      .join('\n')
      .split(between)
      .map((word) => word.trim())
      .filter((word) => word !== '');
  const workstations = words(numbers, /[\s,;]+/).map((number) => number.toUpperCase());
  const people = words(ids, /[\n,;]+/);
  return {
    ...rest,
    ...(workstations.length > 0 ? { workstations } : {}),
    ...(people.length > 0 ? { people } : {}),
  };
}
/** A service alone has no list. */
const listsOf = (values: Values) => ({ lists: ['workstations', 'people'].filter((name) => name in values) });

/** Phishing and ransomware: from the report of whoever met it to what a security officer does. */
export function incidentRoutes(parts: RouteParts): void {
  const {
    door: { flow, papers },
    on,
  } = parts;
  const withNews = newsOn(parts, {
    base: '/incidents',
    of: 'id',
    about: (id) => ({ kind: 'incident', ref: id }),
    read: (member, id, since) => flow.reading.incidentNews(member.me.caller, id, since),
  });

  const readsIncidents = ({ me, now }: Member): boolean => mightEver(me.caller, 'incident.read', now);
  const backOf = (member: Member): string => (readsIncidents(member) ? INCIDENTS : '/mes-jetons');

  const reportPage: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const machines = (await flow.incident.machinesToName(caller)).map(({ assetNumber }) => assetNumber);
    const reach = reachOf(caller, ['incident.report'], member.now);
    const forOthers = reach === 'all' || reach.length > 0;
    const page = <ReportPage machines={machines} forOthers={forOthers} back={backOf(member)} />;
    return { title: member.t('incident.report'), page };
  };
  on.get('/incidents/signaler', reportPage);
  on.get('/incidents/reflexes', (member) => ({
    title: member.t('incident.reflexes'),
    page: <ReflexesPage readsIncidents={readsIncidents(member)} />,
  }));
  on.post(
    '/incidents/signaler',
    async (member) => {
      const reflexes = '/incidents/reflexes';
      const input = parseForm(ReportIncident, reported(member.values));
      // whoever deals with incidents goes on there, and has the reflexes one click away
      const goesOn = readsIncidents(member);
      const more = goesOn ? ({ link: { href: reflexes, text: 'incident.reflexes' } } as const) : {};
      try {
        const { id } = await flow.incident.report(member.me.caller, input);
        const to = goesOn ? `/incidents/${id}` : reflexes;
        return { to, notice: { kind: 'success', text: 'incident.reported', ...more } };
      } catch (error) {
        if (!isAppError(error, 'already_done')) throw error;
        return { to: goesOn ? INCIDENTS : reflexes, notice: { kind: 'info', text: 'incident.known', ...more } };
      }
    },
    { show: reportPage, act: 'incident.report' },
  );

  /** Of the people whom a page names, those whose sheet the reader may open. */
  const opensOf = (member: Member, taken: readonly TakenAway[], others: readonly (string | null)[] = []) => {
    const ids = [...others, ...taken.map(({ personId }) => personId)].filter((id) => id !== null);
    return flow.reading.peopleToOpen(member.me.caller, ids);
  };
  const past: Handler<Member> = async (member) => {
    const list = await readIncidents(flow, member, 'closed');
    return { title: member.t('incident.past'), page: <PastIncidentsPage {...list} /> };
  };
  on.get('/incidents', past);
  const blocks: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const blocked = await flow.reading.blocksOfMany(caller, pageOf(member));
    const mayBlock = mightEver(caller, 'incident.block', member.now);
    const mayExport = flow.reading.mayExportList(caller, 'blocks');
    const opens = await opensOf(member, blocked.taken);
    const page = <ManyBlockedPage blocked={blocked} opens={opens} mayBlock={mayBlock} mayExport={mayExport} />;
    return { title: member.t('incident.blocks'), page };
  };
  on.get('/incidents/blocages', blocks);
  onListFile(parts, '/incidents/blocages', {
    show: blocks,
    act: 'incident.export',
    file: (member) =>
      listFile(parts, member, {
        name: 'blocages',
        scope: { list: 'blocks' },
        columns: blocksColumns(member),
        read: async (page, caller) => {
          const { taken, next } = await flow.reading.blocksOfMany(caller, page);
          return { items: taken, next };
        },
      }),
  });
  const many: Handler<Member> = (member) => {
    if (!mightEver(member.me.caller, 'incident.block', member.now))
      throw new AppError('forbidden', 'none of your roles may block machines');
    return { title: member.t('incident.many'), page: <ManyPage /> };
  };
  on.get('/incidents/postes', many);
  postGrave(on, '/incidents/postes', {
    ask: async (member) => {
      const values = manyOf(member.values);
      const { reason, ...which } = parseForm(BlockMany, values, listsOf(values));
      const hit = await flow.incident.hits(member.me.caller, HitMany.parse(which));
      return manyQuestion(member, { reason, service: which.service }, hit);
    },
    run: async (member) => {
      const values = manyOf(member.values);
      const input = parseForm(BlockMany, values, listsOf(values));
      const done = await flow.incident.blockMany(member.me.caller, input);
      return { title: member.t('incident.many'), page: <ManyPage done={{ ...done, asked: input }} /> };
    },
    show: many,
    act: 'incident.block',
    back: () => '/incidents/postes',
  });

  const report: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const incident = await flow.reading.incident(caller, part(req, 'id'));
    const mayExport = flow.reading.mayExportList(caller, 'incident');
    const { personId, reporterId, holderId } = incident;
    const opens = await opensOf(member, incident.taken, [personId, reporterId, holderId]);
    const page = <IncidentPage {...incident} mayExport={mayExport} opens={opens} />;
    return { title: member.t(`incident.short.${incident.kind}`), page };
  };
  const show: Handler<Member> = (member, req) => withNews(member, part(req, 'id'), async () => report(member, req));
  on.get('/incidents/:id', show, { toldNews: true });
  const file = (member: Member, req: Parameters<typeof part>[0]) => {
    const id = part(req, 'id');
    return listFile(parts, member, {
      name: 'incident',
      scope: { list: 'incident', incident: id },
      columns: reportColumns(member),
      read: async (_, caller) => ({ items: reportLines(await flow.reading.incident(caller, id)), next: null }),
    });
  };
  on.post(
    '/incidents/:id.pdf',
    async (member, req) => {
      const report = await papers.incidentReport(member.me.caller, { incidentId: part(req, 'id') });
      return { file: { ...report, type: 'application/pdf' } };
    },
    { show, act: 'incident.export', back: ({ url }) => url.replace('.pdf', '') },
  );
  on.post('/incidents/:id.csv', file, { show, act: 'incident.export', back: ({ url }) => url.replace('.csv', '') });
  postGrave(on, '/incidents/:id/bloquer', {
    ask: async (member, req) => {
      const incident = await flow.reading.incident(member.me.caller, part(req, 'id'));
      const { reason } = parseForm(BlockIncident, { ...member.values, incidentId: incident.id });
      return blockQuestion(member, reason ?? incident.kind, incident);
    },
    run: async (member, req) => {
      const id = part(req, 'id');
      const input = parseForm(BlockIncident, { ...member.values, incidentId: id });
      const { tokens, credentials, published } = await flow.incident.block(member.me.caller, input);
      return {
        to: `/incidents/${id}`,
        notice: {
          kind: published ? 'success' : 'warning',
          text: published ? 'incident.blocked' : 'incident.blocked.later',
          params: { tokens, credentials },
        },
      };
    },
    show,
    act: 'incident.block',
  });
  on.post(
    '/incidents/:id/clore',
    async (member, req) => {
      const input = parseForm(CloseIncident, { ...member.values, incidentId: part(req, 'id') });
      await flow.incident.close(member.me.caller, input);
      return { to: '/securite', notice: { kind: 'success', text: 'incident.closed' } };
    },
    { show, act: 'incident.close' },
  );
}
