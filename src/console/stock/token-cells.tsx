import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TokenBadges } from '../frame/components/badges.tsx';
import { grouped } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The cells of a token that every list shows: serial, model, state; the firmware below the model where a list asks for it. */
export function TokenCells({
  token,
  firmware = false,
}: {
  token: TokenRow & { temporary?: boolean };
  firmware?: boolean;
}) {
  const { t } = useVisit();
  return (
    <>
      <th scope="row" class="jeton-mono">
        <a href={`/stock/${token.id}`}>{grouped(token.id)}</a>
      </th>
      <td>
        {token.model}
        {firmware && token.firmware !== null && (
          <p class="jeton-small jeton-muted fr-mb-0">
            {t('stock.firmware')} {token.firmware}
          </p>
        )}
      </td>
      <td>
        <TokenBadges of={{ temporary: false, ...token }} />
      </td>
    </>
  );
}
