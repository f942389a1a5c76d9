import { mightEver } from '../../book/rights/authorise.ts';
import type { Handler } from '../frame/exchange.tsx';
import { single } from '../frame/forms.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { ChecklistsPage, NextChecklist } from './checklists.tsx';
import { parseChecklist } from './set-form.ts';

const LISTS = '/listes-de-controle';

/** What is signed before a machine is in service, and its next version, which a second person confirms. */
export function checklistRoutes({ door: { flow }, on }: RouteParts): void {
  on.get(LISTS, async (member) => {
    const lists = await flow.reading.checklists(member.me.caller);
    const mayPropose = mightEver(member.me.caller, 'dualControl.propose', member.now);
    return { title: member.t('checklist.lists'), page: <ChecklistsPage {...{ lists, mayPropose }} /> };
  });
  const next: Handler<Member> = async (member) => {
    const from = single(member.query, 'de') || single(member.values, 'de');
    const list = (await flow.reading.checklists(member.me.caller)).find(({ id }) => id === from);
    return { title: member.t(list ? 'checklist.change' : 'checklist.new'), page: <NextChecklist list={list} /> };
  };
  on.get(`${LISTS}/nouvelle`, next);
  on.post(
    LISTS,
    async (member) => {
      const args = parseChecklist(member.values);
      await flow.dualControl.propose(member.me.caller, { act: 'checklist.set', args });
      return { to: '/double-controle', notice: { kind: 'success', text: 'dual.proposed' } };
    },
    { show: next, act: 'dualControl.propose', back: () => LISTS },
  );
}
