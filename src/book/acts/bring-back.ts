import type { DecisionName } from '../decisions.ts';
import { type Condition, must, ofPeople } from '../language.ts';
import { soleOfficer } from '../sole-officer.ts';
import { isOpen } from '../standing.ts';
import { arg, confirms, decided } from './decided.ts';
import { reopens } from './reopening.ts';

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
/** What has to stand when an act is proposed, beside what holds for every proposal. */
export const PROPOSED_WHEN: Readonly<Partial<Record<DecisionName, readonly Condition[]>>> = {
  'officer.bringBack': [isSoleOfficer],
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
