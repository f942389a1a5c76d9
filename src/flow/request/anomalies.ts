import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { REQUEST_OPEN, TOKEN_ACTIVATED, TOKEN_WITH_HOLDER } from '../../book/tables/states.ts';
import type { TableName, Tables } from '../../book/tables/tables.ts';

/** What a column is held against: one of the request's, one of the row that led here, a value, or the profile offered first. */
export type Term =
  | { asked: keyof RequestRow & string }
  | { found: string }
  | { value: string }
  | { usualProfile: true };
/** How: equal, different (nothing differs from something), another and not nothing, or one of these. */
type Match = { is: Term } | { differs: Term } | { another: Term } | { among: readonly string[] };
export type Matches = Readonly<Record<string, Match>>;
/** A row whose columns match all of this, and from which such a row leads on. */
export interface RowMatch {
  table: TableName;
  where: Matches;
  leadsTo?: RowMatch;
}
/** Something to look at twice: of the request itself, and a row that there is, or is none. */
export interface AnomalyRule {
  request?: Matches;
  some?: RowMatch;
  none?: RowMatch;
}

const asked = (column: keyof RequestRow & string): Term => ({ asked: column });
const found = (column: string): Term => ({ found: column });
const value = (text: string): Term => ({ value: text });
const usualProfile: Term = { usualProfile: true };
const is = (term: Term): Match => ({ is: term });
const differs = (term: Term): Match => ({ differs: term });
const another = (term: Term): Match => ({ another: term });
const among = (values: readonly string[]): Match => ({ among: values });
const row = <T extends TableName>(
  table: T,
  where: Readonly<Partial<Record<keyof Tables[T] & string, Match>>>,
  leadsTo?: RowMatch,
): RowMatch => ({ table, where: where as Matches, ...(leadsTo ? { leadsTo } : {}) });

const onToken = { kind: differs(value('nomade')) };
const nomade = { kind: is(value('nomade')) };
const ofHolder = { holderId: is(asked('holderId')) };
const ofAnother = { holderId: another(asked('holderId')) };

/**
 * What an approver should look at twice before approving. It is data, which the store asks of one request and of a list of
 * thousands in the same words (store/lists/requests/anomalies.ts): a list never leaves out what the request's own page shows.
 */
export const ANOMALY_RULES = {
  /** Their token is for another workstation. */
  'active-token-elsewhere': {
    some: row('token', {
      ...ofHolder,
      state: among(TOKEN_WITH_HOLDER),
      workstationId: differs(asked('workstationId')),
    }),
  },
  'other-open-request': {
    some: row('request', { ...ofHolder, state: among(REQUEST_OPEN), id: differs(asked('id')) }),
  },
  'workstation-of-other-service': {
    some: row('workstation', { id: is(asked('workstationId')), service: differs(asked('service')) }),
  },
  /** By its record somebody else has it. Where the record names nobody, as between two agents or of one that is lent, nothing is odd. */
  'workstation-of-other-agent': {
    some: row('workstation', { id: is(asked('workstationId')), ...ofAnother }),
  },
  /** Not of who goes on with a token that works there: two agents with one machine renew theirs in the same weeks. */
  'workstation-asked-for-other': {
    some: row('request', { workstationId: is(asked('workstationId')), state: among(REQUEST_OPEN), ...ofAnother }),
    none: row('token', { id: is(asked('replacesTokenId')), state: among(TOKEN_ACTIVATED) }),
  },
  /** No token of theirs is known on this workstation: a first issue that passes for a loss, another machine, or one made elsewhere. */
  'nothing-to-replace': {
    request: { kind: is(value('replacement')) },
    none: row('token', { id: is(asked('replacesTokenId')) }),
  },
  /** Token and letter go there: whoever asked may have written an address of their own. */
  'delivery-elsewhere': {
    request: onToken,
    some: row('person', { id: is(asked('holderId')), site: differs(asked('deliverySite')) }),
  },
  /** It opens something else than the usual one, and than the one before it. */
  'other-profile': {
    request: { ...onToken, profile: differs(usualProfile) },
    none: row(
      'token',
      { id: is(asked('replacesTokenId')) },
      row('certificate', { id: is(found('certificateId')), profile: is(asked('profile')) }),
    ),
  },
  /** A nomade credential on another device is good still: a copy of its key may lie anywhere. */
  'other-credential': {
    request: nomade,
    some: row(
      'certificate',
      { ...ofHolder, profile: is(value('nomade')), state: is(value('good')) },
      row('request', { id: is(found('requestId')), deviceId: differs(asked('deviceId')) }),
    ),
  },
  /** It would pass everybody: who confirms a crisis opens the request. */
  'crisis-asked': { request: { priority: is(value('2')) } },
  'holder-disabled': { some: row('account', { id: is(asked('holderId')), state: is(value('disabled')) }) },
} as const satisfies Readonly<Record<string, AnomalyRule>>;

export type Anomaly = keyof typeof ANOMALY_RULES;
export const ANOMALIES = Object.keys(ANOMALY_RULES) as readonly Anomaly[];
