import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import { OpenRecall } from '../../book/rules/stock/recalls.ts';
import { criterionOf } from '../../flow/recall/open.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { moment } from '../frame/dates.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { listFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { readRecalls } from './filters.tsx';
import { recallQuestion } from './questions.ts';
import { RecallPage, recalledColumns } from './recall.tsx';
import { RecallsPage } from './recalls.tsx';

/** What the form asks; its day begins at midnight in Paris. */
function asked(member: Member): OpenRecall {
  const { revokeAt: _, ...rest } = member.values;
  const day = single(member.values, 'revokeAt');
  if (day === '') return parseForm(OpenRecall, rest);
  const at = beginOfDate(day, 0);
  if (at === undefined) throw fieldError('revokeAt', 'format');
  return parseForm(OpenRecall, { ...rest, revokeAt: String(at) }, { numbers: ['revokeAt'] });
}

/** Recalls: proposed, followed, closed. */
export function recallRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  const list: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const mayPropose = mightEver(caller, 'recall.propose', member.now);
    const page = (
      <RecallsPage
        lists={await readRecalls(flow, member)}
        deliveries={
          mayPropose ? await flow.reading.deliveries(caller, single(member.query, 'livraison') || undefined) : undefined
        }
      />
    );
    return { title: member.t('recall.title'), page };
  };
  on.get('/rappels', list);
  postGrave(on, '/rappels', {
    ask: async (member) => {
      const input = asked(member);
      return recallQuestion(member, input, await flow.reading.recallHits(member.me.caller, criterionOf(input)));
    },
    run: async (member) => {
      await flow.dualControl.propose(member.me.caller, { act: 'recall.open', args: asked(member) });
      return { to: '/double-controle', notice: { kind: 'success', text: 'recall.proposed' } };
    },
    show: list,
    act: 'recall.propose',
  });

  const show: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const id = part(req, 'id');
    const page = (
      <RecallPage
        {...(await flow.reading.recall(caller, id))}
        tokens={await flow.reading.recalledTokens(caller, id, pageOf(member))}
        mayClose={mightEver(caller, 'recall.close', member.now)}
        mayExport={flow.reading.mayExportList(caller, 'recalled')}
      />
    );
    return { title: member.t('recall.title'), page };
  };
  on.get('/rappels/:id', show);
  const file = (member: Member, req: Request) => {
    const id = part(req, 'id');
    return listFile(parts, member, {
      name: 'rappel',
      scope: { list: 'recalled' },
      columns: recalledColumns(member.t, (at) => moment(member.language, at)),
      read: (page, caller) => flow.reading.recalledTokens(caller, id, page),
    });
  };
  on.post('/rappels/:id.csv', file, { show, act: 'stock.export', back: ({ url }) => url.replace('.csv', '') });
  on.post(
    '/rappels/:id/clore',
    async (member, req) => {
      await flow.recall.close(member.me.caller, { recallId: part(req, 'id') });
      return { to: '/rappels', notice: { kind: 'success', text: 'recall.done' } };
    },
    { show, act: 'recall.close' },
  );
}
