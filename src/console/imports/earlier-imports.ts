import type { Caller } from '../../book/rights/roles.ts';
import { isAppError } from '../../errors.ts';
import type { Flow } from '../../flow/index.ts';

type Imports = Flow['imports'];

/** Files that came in before; none is shown to whoever has not given a factor yet, which sending a file asks them for. */
export const earlierImports = (
  imports: Pick<Imports, 'list'>,
  caller: Caller,
  kind: Parameters<Imports['list']>[1],
  page: Parameters<Imports['list']>[2],
): ReturnType<Imports['list']> =>
  imports.list(caller, kind, page).catch((error: unknown) => {
    if (isAppError(error, 'fresh_factor_needed')) return { items: [], next: null };
    throw error;
  });
