import { mightEver } from '../../book/rights/authorise.ts';
import { AppError } from '../../errors.ts';
import { WorkstationRef } from '../../flow/workstation/enrolment.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave, type Question, questionPage } from '../frame/forms/grave-acts.tsx';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import { homeOf } from '../frame/shell/menu.ts';
import type { Member } from '../frame/visit.ts';
import { LOSS_OF_MACHINE, lossQuestion, MachineLossPage } from './machine-loss.tsx';

/** The loss of a workstation: a link and one answer, day and night. */
export function machineLossRoutes({ door: { flow }, on }: RouteParts): void {
  /** Where somebody comes from who may open every machine, and everybody else. */
  const backTo = (member: Member, number: string): string =>
    mightEver(member.me.caller, 'workstation.change', member.now) ? `/postes/${number}` : homeOf(member);
  const question = async (member: Member, number: string): Promise<Question> => {
    const hit = await flow.reading.lossHit(member.me.caller, number);
    return lossQuestion(member, hit, backTo(member, hit.machine.assetNumber));
  };
  const form: Handler<Member> = async (member) => {
    const { caller } = member.me;
    if (!mightEver(caller, 'workstation.lose', member.now))
      throw new AppError('forbidden', 'none of your roles may report the loss of a workstation');
    const machines = await flow.reading.machinesToReport(caller, caller.personId);
    return {
      title: member.t('machineLoss.title'),
      page: <MachineLossPage machines={machines} back={homeOf(member)} />,
    };
  };
  on.get(LOSS_OF_MACHINE, async (member, req) => {
    const number = single(member.query, 'poste').toUpperCase();
    return number === '' ? form(member, req) : questionPage(member, await question(member, number), LOSS_OF_MACHINE);
  });
  const named = (member: Member) =>
    parseForm(WorkstationRef, {
      ...member.values,
      workstation: single(member.values, 'workstation').toUpperCase().replace(/\s/g, ''),
    });
  postGrave(on, LOSS_OF_MACHINE, {
    ask: (member) => question(member, named(member).workstation),
    run: async (member) => {
      const { workstation, published } = await flow.enrolment.reportLoss(member.me.caller, named(member));
      return {
        to: backTo(member, workstation),
        notice: {
          kind: published ? 'success' : 'warning',
          text: published ? 'machineLoss.done' : 'machineLoss.done.later',
          params: { number: workstation },
        },
      };
    },
    show: form,
    act: 'workstation.lose',
  });
}
