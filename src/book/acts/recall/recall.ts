import { act, adds, addsMany, all, moves, must, type Source, service, who } from '../../language/language.ts';
import { type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, empty, fresh, from, given, now, subject } from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { isRecalledBy, liveTokens } from '../../rules/stock/recalls.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { Row } from '../../tables/row.ts';
import { TOKEN_BLANK, TOKEN_IN_USE, TOKEN_LIVE, TOKEN_RECALLABLE } from '../../tables/states.ts';
import { arg, confirms, decided } from '../two-persons/decided.ts';

/** Nothing is done for a recall once it is closed. */
export const recallIsOpen = must(
  'le rappel est ouvert',
  'the recall is open',
  (s) => s.value('recall.state') === 'open',
);

/** The token of the item that is being written, as it stood. */
const tokenOf = (s: Scene): Row | undefined => s.get('token', String(s.written('recallItem.tokenId')));
const ofToken = (column: 'state' | 'holderId'): Source =>
  computed(`\`token.${column}\``, `token.${column}`, (v, s) => {
    const token = tokenOf(s);
    return (
      token !== undefined &&
      v === (isOneOf(TOKEN_BLANK, token['state']) && column === 'holderId' ? null : token[column])
    );
  });
const isBlank = must('le jeton est vierge', 'the token is blank', (s) => isOneOf(TOKEN_BLANK, tokenOf(s)?.['state']));

/** The tokens of the items that the entry writes, each once. */
const hitTokens = (s: Scene): Row[] =>
  [...new Set(s.writtenOf('recallItem').map(({ after }) => String(after.tokenId)))].flatMap(
    (id) => s.get('token', id) ?? [],
  );
const blanks: Rows = (s) => hitTokens(s).filter(({ state }) => isOneOf(TOKEN_BLANK, state));
const revokedNow: Rows = (s) =>
  s.value('recall.way') === 'revoke-now' ? hitTokens(s).filter(({ state }) => isOneOf(TOKEN_IN_USE, state)) : [];

const isHitBy = (s: Scene, tokenId: string): boolean =>
  s.find('itemsOfToken', tokenId).some(({ recallId }) => recallId === s.subjectId);
/** The tokens that an entry of a date revokes, as they stood. */
const overdue: Rows = (s) => s.writtenOf('token').flatMap(({ id }) => s.get('token', id) ?? []);

/**
 * A flaw in a model, a firmware, a batch: two persons decide which tokens go and how; the service does it in turns, and a
 * person closes it when nothing is left.
 */
export const RECALL_ACTS = [
  confirms('recall.open', {
    writes: [
      adds('recall', {
        id: fresh,
        kind: arg('recall.open', 'kind'),
        model: arg('recall.open', 'model'),
        value: arg('recall.open', 'value'),
        way: arg('recall.open', 'way'),
        revokeAt: arg('recall.open', 'revokeAt'),
        state: constant('open'),
        proposerId: from('proposal.proposerId'),
        confirmerId: actor,
        openedAt: now,
      }),
    ],
    before: [
      must('la date décidée est à venir', 'the date that was decided is to come', (s) => {
        const at = decided('recall.open', s)?.revokeAt;
        return at === undefined || at > s.clock.earliest;
      }),
      must('aucun rappel ouvert ne porte sur la même chose', 'no open recall is of the same', (s) => {
        const args = decided('recall.open', s);
        return s
          .find('recalls')
          .every(
            ({ state, kind, model, value }) =>
              state !== 'open' ||
              kind !== args?.kind ||
              model !== (args.model ?? null) ||
              value !== (args.value ?? null),
          );
      }),
    ],
  }),
  act('recall.hit', {
    fr: 'Appliquer le rappel à ses jetons : les vierges vont au rebut, ceux en service sont révoqués si le rappel le prévoit',
    en: 'Apply the recall to its tokens: blanks are scrapped, those in use are revoked where the recall says so',
    by: service('deux personnes ont décidé le rappel', 'two persons decided the recall'),
    on: { table: 'recall' },
    says: {
      model: computed('le modèle de chaque jeton touché', 'the model of each token that is hit', (v, s) =>
        hitTokens(s).every(({ model }) => model === v),
      ),
    },
    writes: [
      addsMany('recallItem', {
        id: fresh,
        recallId: subject,
        tokenId: computed(
          'un jeton du rappel, là quand il fut décidé, vierge ou en service, et que celui-ci n’a pas touché encore',
          'a token of the recall that was here when it was decided, is blank or in use, and was not hit by it yet',
          (v, s) => {
            const token = typeof v === 'string' ? s.get('token', v) : undefined;
            if (token === undefined || !isOneOf(TOKEN_RECALLABLE, token.state) || isHitBy(s, token.id)) return false;
            const twice = s.writtenOf('recallItem').filter(({ after }) => after.tokenId === v).length > 1;
            return !twice && isRecalledBy(s.row('recall') ?? {}, token);
          },
        ),
        found: ofToken('state'),
        holderId: ofToken('holderId'),
        since: computed(
          'quand son porteur l’a reçu, sinon quand il fut livré',
          'when its holder received it, else when it was delivered',
          (v, s) => {
            const token = tokenOf(s);
            return token !== undefined && v === (token['activatedAt'] ?? token['receivedAt']);
          },
        ),
        hitAt: now,
        settledAt: given(isBlank, now, empty),
        left: given(isBlank, constant('blank'), empty),
      }),
      all(blanks, moves('token', 'scrap')),
      ...revokes({ tokens: revokedNow }, constant('recalled')),
    ],
    before: [
      recallIsOpen,
      must('un jeton au moins est touché', 'a token at least is hit', (s) => s.writtenOf('recallItem').length > 0),
    ],
  }),
  act('recall.revoke', {
    fr: 'Révoquer des jetons du rappel, à la date décidée',
    en: 'Revoke tokens of the recall, at the date that was decided',
    by: service('la date décidée est passée', 'the date that was decided is past'),
    on: { table: 'recall' },
    writes: revokes({ tokens: overdue }, constant('recalled')),
    before: [
      recallIsOpen,
      must('la date décidée est passée', 'the date that was decided is past', (s) => {
        const at = s.value('recall.revokeAt');
        return typeof at === 'number' && at <= s.clock.latest;
      }),
      must('le rappel a touché chacun de ces jetons', 'the recall hit each of these tokens', (s) => {
        const ids = overdue(s).map(({ id }) => String(id));
        return ids.length > 0 && ids.every((id) => isHitBy(s, id));
      }),
    ],
  }),
  stepActs('recall')('recall.close', 'close', {
    fr: 'Clore un rappel dont rien ne reste',
    en: 'Close a recall of which nothing is left',
    by: who('recall.close'),
    cells: { closedAt: now, closerId: actor },
    before: [
      must(
        'aucun jeton du rappel n’est vierge, en production ou en service',
        'no token of the recall is blank, being made or in use',
        (s) => liveTokens(s, s.row('recall')).every(({ state }) => !isOneOf(TOKEN_LIVE, state)),
      ),
      must('tout est réglé pour chaque jeton touché', 'all is settled for each token that was hit', (s) => {
        return s.count('unsettledItems', s.subjectId) === 0;
      }),
    ],
  }),
];
