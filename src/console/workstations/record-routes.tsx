import { AmendWorkstation, AssignWorkstation, TakeBackWorkstation } from '../../flow/workstation/record.ts';
import { parseForm } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';

/** The forms of a workstation's record: who has it, and what was written wrong. */
export function recordRoutes({ door: { flow }, on }: RouteParts, workstation: Handler<Member>): void {
  const { record } = flow;
  on.post(
    '/postes/:number/attribution',
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      await record.assign(member.me.caller, parseForm(AssignWorkstation, { ...member.values, workstation: number }));
      return { to: `/postes/${number}`, notice: { kind: 'success', text: 'record.assign.done' } };
    },
    { show: workstation, act: 'workstation.assign' },
  );
  on.post(
    '/postes/:number/reprise',
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      await record.takeBack(
        member.me.caller,
        parseForm(TakeBackWorkstation, { ...member.values, workstation: number }),
      );
      return { to: `/postes/${number}`, notice: { kind: 'success', text: 'record.takeBack.done' } };
    },
    { show: workstation, act: 'workstation.assign' },
  );
  on.post(
    '/postes/:number/correction',
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      await record.amend(member.me.caller, parseForm(AmendWorkstation, { ...member.values, workstation: number }));
      return { to: `/postes/${number}`, notice: { kind: 'success', text: 'record.amend.done' } };
    },
    { show: workstation, act: 'workstation.amend' },
  );
}
