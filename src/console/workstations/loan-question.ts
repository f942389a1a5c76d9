import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';
import { endsWithMachine } from './ends-with-machine.ts';

/** What the question warns of and its button says: of tokens, of requests, or of both. */
function consequenceWords(tokens: number, requests: number): Pick<Question, 'warning' | 'send'> {
  if (tokens === 0) return { warning: 'workstations.loan.warning.requests', send: 'workstations.loan.send.requests' };
  if (requests === 0) return { warning: 'workstations.loan.warning', send: 'workstations.loan.send' };
  return { warning: 'workstations.loan.warning.both', send: 'workstations.loan.send.both' };
}

/** What ends as a machine comes back from a loan: tokens and requests; undefined where nothing does: then nothing is asked. */
export function loanQuestion(
  { t }: Pick<Member, 't'>,
  { workstation, tokens, openRequests }: Pick<WorkstationRecord, 'workstation' | 'tokens' | 'openRequests'>,
): Question | undefined {
  const { assetNumber, model, state } = workstation;
  const inUse = tokens.filter((token) => TOKEN_IN_USE.includes(token.state));
  if (inUse.length + openRequests.length === 0 || state !== 'loaned') return undefined;
  return {
    title: 'workstations.loan.title',
    facts: [
      { term: t('label.workstation'), value: `${assetNumber} – ${model}` },
      { term: t('label.state'), value: t(`state.workstation.${state}`), to: t('state.workstation.commissioned') },
      ...endsWithMachine(t, { tokens: inUse, requests: openRequests }),
    ],
    ...consequenceWords(inUse.length, openRequests.length),
    back: `/postes/${assetNumber}`,
  };
}
