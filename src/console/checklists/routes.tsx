import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import { OpenSheet } from '../../flow/workstation/commissioning-sheet.ts';
import { LabelSheet } from '../../flow/workstation/machine-labels.ts';
import { listed, parseForm, single } from '../frame/forms/forms.ts';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import { proposedNotice } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { ChecklistsPage, NextChecklist } from './checklists.tsx';
import { LabelsPage } from './labels.tsx';
import { parseChecklist } from './set-form.ts';

const LISTS = '/listes-de-controle';

/** What is signed before a machine is in service, and its next version, which a second person confirms. */
export function checklistRoutes({ door: { flow, papers }, on }: RouteParts): void {
  on.get(LISTS, async (member) => {
    const lists = await flow.reading.checklists(member.me.caller);
    const mayPropose = mightEver(member.me.caller, 'dualControl.propose', member.now);
    return { title: member.t('checklist.lists'), page: <ChecklistsPage lists={lists} mayPropose={mayPropose} /> };
  });
  const pdf = (file: { name: string; content: Buffer }): Answer => ({ file: { ...file, type: 'application/pdf' } });
  on.get(`${LISTS}/:id/cartes.pdf`, async (member, req) => pdf(await papers.cards(member.me.caller, part(req, 'id'))));
  on.get('/postes/etiquettes', (member) => ({
    title: member.t('labels.title'),
    page: <LabelsPage numbers={listed(member.query, 'numero')} />,
  }));
  on.post(
    '/postes/etiquettes',
    async (member) => {
      const workstations = single(member.values, 'numbers')
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean);
      const first = Number(single(member.values, 'first') || '1');
      const input = LabelSheet.safeParse({ workstations, first });
      if (!input.success) throw fieldError(input.error.issues[0]?.path[0] === 'first' ? 'first' : 'numbers', 'format');
      return pdf(await papers.labelSheet(member.me.caller, input.data));
    },
    {
      show: (member) => ({ title: member.t('labels.title'), page: <LabelsPage numbers={[]} /> }),
      act: 'workstation.register',
    },
  );
  const ofMachine = (req: Request) => `/postes/${part(req, 'number').toUpperCase()}`;
  const backTo: Handler<Member> = (_, req) => ({ to: ofMachine(req) });
  on.post(
    '/postes/:number/fiche',
    async (member, req) => {
      const round = Number(single(member.values, 'round'));
      const input = parseForm(
        OpenSheet,
        { workstation: part(req, 'number').toUpperCase(), round: String(round) },
        { numbers: ['round'] },
      );
      return pdf(await papers.commissioningSheet(member.me.caller, input));
    },
    { show: backTo, act: 'commissioning.print', back: ofMachine },
  );
  on.post(
    '/postes/:number/etiquette',
    async (member, req) => {
      await flow.labels.print(member.me.caller, { workstation: part(req, 'number').toUpperCase() });
      return { to: ofMachine(req), notice: { kind: 'success', text: 'labels.printed' } };
    },
    { show: backTo, act: 'workstation.register', back: ofMachine },
  );
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
      const proposal = await flow.dualControl.propose(member.me.caller, { act: 'checklist.set', args });
      return { to: '/double-controle', notice: proposedNotice(proposal) };
    },
    { show: next, act: 'dualControl.propose', back: () => LISTS },
  );
}
