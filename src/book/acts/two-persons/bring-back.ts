import { isOpen } from '../../judge/standing.ts';
import { type Condition, must, ofPeople } from '../../language/language.ts';
import { SLACK_MS } from '../../language/sources.ts';
import { soleOfficer } from '../../rights/sole-officer.ts';
import type { DecisionName } from '../../rules/decisions.ts';
import { reopens } from '../people/reopening.ts';
import { arg, confirms, decided } from './decided.ts';

const isSoleOfficer = ofPeople(
  must(
    'la personne est le seul responsable sécurité dont le compte est ouvert',
    'the person is the only security officer whose account is open',
    (s) => {
      const person = decided('officer.bringBack', s)?.personId;
      const officer = soleOfficer(s.find('grantsOfRole', 'security-officer'), (id) => isOpen(s, id), s.clock.latest);
      return person !== undefined && officer === person;
    },
  ),
  'ne trouve pas de responsable sécurité qui soit le seul',
  'finds no security officer who is the only one',
);
/** The officer objects by cancelling it: behind several proposals one could be overlooked. */
const noOtherWaits = must(
  'aucune autre proposition de rétablir son accès n’est en attente',
  'no other proposal of it waits',
  (s) =>
    s
      .find('openProposals')
      .every(({ act, expiresAt }) => act !== 'officer.bringBack' || expiresAt < s.clock.latest + SLACK_MS),
);
/** What has to stand when an act is proposed, beside what holds for every proposal. */
export const PROPOSED_WHEN: Readonly<Partial<Record<DecisionName, readonly Condition[]>>> = {
  'officer.bringBack': [isSoleOfficer, noOtherWaits],
};

/** Two administrators open the account of the only security officer anew; whatever let somebody in before is void. */
export const BRING_BACK = confirms('officer.bringBack', {
  says: { officer: arg('officer.bringBack', 'personId'), reason: arg('officer.bringBack', 'reason') },
  writes: [
    ...reopens((s) => {
      const args = decided('officer.bringBack', s);
      return args ? [args.personId] : [];
    }),
  ],
  before: [isSoleOfficer],
});
