import type { TokenRow } from '../../book/tables/tables.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { grouped } from '../frame/components/names.ts';

/** The cells of a token that every list shows: serial, model, state. */
export function TokenCells({ token }: { token: TokenRow }) {
  return (
    <>
      <th scope="row" class="jeton-mono">
        <a href={`/stock/${token.id}`}>{grouped(token.id)}</a>
      </th>
      <td>{token.model}</td>
      <td>
        <StateBadge of={{ kind: 'token', state: token.state }} />
      </td>
    </>
  );
}
