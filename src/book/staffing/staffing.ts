import { ROLES, type Role } from '../tables/codes.ts';
import { type Bar, hasRight, type Member, type PlayedAct, play, type Rows, standsBy } from './play.ts';

/** Who is there beside the team: whoever the token is for, and the correspondent of their service. */
export type Outsider = 'holder' | 'correspondent';
export interface ScenarioStep extends PlayedAct {
  /** Left out: somebody of the team. */
  by?: Outsider;
  /** Other acts that do as well. */
  or?: readonly string[];
}
/** Something that is done from its first act to its last. */
export interface Scenario {
  steps: readonly ScenarioStep[];
  /** How the rows stand before it, the team's own left aside. */
  rows: Rows;
  /** Whom the token is really for, and their service; left out: somebody. */
  holder?: Member;
  /** When it begins, epoch milliseconds; left out: any time. */
  begin?: number;
}
export interface Assigned {
  key: string;
  person: string;
  role: Role;
  beside?: string;
}
/** Who does what; or the act that nobody is left for, and what bars those who have the right to it. */
export type Staffed =
  | { done: true; by: readonly Assigned[] }
  | { done: false; by: readonly Assigned[]; key: string; bars: readonly Bar[] };

const SERVICE = 'PREF-33';
const HOLDER: Member = { id: 'holder', service: SERVICE, grants: [{ role: 'agent', scope: '*' }] };
const correspondentOf = (service: string): Member => ({
  id: 'correspondent',
  service,
  grants: [{ role: 'correspondent', scope: service }],
});

/** More people with the same roles change nothing: no act takes more different ones. */
const ENOUGH = 4;
const kindOf = ({ service, grants }: Member): string =>
  JSON.stringify([service, grants.map(({ role, scope }) => `${role} ${scope}`).sort()]);
function few(team: readonly Member[], busy: ReadonlySet<string>): Member[] {
  const idle = new Map<string, number>();
  return team.filter((member) => {
    if (busy.has(member.id)) return true;
    const count = (idle.get(kindOf(member)) ?? 0) + 1;
    idle.set(kindOf(member), count);
    return count <= ENOUGH;
  });
}

/** The rows with those that say who the people are. */
function withPeople(rows: Rows, people: readonly Member[]): Rows {
  const of = (table: 'person' | 'account' | 'grant') => new Map(rows.get(table));
  const [person, account, grant] = [of('person'), of('account'), of('grant')];
  for (const { id, service, grants } of people) {
    if (!person.has(id)) person.set(id, { id, service, purgedAt: null });
    if (!account.has(id)) account.set(id, { id, state: 'active', inviterId: 'system', voucherId: 'system' });
    grants.forEach(({ role, scope }, i) => {
      const dates = { validFrom: null, validUntil: null, revokedAt: null };
      grant.set(`${id}-${i}`, { id: `${id}-${i}`, personId: id, role, scope, grantedAt: 0, ...dates });
    });
  }
  return new Map([...rows, ['person', person], ['account', account], ['grant', grant]]);
}

/** Everybody of whom a row says that they did something: they are like nobody else. */
const namedIn = (rows: Rows): ReadonlySet<string> =>
  new Set([...rows.values()].flatMap((of) => [...of.values()].flatMap((row) => Object.values(row).map(String))));

interface Search {
  steps: readonly ScenarioStep[];
  outsiders: Readonly<Record<Outsider, Member>>;
  begin: number | undefined;
  team: readonly Member[];
  /** The furthest that anybody came. */
  furthest: { at: number; by: readonly Assigned[]; bars: readonly Bar[] };
}

/** Who may try what: those who acted first, and of the others one of each kind, since they are alike. */
function candidates(
  { team, outsiders }: Search,
  { key: first, by, or = [] }: ScenarioStep,
  acted: ReadonlySet<string>,
) {
  const idle = new Set<string>();
  const people = by ? [outsiders[by]] : team;
  const alike = people.filter((member) => {
    if (acted.has(member.id)) return true;
    const kind = kindOf(member);
    return !idle.has(kind) && idle.add(kind);
  });
  const tries = [first, ...or].flatMap((key) => alike.map((member) => ({ key, member })));
  return tries.flatMap(({ key, member }) => {
    const roles = ROLES.filter((role) => member.grants.some((g) => g.role === role) && hasRight(key, role));
    const others = standsBy(key) ? team.filter(({ id }) => id !== member.id).map(({ id }) => id) : [undefined];
    return roles.flatMap((role) => others.map((beside) => ({ key, member, role, beside })));
  });
}

function search(of: Search, rows: Rows, by: readonly Assigned[], acted: ReadonlySet<string>): Staffed | undefined {
  const step = of.steps[by.length];
  if (step === undefined) return { done: true, by };
  const bars: Bar[] = [];
  for (const { key, ...doer } of candidates(of, step, acted)) {
    const { member, role, beside } = doer;
    const played = play(rows, { ...step, key }, doer, of.begin);
    if (!('rows' in played)) {
      bars.push(played);
      continue;
    }
    const assigned = { key, person: member.id, role, ...(beside === undefined ? {} : { beside }) };
    const found = search(of, played.rows, [...by, assigned], new Set([...acted, member.id]));
    if (found) return found;
  }
  if (by.length > of.furthest.at) of.furthest = { at: by.length, by, bars };
  return undefined;
}

/**
 * Whether these people can do the scenario from its first act to its last, and who does what: every assignment that the
 * book allows is tried. Where none is, the act to which the best of them came, and what bars each who has the right.
 */
export function staff(team: readonly Member[], { steps, rows, holder = HOLDER, begin }: Scenario): Staffed {
  const busy = namedIn(rows);
  const outsiders = { holder, correspondent: correspondentOf(holder.service) };
  const of: Search = { steps, outsiders, begin, team: few(team, busy), furthest: { at: -1, by: [], bars: [] } };
  const all = withPeople(rows, [...Object.values(outsiders), ...of.team]);
  const found = search(of, all, [], busy);
  if (found) return found;
  const { at, by, bars } = of.furthest;
  return { done: false, by, key: steps[at]?.key ?? '', bars };
}

const NEWCOMER = 'newcomer';
/** By which one more person, with one role, the team could do it. */
export function whoWouldHelp(team: readonly Member[], scenario: Scenario): Role[] {
  return ROLES.filter((role) => {
    const member: Member = { id: NEWCOMER, service: SERVICE, grants: [{ role, scope: '*' }] };
    return staff([...team, member], scenario).done;
  });
}
