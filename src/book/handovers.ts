import { must, type Named, newest } from './language.ts';
import type { ActedOn } from './relations.ts';
import { textOf } from './row.ts';
import type { Scene } from './scene.ts';
import { TOKEN_IN_USE } from './states.ts';

/** The request that a hand-over or a letter is of. */
const requestId = (s: Scene): string | null => textOf(s.row('request'), 'id');
/** The hand-over that the request is in; a failed one is over. */
export const currentHandover: Named = newest(
  'handover',
  (s) => s.find('handoversOfRequest', requestId(s)),
  'challengedAt',
);
/** The token that was sealed for the request, and is in use. */
export const tokenOfRequest: Named = {
  table: 'token',
  find: (s) =>
    s.find('tokensOfRequest', requestId(s)).find(({ state }) => (TOKEN_IN_USE as readonly unknown[]).includes(state)),
};

/** Who has the hand-over in hand: they do not say for its holder that the token arrived. */
export const handedOverBy = (s: Scene): Pick<ActedOn, 'carrierIds'> => {
  const operator = textOf(s.row('handover'), 'operatorId');
  return { carrierIds: operator === null ? [] : [operator] };
};

export const hasHandover = must(
  'une remise est en cours',
  'a hand-over has begun',
  (s) => s.row('handover') !== undefined,
);
export const atDesk = must('la remise a lieu au guichet', 'the hand-over is at the desk', (s) => {
  return s.value('handover.mode') === 'desk';
});
export const challenged = must(
  'le jeton a signé son défi de remise',
  'the token has signed the challenge of its hand-over',
  (s) => typeof s.value('handover.challengedAt') === 'number',
);
export const accepted = must('le certificat a été accepté', 'the certificate was accepted', (s) => {
  return typeof s.value('handover.acceptedAt') === 'number';
});
export const isProduced = must('la demande est produite', 'the request is produced', (s) => {
  return s.value('request.state') === 'produced';
});
