import { may, mightEver } from '../../../book/rights/authorise.ts';
import { type Caller, OPERATOR_ROLES, rolesOf } from '../../../book/rights/roles.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import { type Deps, need } from '../../act.ts';
import { findRequest } from '../../request/request.ts';
import { isVisible, notThere, PERSON_VISIBLE_BY } from '../../visibility.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged } from '../paging.ts';
import { proposalsAboutPeople } from '../people/proposals-about-people.ts';
import { everyRow, ROWS_A_STATEMENT } from '../row-finder.ts';
import type { EntryItem } from './entry-lists.ts';
import { changesOf } from './entry-things.ts';
import type { FewAtOnce } from './few-at-once.ts';
import { createLifeEvents, type LifeEvent, type Told } from './life-events.ts';

const TOLD_OF_TOKEN: Told = { token: ['state', 'locationId', 'transferId', 'workstationId'], certificate: ['state'] };
const TOLD_OF_REQUEST: Told = {
  request: ['state', 'confirmedPriority', 'workstationId'],
  certificate: ['state'],
  letter: ['state'],
};
const TOLD_OF_PERSON: Told = {
  ...TOLD_OF_REQUEST,
  person: ['service', 'site'],
  account: ['state'],
  grant: ['role', 'scope'],
};
/** Acts on many tokens at once, whose subject is a location or a transfer: those that name the token are found among them. */
const ON_MANY_TOKENS = ['stock.receive', 'stock.move', 'stock.send', 'stock.arrive', 'stock.takeBack'];

const always = (): boolean => true;
const subjectsOf = (table: string, ids: readonly string[]): string[] => [...new Set(ids)].map((id) => `${table}:${id}`);
const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** Whether an entry changed this token, or was about it. */
const concerns = (serial: string) => (entry: EntryItem) =>
  entry.subject === `token:${serial}` || changesOf(entry).some(({ table, id }) => table === 'token' && id === serial);

/**
 * The lives of tokens, requests and people for whoever reads their pages: of each only what the reader may read there. The journal
 * itself, with refusals and with what somebody did, is its readers' alone. `page` rows are read by one statement.
 */
export function createLives(
  deps: Pick<Deps, 'store' | 'clock'>,
  lists: Pick<Lists, 'cells' | 'entries'>,
  few: FewAtOnce,
  page = ROWS_A_STATEMENT,
) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const check = guard(deps);
  const events = createLifeEvents(deps, lists);
  const rows = everyRow(lists, page);

  /** Names of colleagues are not for holders. */
  const worksHere = (caller: Caller): boolean =>
    rolesOf(caller, now()).some((role) => role === 'supervisor' || OPERATOR_ROLES.includes(role));

  /** Requests, and what was made for them. */
  const ofRequests = async (ids: readonly string[]): Promise<string[]> => {
    const [certificates, letters] = await Promise.all([
      rows.having('certificate', [], 'requestId', ids),
      rows.having('letter', [], 'requestId', ids),
    ]);
    return [
      ...subjectsOf('request', ids),
      ...subjectsOf('certificate', idsOf(certificates)),
      ...subjectsOf('letter', idsOf(letters)),
    ];
  };

  const sees = (caller: Caller, { service, familyName }: PersonRow): boolean =>
    familyName !== null && isVisible(PERSON_VISIBLE_BY, caller, { service }, now());

  return {
    /**
     * What was done to a token, from its delivery on. Throws `not_found`, `overloaded` while four readings of the caller's
     * run or wait.
     */
    tokenLife: (caller: Caller, serial: string, at: Cursor): Promise<Paged<LifeEvent>> =>
      few(caller.personId, async () => {
        check(caller, 'stock.read');
        const token = await need(reads.get('token', serial), 'token');
        const certificates = await rows.of('certificate', ['requestId'], { tokenId: serial });
        const requests = [token.requestId, ...certificates.map(({ requestId }) => requestId)];
        const subjects = [
          `token:${serial}`,
          ...subjectsOf('certificate', idsOf(certificates)),
          ...subjectsOf(
            'request',
            requests.flatMap((id) => id ?? []),
          ),
        ];
        const any = { subjects, actions: ON_MANY_TOKENS };
        return events(caller, { any, text: serial, told: TOLD_OF_TOKEN, isTold: concerns(serial) }, at);
      }),

    /** Whether somebody reads the lives of the requests and people that they may read: these name colleagues. */
    mayReadLives: (caller: Caller): boolean => worksHere(caller),

    /** What was done to a request and to what was made for it. Throws `not_found`, and `overloaded` as above. */
    requestLife: (caller: Caller, ref: string, at: Cursor): Promise<Paged<LifeEvent>> =>
      few(caller.personId, async () => {
        const request = await findRequest(reads, ref);
        if (!worksHere(caller) || !may(caller, 'request.read', request, now())) throw notThere('request');
        const any = { subjects: await ofRequests([request.id]) };
        return events(caller, { any, told: TOLD_OF_REQUEST, isTold: always }, at);
      }),

    /**
     * What was done for a person: of their requests those that the reader may read, of their account and roles for whoever reads
     * accounts, of what two persons decided about them for whoever reads that. Throws `not_found` for somebody whom the reader may not see, and `overloaded` as above.
     */
    personLife: (caller: Caller, personId: string, at: Cursor): Promise<Paged<LifeEvent>> =>
      few(caller.personId, async () => {
        const person = await reads.get('person', personId);
        if (!worksHere(caller) || !person || !sees(caller, person)) throw notThere('person');
        const columns = ['holderId', 'askerId', 'service'] as const;
        const asked = await rows.of('request', columns, { holderId: personId });
        const readable = asked.filter((one: Pick<RequestRow, 'holderId' | 'askerId' | 'service'>) =>
          may(caller, 'request.read', one, now()),
        );
        const grants = await rows.of('grant', [], { personId });
        const account = [`person:${personId}`, `account:${personId}`, ...subjectsOf('grant', idsOf(grants))];
        const decided = mightEver(caller, 'dualControl.read', now())
          ? await proposalsAboutPeople(reads, [personId])
          : [];
        const subjects = [
          ...(mightEver(caller, 'account.read', now()) ? account : []),
          ...subjectsOf('proposal', idsOf(decided)),
          ...(await ofRequests(idsOf(readable))),
        ];
        return events(caller, { any: { subjects }, told: TOLD_OF_PERSON, isTold: always }, at);
      }),
  };
}
