import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { grouped } from '../frame/components/names.ts';
import type { Question } from '../frame/grave-acts.tsx';
import type { Translate } from '../frame/translate.ts';

/** What ends with a machine that is lost, retired or back from a loan: each token in use on it, and its own certificates where these end. */
export const endsWithMachine = (
  t: Translate,
  tokens: readonly Pick<TokenRow, 'id' | 'state'>[],
  certificates: number,
): Question['facts'] => [
  ...tokens.map((token) => ({
    term: t('workstations.retire.token', { serial: grouped(token.id) }),
    value: t(`state.token.${token.state}`),
    to: t('state.token.revoked'),
  })),
  ...(certificates > 0
    ? [
        {
          term: t('workstations.retire.certificate'),
          value: t('state.certificate.good'),
          to: t('state.certificate.revoked'),
        },
      ]
    : []),
];
