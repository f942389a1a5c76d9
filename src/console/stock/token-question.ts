import { nextState } from '../../book/tables/lifecycle.ts';
import type { TokenDetail } from '../../flow/reading/token/tokens.ts';
import type { StockAction } from '../../flow/stock/stock-actions.ts';
import { grouped } from '../frame/components/names.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';

/** What leaves the stock for good, or is searched for by everybody. */
const GRAVE = ['scrap', 'miss', 'destroy'] as const;
export type GraveStockAction = (typeof GRAVE)[number];
export const isGrave = (action: StockAction | 'destroy'): action is GraveStockAction =>
  GRAVE.some((one) => one === action);

/** Which token it is, who has it, and how it stands afterwards: the next row of the list is another one. */
export function tokenQuestion(
  { t }: Pick<Member, 't'>,
  action: GraveStockAction,
  { token, holderName }: TokenDetail,
  back: string,
): Question {
  const after = nextState('token', token.state, action);
  return {
    title: `token.ask.${action}`,
    facts: [
      { term: t('label.serial'), value: grouped(token.id) },
      { term: t('label.model'), value: token.model },
      {
        term: t('label.state'),
        value: t(`state.token.${token.state}`),
        ...(after === undefined ? {} : { to: t(`state.token.${after}`) }),
      },
      { term: t('token.holder'), value: holderName ?? '—' },
    ],
    warning: `token.ask.${action}.warning`,
    send: action === 'destroy' ? 'token.destroy.do' : `stock.action.${action}`,
    back,
  };
}
