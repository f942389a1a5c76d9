import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import type { Question } from '../frame/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { endsWithMachine } from './ends-with-machine.ts';

/** Which tokens end as a machine comes back from a loan; undefined where none is bound to it: then nothing is asked. */
export function loanQuestion(
  { t }: Pick<Member, 't'>,
  { workstation, tokens }: Pick<WorkstationRecord, 'workstation' | 'tokens'>,
): Question | undefined {
  const { assetNumber, model, state } = workstation;
  const inUse = tokens.filter((token) => TOKEN_IN_USE.includes(token.state));
  if (inUse.length === 0 || state !== 'loaned') return undefined;
  return {
    title: 'workstations.loan.title',
    facts: [
      { term: t('label.workstation'), value: `${assetNumber} – ${model}` },
      { term: t('label.state'), value: t(`state.workstation.${state}`), to: t('state.workstation.commissioned') },
      ...endsWithMachine(t, inUse, 0),
    ],
    warning: 'workstations.loan.warning',
    send: 'workstations.loan.send',
    back: `/postes/${assetNumber}`,
  };
}
