import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { move, nextState } from '../../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../book/tables/rows/workstations.ts';
import { CERTIFICATE_LIVE, TOKEN_IN_USE } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import type { Deps } from '../../act.ts';
import { isVisible, notThere, tokensSeen } from '../../visibility.ts';
import { endsWithUse } from '../../workstation/end-of-use.ts';
import { workstationCalled } from '../../workstation/find-workstation.ts';
import { atLoss } from '../../workstation/loss.ts';

/** A machine as it is shown to whoever may report its loss: what its label says. */
export type MachineLabel = Pick<WorkstationRow, 'id' | 'assetNumber' | 'model' | 'service' | 'site' | 'state'>;
/** What the loss of a machine takes away. */
export interface LossHit {
  machine: MachineLabel;
  /** Those in use on it that the caller may see. */
  tokens: Pick<TokenRow, 'id' | 'state'>[];
  /** How many more there are: an agent learns no number of somebody else’s. */
  others: number;
  /** Its own certificates. */
  certificates: number;
  /** Requests for it that the caller may see, and how many more there are. */
  requests: Pick<RequestRow, 'number' | 'state'>[];
  otherRequests: number;
}

const labelOf = ({ id, assetNumber, model, service, site, state }: WorkstationRow): MachineLabel => ({
  id,
  assetNumber,
  model,
  service,
  site,
  state,
});

/** Machines whose loss the caller may report, and what it takes away. */
export function createMachineLossReading({ store, clock }: Pick<Deps, 'store' | 'clock'>) {
  const { reads } = store;
  const mayReportLoss = async (caller: Caller, machine: WorkstationRow): Promise<boolean> =>
    may(caller, 'workstation.lose', await atLoss(reads, machine), clock.now());

  /** Who may report any machine is told that there is none; all others hear of one that is not theirs what they hear of none. */
  const notToReport = (caller: Caller): AppError =>
    may(caller, 'workstation.lose', {}, clock.now())
      ? notThere('workstation')
      : new AppError('not_found', 'no workstation whose loss you may report has this number', {
          detail: { why: 'loss-not-yours' },
        });

  return {
    /** Whether the caller may report the loss of this machine. */
    mayReportLoss,

    /** Of the machines that this person uses: those that the caller may report lost now. */
    machinesToReport: async (caller: Caller, personId: string): Promise<MachineLabel[]> => {
      const tokens = await reads.find('token', { holderId: personId, state: TOKEN_IN_USE });
      const given = await reads.find('workstation', { holderId: personId });
      const more = tokens.flatMap(({ workstationId }) => workstationId ?? []);
      const bound = await reads.find('workstation', { id: more.filter((id) => given.every((one) => one.id !== id)) });
      const used = [...given, ...bound].filter(({ state }) => nextState('workstation', state, 'lose') !== undefined);
      const mine = await Promise.all(
        used.map(async (one) => ((await mayReportLoss(caller, one)) ? [labelOf(one)] : [])),
      );
      return mine.flat().sort((a, b) => (a.assetNumber < b.assetNumber ? -1 : 1));
    },

    /** What the loss of this machine takes away. Throws `not_found` for somebody else's, as for none, `wrong_state` where it cannot be lost. */
    lossHit: async (caller: Caller, ref: string): Promise<LossHit> => {
      const machine = await workstationCalled(reads, ref);
      if (!machine || !(await mayReportLoss(caller, machine))) throw notToReport(caller);
      move('workstation', machine, 'lose');
      const { tokens, requests: open } = await endsWithUse(reads, machine.id);
      const certificates = await reads.count('certificate', { workstationId: machine.id, state: CERTIFICATE_LIVE });
      const sees = await tokensSeen(reads, caller, tokens, clock.now());
      const shown = tokens.filter(sees).map(({ id, state }) => ({ id, state }));
      const requests = open
        .filter((request) => isVisible(['request.read'], caller, request, clock.now()))
        .map(({ number, state }) => ({ number, state }));
      const rest = { others: tokens.length - shown.length, otherRequests: open.length - requests.length };
      return { machine: labelOf(machine), tokens: shown, certificates, requests, ...rest };
    },
  };
}
