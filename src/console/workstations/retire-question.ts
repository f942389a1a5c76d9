import { TOKEN_IN_USE, WORKSTATION_GIVEN_UP } from '../../book/tables/states.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { endsWithMachine } from './ends-with-machine.ts';

type Standing = Pick<WorkstationRecord, 'workstation' | 'holder' | 'tokens' | 'certificates' | 'openRequests'>;

/** Which machine is retired, who has it, and what ends with it: there is no way back from there. */
export function retireQuestion(
  { t }: Member,
  { workstation, holder, tokens, certificates, openRequests }: Standing,
): Question {
  const { assetNumber, model, state } = workstation;
  const inUse = tokens.filter((token) => TOKEN_IN_USE.includes(token.state));
  const own = certificates.filter((certificate) => certificate.state === 'good' && certificate.tokenId === null);
  return {
    title: 'workstations.retire.title',
    facts: [
      { term: t('label.workstation'), value: `${assetNumber} – ${model}` },
      {
        term: t('record.holder'),
        value: holder === null ? t('record.holder.none') : (holder.name ?? t('record.holder.hidden')),
      },
      { term: t('label.state'), value: t(`state.workstation.${state}`), to: t('state.workstation.retired') },
      ...endsWithMachine(t, { tokens: inUse, certificates: own.length, requests: openRequests }),
    ],
    // who retires a lost or blocked machine has said so already
    warning: WORKSTATION_GIVEN_UP.includes(state) ? 'workstations.retire.forGood' : 'workstations.retire.warning',
    send: 'workstation.action.retire',
    back: `/postes/${assetNumber}`,
  };
}
