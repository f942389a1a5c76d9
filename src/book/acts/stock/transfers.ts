import { act, adds, any, type Condition, moves, must, not, sets, type Write, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, empty, from, now, subject } from '../../language/sources.ts';
import type { ActedOn } from '../../rights/relations.ts';
import { aLocation, onShelf, siteOf, someTokens } from '../../rules/stock/locations.ts';
import { textOf } from '../../tables/row.ts';

/** Whom a transfer's reception depends on: who sent it does not receive it. */
const transferActedOn = (s: Scene): ActedOn => ({ personId: textOf(s.row('stockTransfer'), 'sentBy') });

const nothingLeft = must('rien n’en reste en route', 'nothing of it is left on the way', (s) => {
  return s.findLater('tokensOnTheWay', s.value('stockTransfer.id') ?? null).length === 0;
});
const isOnIt: Condition = must(
  'le jeton est de ce transfert, en route',
  'the token is on the way by this transfer',
  (s) => s.find('tokensOnTheWay', s.subjectId).some(({ id }) => id === s.value('token.id')),
);
const said = { receivedBy: actor, receivedAt: now };
/** Who last said where some of it is; it ends once nothing is on the way. */
const told: Write[] = [
  moves('stockTransfer', 'end', said, { when: nothingLeft }),
  sets('stockTransfer', said, { when: not(nothingLeft) }),
];
/** A transfer ends with the last of its tokens, which is missing. */
export const endsWithLast: Write = moves(
  'stockTransfer',
  'end',
  {},
  {
    when: must(
      'le jeton était le dernier en route d’un transfert',
      'the token was the last on the way of a transfer',
      (s) => s.row('stockTransfer')?.['state'] === 'sent' && nothingLeft.holds(s),
    ),
  },
);

/** What goes from one site to another: one person sends it, another says what arrived. */
export const TRANSFER_ACTS = [
  act('stock.send', {
    fr: 'Envoyer des jetons à un emplacement d’un autre site',
    en: 'Send tokens to a location of another site',
    by: who('stock.transfer'),
    on: { table: 'stockTransfer', fresh: true },
    writes: [
      adds('stockTransfer', {
        id: subject,
        fromId: aLocation,
        toId: aLocation,
        count: computed('combien de jetons partent', 'how many tokens leave', (v, s) => {
          return v === s.writtenOf('token').length;
        }),
        state: constant('sent'),
        sentBy: actor,
        sentAt: now,
      }),
      any(
        sets(
          'token',
          { transferId: subject },
          {
            each: [
              onShelf,
              must('le jeton est à l’emplacement de départ', 'the token is at the location that it leaves', (s) => {
                return s.value('token.locationId') === s.written('stockTransfer.fromId');
              }),
            ],
          },
        ),
      ),
    ],
    before: [
      someTokens,
      must('les deux emplacements sont de sites différents', 'the two locations are of different sites', (s) => {
        return siteOf(s, s.written('stockTransfer.fromId')) !== siteOf(s, s.written('stockTransfer.toId'));
      }),
    ],
  }),
  act('stock.arrive', {
    fr: 'Recevoir les jetons d’un transfert qui sont vraiment là',
    en: 'Receive the tokens of a transfer that are really there',
    by: who('stock.arrive', transferActedOn),
    on: { table: 'stockTransfer' },
    writes: [
      any(sets('token', { locationId: from('stockTransfer.toId'), transferId: empty }, { each: [isOnIt] })),
      ...told,
    ],
    before: [someTokens],
  }),
  act('stock.takeBack', {
    fr: 'Remettre à leur place des jetons d’un transfert qui ne sont pas partis',
    en: 'Put back tokens of a transfer that did not leave',
    by: who('stock.transfer'),
    on: { table: 'stockTransfer' },
    writes: [any(sets('token', { transferId: empty }, { each: [isOnIt] })), ...told],
    before: [someTokens],
  }),
];
