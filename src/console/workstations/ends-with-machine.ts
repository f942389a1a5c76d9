import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { grouped } from '../frame/components/names.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Translate } from '../frame/translate.ts';

interface Ends {
  tokens: readonly Pick<TokenRow, 'id' | 'state'>[];
  /** Its own, where these end. */
  certificates?: number;
  requests: readonly Pick<RequestRow, 'number' | 'state'>[];
}

/** What ends with a machine that is lost, retired or back from a loan: tokens in use on it, its own certificate, requests for it. */
export const endsWithMachine = (t: Translate, { tokens, certificates = 0, requests }: Ends): Question['facts'] => [
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
  ...requests.map((request) => ({
    term: t('workstations.request', { number: request.number }),
    value: t(`state.request.${request.state}`),
    to: t('state.request.withdrawn'),
  })),
];
