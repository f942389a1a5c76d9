import { all, moves, type Source, sets, some, type Write } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { empty, now } from '../../language/sources.ts';
import type { Row } from '../../tables/row.ts';
import { type Given, isOperatorRole } from './granting.ts';

/**
 * Accounts wait for a link again, which somebody else makes (`inviter`), and for a second person's code. Whatever let
 * somebody in before is void: API tokens end, and proposals of their owner are cancelled. Tokens whose time is over may
 * be left as they are, for over the years they are more than an entry holds.
 */
export function reopens(persons: (scene: Scene) => readonly string[], inviter: Source = empty): readonly Write[] {
  const each = (rows: (s: Scene, id: string) => readonly Row[]) => (s: Scene) =>
    persons(s).flatMap((id) => rows(s, id));
  const account = (s: Scene, id: string): readonly Row[] => {
    const row = s.get('account', id);
    return row ? [row] : [];
  };
  return [
    all(each(account), moves('account', ['invite', 'enable'], { inviterId: inviter, voucherId: empty })),
    all(
      each((s, id) => s.find('apiTokensOfPerson', id).filter(({ expiresAt }) => expiresAt > s.clock.latest)),
      sets('apiToken', { revokedAt: now }),
    ),
    some(
      each((s, id) => s.find('apiTokensOfPerson', id).filter(({ expiresAt }) => expiresAt <= s.clock.latest)),
      sets('apiToken', { revokedAt: now }, { as: 'expiredToken' }),
    ),
    all(
      each((s, id) => s.find('proposalsOfPerson', id)),
      moves('proposal', 'cancel', {}, { as: 'ownProposal' }),
    ),
  ];
}

/** Whether one person alone opened the account, and could be who comes in. */
const isOpenedAlone = (account: Row | undefined): boolean =>
  account?.['state'] === 'active' && account['voucherId'] === null;

/** Whose account an operator's role closes: those of which one person alone opened it. */
export const closedFor =
  (given: (scene: Scene) => readonly Given[]) =>
  (s: Scene): string[] => {
    const operators = given(s).filter(({ role }) => isOperatorRole(role));
    return [...new Set(operators.map(({ personId }) => personId))].filter((id) => isOpenedAlone(s.get('account', id)));
  };
