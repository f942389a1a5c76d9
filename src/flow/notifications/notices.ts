import type { Change } from '../../book/tables/lifecycle.ts';
import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import type { Haste, NewEntry, Store, Unit } from '../ports/store.ts';
import { isGiven, ofActsAlone } from './acted-alone.ts';
import { activeHolders } from './active-holders.ts';
import { ofAppointment } from './appointment-news.ts';
import { ofCampaign } from './campaign-news.ts';
import { ofClosedAccount, ofRequestOfGone } from './closed-account-news.ts';
import { ofPromise } from './date-news.ts';
import { ofIncident } from './incident-news.ts';
import { ofLapse } from './lapse-news.ts';
import { ofUnconfirmed } from './late-letters.ts';
import { ofLateDates } from './level-news.ts';
import { ofLoss, ofLostOnWay } from './loss-news.ts';
import { ofOfficer } from './officer-news.ts';
import { partiesOf } from './parties.ts';
import { ofProposal } from './proposal-news.ts';
import { ofRecall } from './recall-news.ts';
import { ofReturn, ofStockAlert, ofTransfer } from './stock-news.ts';
import type { Notice, Template } from './templates.ts';

/** A request's step from one state to another, and what its holder and asker are told of it. */
const STEPS: Readonly<Record<string, Template>> = {
  'submitted → needs_information': 'needs-information',
  'submitted → approved': 'approved',
  'approved → submitted': 'approval-withdrawn',
  'in_production → submitted': 'approval-withdrawn',
  'submitted → rejected': 'rejected',
  'needs_information → rejected': 'rejected',
  'approved → rejected': 'rejected',
  'submitted → withdrawn': 'withdrawn',
  'needs_information → withdrawn': 'withdrawn',
  'approved → withdrawn': 'withdrawn',
  'in_production → produced': 'ready',
  'produced → handed_over': 'handed-over',
  'produced → closed': 'downloaded',
  'produced → approved': 'produced-again',
  'handed_over → approved': 'produced-again',
  'handed_over → closed': 'closed',
};
/** By which the service asks in somebody's name. */
const RENEWS: readonly string[] = ['request.renewDue', 'request.renewNomade'];
/** Steps of which the person who takes them is not told. */
const KNOWN_TO_ACTOR: readonly Template[] = ['withdrawn', 'approval-withdrawn'];
const HANDED: Readonly<Record<HandoverRow['mode'], Template>> = {
  desk: 'handed-over',
  shipment: 'shipped',
  download: 'downloaded',
};

type Of<T extends Change['table']> = Extract<Change, { table: T }>;
const isOf =
  <T extends Change['table']>(table: T) =>
  (change: Change): change is Of<T> =>
    change.table === table;

function stepOf(change: Of<'request'>, { action, changes = [] }: NewEntry): Template | undefined {
  // of a recall its holder is told by its own news (recall-news.ts); the mail that gives the day of a migration says that the
  // token is replaced (TOKEN_REPLACED in mail/campaign-texts.ts)
  if ('insert' in change && ['recalled', 'migrated'].includes(change.insert.reason ?? '')) return undefined;
  if ('insert' in change) return RENEWS.includes(action) ? 'renewal-asked' : 'request-received';
  if (change.set.endReason != null) return `request-${change.set.endReason}`;
  const template = STEPS[`${change.expect.state} → ${change.set.state}`];
  if (template !== 'handed-over') return template;
  const made = changes.filter(isOf('handover')).find((c) => 'insert' in c);
  return made && 'insert' in made ? HANDED[made.insert.mode] : template;
}

/** Whether the change revokes a certificate that was good. */
const isRevoked = (change: Of<'certificate'>): boolean =>
  !('insert' in change) && change.expect.state === 'good' && change.set.state === 'revoked';

/** Whether the entry revokes a certificate that was made for the request: holder and asker hear of that (ofCertificate). */
async function isRevokedWith(unit: Unit, requestId: string, { changes = [] }: NewEntry): Promise<boolean> {
  const id = changes.filter(isOf('certificate')).flatMap((one) => (isRevoked(one) ? [one.id] : []));
  return id.length > 0 && (await unit.count('certificate', { id, requestId })) > 0;
}

async function ofRequest(unit: Unit, change: Of<'request'>, entry: NewEntry): Promise<Notice[]> {
  const template = stepOf(change, entry);
  const request = template && (await unit.get('request', change.id));
  if (!template || !request) return [];
  // of a token that is revoked here they hear once, by a mail that says why
  const { endReason = null } = 'set' in change ? change.set : {};
  if (endReason !== null && (await isRevokedWith(unit, request.id, entry))) return [];
  // whoever asked for others saw the result on the screen, perhaps for a hundred people
  const told = template === 'request-received' ? [request.holderId] : partiesOf(request);
  const whom = told.filter((id) => id !== entry.actor || !KNOWN_TO_ACTOR.includes(template));
  return whom.map((personId) => ({ template, personId, about: `request:${request.id}` }));
}

/** Whatever the cause, a credential that was good and is revoked has a holder and an asker who must hear of it. */
async function ofCertificate(unit: Unit, change: Of<'certificate'>, { action }: NewEntry): Promise<Notice[]> {
  // of a recall they hear once, with what takes its place (recall-news.ts)
  if (action === 'recall.hit' || !isRevoked(change)) return [];
  const certificate = await unit.get('certificate', change.id);
  const id = certificate?.requestId;
  // an edited request keeps nobody from revoking: then nobody is told
  const [request] = id ? await unit.find('request', { id }, { leaveOut: true }) : [];
  if (!request) return [];
  const about = `certificate:${change.id}`;
  return partiesOf(request).map((personId) => ({ template: 'token-revoked', personId, about }));
}

/** Whatever happens on the way of token and PIN, its holder hears of it: done in their name, it is not long unseen. */
function stepOfWay(change: Change): Template | undefined {
  if ('insert' in change) return undefined;
  if (change.table === 'pickupCode') return change.set.state === 'locked' ? 'code-locked' : undefined;
  if (change.table === 'letter') {
    if (change.expect.state !== 'waiting') return undefined;
    return change.set.state === 'printed' ? 'letter-printed' : change.set.state === 'shown' ? 'pin-shown' : undefined;
  }
  if (change.table !== 'handover') return undefined;
  if (change.set.parcelAt != null) return 'parcel-received';
  const proof = change.set.acceptanceProof ?? change.set.receiptProof;
  return proof === 'pickup-code' ? 'code-used' : proof === 'two-persons' ? 'identity-checked' : undefined;
}
async function ofWay(unit: Unit, change: Change): Promise<Notice[]> {
  const template = stepOfWay(change);
  if (template === undefined) return [];
  const { table, id } = change as Of<'handover' | 'letter' | 'pickupCode'>;
  const row = await unit.get(table, id);
  if (!row || ('kind' in row && !SECRET_KINDS.includes(row.kind))) return [];
  const request = await unit.get('request', row.requestId);
  return request ? [{ template, personId: request.holderId, about: `request:${request.id}` }] : [];
}

/**
 * A token in use that is bound to another machine goes with its holder: they hear of it, so that it is not done without them. The check
 * of who bound it says to which one, whatever becomes of the token before the mail leaves.
 */
async function ofRebinding(unit: Unit, change: Of<'identityCheck'>): Promise<Notice[]> {
  if (!('insert' in change) || change.insert.purpose !== 'bound') return [];
  const handover = await unit.get('handover', change.insert.handoverId);
  const request = handover && (await unit.get('request', handover.requestId));
  return request
    ? [{ template: 'token-rebound', personId: request.holderId, about: `identityCheck:${change.insert.id}` }]
    : [];
}

/** A token that nobody knows the state of waits for a technician, who wipes it. */
async function ofToken(unit: Unit, change: Of<'token'>, now: number): Promise<Notice[]> {
  if ('insert' in change || change.set.state !== 'to_check') return [];
  const holders = await activeHolders(unit, ['technician'], now);
  const whom = [...new Set(holders.map(({ personId }) => personId))];
  return whom.map((personId) => ({ template: 'token-to-check', personId, about: `token:${change.id}` }));
}

/** What changes no row of the flow's, by its verb: its owner hears of it, so that somebody else's act is not long unseen. */
const ACCOUNT_ACTS: Readonly<Record<string, Template>> = {
  'account.changePassword': 'password-changed',
  'passkey.register': 'passkey-added',
  'passkey.remove': 'passkey-removed',
  'account.link': 'identity-linked',
  'apiToken.create': 'api-token-made',
};
const SECRET_KINDS: readonly string[] = SECRET_LETTERS;
const ACCOUNT_STEPS: Readonly<Record<string, Template>> = {
  'invited → active': 'account-opened',
  'active → invited': 'account-reopened',
  'disabled → invited': 'account-reopened',
};

/** News of somebody's own account (ASVS 6.3.7): they are told whoever did it. */
function ofAccount({ action, outcome, actor, changes = [] }: NewEntry): Notice[] {
  const tell = (template: Template | undefined, personId: string): Notice[] =>
    template === undefined ? [] : [{ template, personId, about: `account:${personId}` }];
  const forRole = changes.find((change) => change.table === 'grant' && 'insert' in change);
  const steps = changes.filter(isOf('account')).flatMap((change): Notice[] => {
    if ('insert' in change) return [];
    const step = ACCOUNT_STEPS[`${change.expect.state} → ${change.set.state}`];
    if (forRole === undefined) return tell(step, change.id);
    return [{ template: 'account-closed-for-role', personId: change.id, about: `grant:${forRole.id}` }];
  });
  return outcome === 'done' ? [...steps, ...tell(ACCOUNT_ACTS[action], actor)] : [];
}

/**
 * Who changes somebody's address has their mails: the one that they read so far is told (ASVS 6.3.7), the new one could be
 * anybody's. `before` is the person as they stood.
 */
function ofAddress(change: Of<'person'>, before: PersonRow | undefined): Notice[] {
  if ('insert' in change || change.set.email === undefined || change.set.purgedAt != null) return [];
  const address = before?.email ?? null;
  if (address === null || address.toLowerCase() === change.set.email?.toLowerCase()) return [];
  return [{ template: 'address-changed', address, about: `person:${change.id}` }];
}
/** Whoever changes where somebody's letters go has their PIN: they are told. */
function ofPost(change: Change): Notice[] {
  if (change.table !== 'person' || 'insert' in change || change.set.postalAddress === undefined) return [];
  if (change.set.purgedAt != null) return [];
  return [{ template: 'postal-address-changed', personId: change.id, about: `account:${change.id}` }];
}
/** A role that two persons give, confirm or end: its holder hears of it, as of what one person does alone. */
async function ofGrant(unit: Unit, change: Change, { action, changes = [] }: NewEntry): Promise<Notice[]> {
  if (change.table !== 'grant' || action !== 'dualControl.confirm') return [];
  const tell = (template: Template, personId: string): Notice => ({ template, personId, about: `grant:${change.id}` });
  if (!('set' in change)) {
    const { personId } = change.insert;
    // whose account was closed for the role was told of it by that
    const closed = changes.some((other) => other.table === 'account' && other.id === personId);
    return isGiven(change) && !closed ? [tell('role-given', personId)] : [];
  }
  const grant = change.set.reviewedAt == null ? undefined : await unit.get('grant', change.id);
  if (!grant) return [];
  return [tell(grant.revokedAt === null ? 'role-confirmed' : 'role-ended-by-review', grant.personId)];
}
/** Notices that need the rows as they were: found before the entry is recorded. */
async function noticesBefore(unit: Unit, { changes = [] }: NewEntry): Promise<Notice[]> {
  const people = changes.filter(isOf('person')).filter((change) => 'set' in change && 'email' in change.set);
  const notices = people.map(async (change) => ofAddress(change, await unit.get('person', change.id)));
  return (await Promise.all(notices)).flat();
}

/** Whom an entry's changes concern, by what happened to the rows and not by the verb: no way of doing it is forgotten. */
async function noticesOf(unit: Unit, entry: NewEntry, now: number): Promise<Notice[]> {
  const notices: Notice[] = [
    ...ofAccount(entry),
    ...(await ofActsAlone(unit, entry, now)),
    ...(await ofOfficer(unit, entry, now)),
    ...(await ofClosedAccount(unit, entry, now)),
  ];
  for (const change of entry.changes ?? []) {
    if (change.table === 'request')
      notices.push(...(await ofRequest(unit, change, entry)), ...(await ofRequestOfGone(unit, change, now)));
    if (change.table === 'appointment') notices.push(...(await ofAppointment(unit, change)));
    if (change.table === 'promise') notices.push(...(await ofPromise(unit, change)));
    if (change.table === 'token')
      notices.push(
        ...(await ofToken(unit, change, now)),
        ...(await ofReturn(unit, change, entry)),
        ...(await ofLostOnWay(unit, change, entry, now)),
      );
    if (change.table === 'identityCheck') notices.push(...(await ofRebinding(unit, change)));
    if (change.table === 'setting') notices.push(...(await ofLateDates(unit, change, now)));
    if (change.table === 'stockAlert') notices.push(...(await ofStockAlert(unit, change, now)));
    if (change.table === 'stockTransfer') notices.push(...(await ofTransfer(unit, change, now)));
    if (change.table === 'certificate')
      notices.push(...(await ofCertificate(unit, change, entry)), ...(await ofLapse(unit, change, now)));
    notices.push(
      ...(await ofWay(unit, change)),
      ...(await ofUnconfirmed(unit, change, entry)),
      ...ofPost(change),
      ...(await ofGrant(unit, change, entry)),
    );
    if (change.table === 'recallItem') notices.push(...(await ofRecall(unit, change, entry)));
    if (change.table === 'campaignItem') notices.push(...(await ofCampaign(unit, change, entry, now)));
    if (change.table === 'workstation') notices.push(...(await ofLoss(unit, change, entry, now)));
    if (change.table === 'incident') notices.push(...(await ofIncident(unit, change, now)));
    if (change.table === 'proposal') notices.push(...(await ofProposal(unit, change, entry, now)));
  }
  return notices;
}

/** A store, or one that keeps more beside it in the same transactions. */
type NotifyingStore<U extends Unit> = Omit<Store, 'transact'> & {
  transact<R>(work: (unit: U) => Promise<R>, how?: Haste): Promise<R>;
};

/** The store, whose every entry also tells the people whom it concerns, in its own transaction. */
export function notifying<U extends Unit>(store: NotifyingStore<U>, clock: { now(): number }): NotifyingStore<U> {
  return {
    ...store,
    transact: (work, how) =>
      store.transact(
        (unit) =>
          work(
            // the unit with another way to record: it makes what else it has when somebody asks for it
            Object.assign(Object.create(unit) as typeof unit, {
              record: async (entry: NewEntry) => {
                const before = await noticesBefore(unit, entry);
                const seq = await unit.record(entry);
                await unit.queueMail(...before, ...(await noticesOf(unit, entry, clock.now())));
                return seq;
              },
            }),
          ),
        how,
      ),
  };
}
