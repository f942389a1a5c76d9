import { ROLE_WORDS } from '../book/rights/role-words.ts';
import { beginOf } from '../book/rules/calendar/working-days.ts';
import { confirmableFrom } from '../book/rules/decisions.ts';
import { limitOf } from '../book/rules/limits.ts';
import { lastPromise } from '../book/rules/waiting/promises.ts';
import { readLate } from '../book/rules/waiting/service-level.ts';
import type { PersonRow } from '../book/tables/rows/people.ts';
import type { RequestRow } from '../book/tables/rows/requests.ts';
import type { CampaignItemRow, WorkstationRow } from '../book/tables/rows/workstations.ts';
import type { RequestState } from '../book/tables/states.ts';
import { isOpenRequest, REQUEST_TO_MAKE, REQUEST_WAITING, TOKEN_BOUND, TOKEN_IN_USE } from '../book/tables/states.ts';
import { hasDesk, mayPickSlot } from '../flow/appointment/desk.ts';
import { partHolderOf } from '../flow/campaign/part-holders.ts';
import { isInHand, replacementOf } from '../flow/notifications/end-reminders.ts';
import { machinesEndingFor } from '../flow/notifications/machine-ends.ts';
import { waitingFor } from '../flow/notifications/reminders.ts';
import { countToReview } from '../flow/notifications/review-reminders.ts';
import type { Template } from '../flow/notifications/templates.ts';
import { fullName } from '../flow/people/person-name.ts';
import type { DayTold } from '../flow/ports/paper.ts';
import type { Reads } from '../flow/ports/store.ts';
import { isLost } from '../flow/request/overtaken.ts';
import { dateForm } from '../words/dates.ts';
import { MOVED_DATES, readyWords } from '../words/ready-days.ts';
import { typeset } from '../words/translator.ts';
import { createAppointmentFacts } from './appointment-facts.ts';
import { exchangeFacts, TOKEN_REPLACED, whyMoved } from './campaign-texts.ts';
import { howClosed } from './closed-facts.ts';
import { INCIDENT_WORDS } from './incident-texts.ts';
import type { Facts, Text } from './news.ts';
import type { Message, WaitingMail } from './ports.ts';
import { REASONS, TEXTS } from './texts.ts';

export interface Told {
  to: { name: string; address: string };
  text: Text;
  facts: Facts;
  attachment?: Message['attachment'];
  /** It holds a code that was made for this try: another try is another message. */
  ofThisTry?: true;
}
/** Makes a pick-up code for the mail that leaves now to a request's holder; undefined where they wait for no token. */
export type CodeFor = (requestId: string) => Promise<string | undefined>;
/** Figures and checkpoint of a day: what the report's mail says. */
export type TellDay = (date: string, size: number) => Promise<DayTold>;
interface House {
  dutyPhone: string;
  /** IANA zone of the dates in mails. */
  timeZone: string;
  /** The address that mails are from. */
  from: string;
}

const both = (value: string | number): { fr: string; en: string } => ({ fr: String(value), en: String(value) });
const counted = (n: number): { fr: string; en: string } => ({ fr: n.toLocaleString('fr'), en: n.toLocaleString('en') });

/** A call to act that came too late is not sent: somebody acted already. */
const STILL: Readonly<Partial<Record<Template, readonly RequestState[]>>> = {
  'needs-information': ['needs_information'],
  'question-unanswerable': ['needs_information'],
  'holder-gone': REQUEST_WAITING,
  'pickup-reminder': ['produced'],
  'receipt-reminder': ['handed_over'],
};
/** Reminders that call somebody to fetch a token, or to confirm its receipt. */
const STEP_REMINDERS: readonly Template[] = ['pickup-reminder', 'receipt-reminder'];
/** Reminders of an end, which nobody needs any more once what replaces it is with its holder. */
const END_REMINDERS: readonly Template[] = ['renewal-planned', 'expiry-coming', 'expiry-near'];
/** How far what replaces a token is, where it is further than asked for. */
const STEP: Readonly<Partial<Record<RequestState, string>>> = {
  needs_information: 'question',
  produced: 'ready',
  handed_over: 'sent',
};
/** As many machines as a mail names. */
const MACHINES_NAMED = 10;
function firstOf(numbers: readonly string[]): { fr: string; en: string } {
  const named = numbers.slice(0, MACHINES_NAMED).join(', ');
  const more = numbers.length - MACHINES_NAMED;
  if (more <= 0) return both(named);
  return { fr: `${named}, et ${more} de plus`, en: `${named}, and ${more} more` };
}
const NO_DAY = { fr: 'Aucune date n’est encore annoncée.', en: 'No date is announced yet.' };
const foreseenOn = (promise: Parameters<typeof readyWords>[0]): { fr: string; en: string } => {
  const { fr, en } = readyWords(promise);
  return { fr: `Il est annoncé ${fr}.`, en: `It is expected ${en}.` };
};
/** Mails that bring their holder a pick-up code. */
const WITH_CODE: readonly Template[] = ['ready', 'shipped'];

/** Finds, when a mail leaves, whom it goes to and what it says. Undefined: nobody is there to be told, or nothing any more. */
export function createFacts(
  reads: Reads,
  { dutyPhone, timeZone, from }: House,
  { tellDay, codeFor }: { tellDay: TellDay; codeFor: CodeFor },
) {
  const ofAppointment = createAppointmentFacts(reads, { timeZone, from });
  /** A narrow window breaks no number in two. */
  const duty = { dutyPhone: both(dutyPhone.replaceAll(' ', '\u00a0')) };
  const inWords = (options: Intl.DateTimeFormatOptions) => {
    const [fr, en] = [dateForm('fr-FR', { ...options, timeZone }), dateForm('en-GB', { ...options, timeZone })];
    return (at: number) => ({ fr: fr(at), en: en(at) });
  };
  const day = inWords({ dateStyle: 'long' });
  const moment = inWords({ dateStyle: 'long', timeStyle: 'short' });
  const time = (at: number) => both(new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone }).format(at));

  const ofRequest = async ({ template, personId }: WaitingMail, id: string): Promise<Facts | undefined> => {
    const request = await reads.get('request', id);
    if (!request || STILL[template]?.includes(request.state) === false) return undefined;
    if (template === 'holder-gone' && (await reads.get('account', request.holderId))?.state !== 'disabled')
      return undefined;
    if (STEP_REMINDERS.includes(template) && (await isLost(reads, request))) return undefined;
    const said =
      template === 'pickup-reminder' ? { ...named(request), since: day(request.producedAt ?? 0) } : named(request);
    if (request.kind === 'nomade') {
      const device = request.deviceId === null ? undefined : await reads.get('device', request.deviceId);
      const installs = template === 'downloaded' && personId === request.holderId && device;
      return { ...said, variant: both(installs ? installs.kind : 'nomade') };
    }
    // what goes to a site without a desk is fetched by nobody: the workshop sends it
    if (template === 'pickup-reminder' && !(await hasDesk(reads, request.deliverySite)))
      return { ...said, variant: both('to-ship') };
    if (template === 'closed') return { ...said, variant: both(await howClosed(reads, id)) };
    const forHolder = WITH_CODE.includes(template) && personId === request.holderId;
    const code = forHolder ? await codeFor(request.id) : undefined;
    if (code === undefined) return said;
    const variant = template === 'ready' && (await mayPickSlot(reads, request)) ? 'desk' : 'holder';
    return { ...said, variant: both(variant), code: both(`${code.slice(0, 4)}\u00a0${code.slice(4)}`) };
  };
  const ofCertificate = async (template: Template, id: string): Promise<Facts | undefined> => {
    const certificate = await reads.get('certificate', id);
    const request = certificate?.requestId ? await reads.get('request', certificate.requestId) : undefined;
    if (!certificate || !request) return undefined;
    const isReminder = END_REMINDERS.includes(template);
    const replacement = isReminder ? await replacementOf(reads, certificate) : undefined;
    const isOver = certificate.state !== 'good' || (replacement && (await isInHand(reads, replacement)));
    // what the first one says is no longer true once the renewal is asked for, and its own mail says so
    if (isReminder && (isOver || (replacement && template === 'renewal-planned'))) return undefined;
    const step = replacement && (STEP[replacement.state] ?? 'asked');
    const promise = replacement && lastPromise(await reads.find('promise', { requestId: replacement.id }));
    return {
      ...named(request),
      variant: both([certificate.tokenId === null ? 'nomade' : '', step ?? ''].join(' ').trim()),
      replacement: both(replacement?.number ?? ''),
      foreseen: promise ? foreseenOn(promise) : NO_DAY,
      serial: both(certificate.tokenId ?? ''),
      reason: REASONS[certificate.revocationReason ?? 'other'],
      endsOn: day(certificate.notAfter),
    };
  };
  const ofProposal = async (id: string, now: number): Promise<Facts | undefined> => {
    const proposal = await reads.get('proposal', id);
    if (proposal?.state !== 'proposed' || proposal.expiresAt <= now) return undefined;
    const from = confirmableFrom(proposal);
    if (from === undefined) return { until: time(proposal.expiresAt) };
    return { from: moment(from), until: moment(proposal.expiresAt) };
  };
  const ofApprover = async (id: string, now: number): Promise<Facts | undefined> => {
    const waiting = await waitingFor(reads, id, now);
    return waiting && { count: both(waiting.count), since: day(waiting.since) };
  };

  const ofIncident = async (template: Template, id: string): Promise<Facts | undefined> => {
    const incident = await reads.get('incident', id);
    if (!incident || (template === 'incident-reported' && incident.state !== 'open')) return undefined;
    const { kind, reportedAt, workstationId } = incident;
    const machine = workstationId === null ? undefined : await reads.get('workstation', workstationId);
    const number = machine ? both(machine.assetNumber) : { fr: 'aucun', en: 'none' };
    return { kind: INCIDENT_WORDS[kind], at: moment(reportedAt), machine: number };
  };

  /** Of a machine that was found meanwhile the officers have nothing to do; whoever used it is told all the same. */
  const ofLoss = async ({ template, queuedAt }: WaitingMail, id: string): Promise<Facts | undefined> => {
    const machine = await reads.get('workstation', id);
    if (!machine || (template === 'workstation-reported-lost' && machine.state !== 'lost')) return undefined;
    return { machine: both(machine.assetNumber), at: moment(queuedAt) };
  };

  /** What takes the place of a recalled token, and whether it works until then. */
  const ofRecall = async (id: string): Promise<Facts | undefined> => {
    const item = await reads.get('recallItem', id);
    const recall = item && (await reads.get('recall', item.recallId));
    const token = item && (await reads.get('token', item.tokenId));
    if (!item || !recall || !token) return undefined;
    const request = item.requestId === null ? undefined : await reads.get('request', item.requestId);
    const works = TOKEN_IN_USE.includes(token.state);
    const { revokeAt } = recall;
    const until =
      revokeAt === null
        ? both('')
        : {
            fr: `, et au plus tard jusqu’au ${moment(revokeAt).fr}`,
            en: `, and until ${moment(revokeAt).en} at the latest`,
          };
    return {
      ...(request ? named(request) : {}),
      serial: both(item.tokenId),
      variant: both(works ? 'first' : ''),
      until,
    };
  };

  /** A token that came back. */
  const ofToken = ({ queuedAt }: WaitingMail, id: string): Facts => ({ serial: both(id), returnedOn: day(queuedAt) });
  /** The machine to which a token was bound then, whatever became of it. */
  const ofRebinding = async (id: string): Promise<Facts | undefined> => {
    const check = await reads.get('identityCheck', id);
    const handover = check && (await reads.get('handover', check.handoverId));
    const machine = check?.workstationId ? await reads.get('workstation', check.workstationId) : undefined;
    return handover?.tokenId && machine
      ? { serial: both(handover.tokenId), machine: both(machine.assetNumber) }
      : undefined;
  };

  /** Nothing is said once there is enough again. */
  const ofStockAlert = async (id: string): Promise<Facts | undefined> => {
    const alert = await reads.get('stockAlert', id);
    if (!alert || alert.endedAt !== null) return undefined;
    const { locationId, model, count, threshold } = alert;
    return { location: both(locationId), model: both(model), count: both(count), threshold: both(threshold) };
  };
  /** Nothing is said once all of them arrived, or did not leave. */
  const ofTransfer = async (id: string): Promise<Facts | undefined> => {
    const transfer = await reads.get('stockTransfer', id);
    if (transfer?.state !== 'sent') return undefined;
    const { fromId, toId, count, sentAt } = transfer;
    return { transfer: both(id), from: both(fromId), location: both(toId), count: both(count), sentOn: day(sentAt) };
  };
  /** `2026-12-03:40`: the day on which blanks are missing, and how many, as was foreseen when it was told. */
  const ofBlanks = (id: string): Facts => {
    const [date = '', missing = ''] = id.split(':');
    return { count: both(missing), day: day(Date.parse(`${date}T12:00:00Z`)) };
  };
  /** Nothing is said once every date is within the service level again. */
  const ofLateDates = async (id: string): Promise<Facts | undefined> => {
    const late = readLate((await reads.get('setting', id))?.value);
    if (!late || late.ended !== null) return undefined;
    const set = await reads.get('setting', 'service.days');
    const days = limitOf((name) => (name === set?.id ? set.value : undefined), 'service.days');
    return { count: both(late.count), until: day(beginOf(late.until)), days: both(days) };
  };
  /** The date that was announced last: what was overtaken by then is not said, nor anything of what is made already. */
  const ofPromise = async (id: string): Promise<Facts | undefined> => {
    const promise = await reads.get('promise', id);
    const request = promise && (await reads.get('request', promise.requestId));
    if (!promise || !request || !REQUEST_TO_MAKE.includes(request.state)) return undefined;
    if (lastPromise(await reads.find('promise', { requestId: request.id }))?.id !== id) return undefined;
    return { ...named(request), why: MOVED_DATES[promise.reason], days: readyWords(promise) };
  };
  /** What somebody is to bring whose machine another one replaces, as both stand when the mail leaves. */
  const ofExchange = async (personId: string, machine: WorkstationRow, item: CampaignItemRow): Promise<Facts> => {
    if (item.otherId === null) return {};
    const other = await reads.get('workstation', item.otherId);
    const bound = await reads.count('token', { holderId: personId, workstationId: machine.id, state: TOKEN_BOUND });
    const hasOld = machine.holderId === personId;
    const facts = exchangeFacts({
      machine: machine.assetNumber,
      other: other?.assetNumber ?? '',
      hasOld,
      hasOther: other?.holderId === personId,
      hasToken: bound > 0,
    });
    return item.outcome === 'exchanged' ? { ...facts, variant: both(hasOld ? 'done' : 'given-back') } : facts;
  };

  /**
   * The day on which a machine is to come, as it stands when the mail leaves: what was overtaken by then is not said, nor
   * anything to whoever it is not for any more.
   */
  const ofCampaign = async ({ template, personId }: WaitingMail, id: string): Promise<Facts | undefined> => {
    const item = await reads.get('campaignItem', id);
    const machine = item && (await reads.get('workstation', item.workstationId));
    const campaign = item && (await reads.get('campaign', item.campaignId));
    if (!item || !machine || !campaign || personId === null) return undefined;
    const isTold = item.endedAt === null && item.toldId === personId;
    const partIsTheirs = async () => (await partHolderOf(reads, item, machine)) === personId;
    const isOff = template === 'migration-off' || template === 'exchange-off';
    // whom it is for now is told by the next plan, and this one called off
    if (isTold === isOff || (!isOff && !(await partIsTheirs()))) return undefined;
    // a machine without a token of its own in use has none replaced; what was asked for is for whoever had it then, and is over once
    // it was refused, withdrawn or done
    const request = item.requestId === null ? undefined : await reads.get('request', item.requestId);
    const isToCome = request === undefined || (request.holderId === personId && isOpenRequest(request.state));
    const isReplaced = campaign.tokens === 'replace' && item.tokenLeft === null && isToCome;
    return {
      machine: both(machine.assetNumber),
      image: both(campaign.targetImage ?? ''),
      site: both(machine.site),
      why: whyMoved(item, personId),
      token: isReplaced ? TOKEN_REPLACED : both(''),
      day: item.day === null ? both('') : day(beginOf(item.day)),
      ...(await ofExchange(personId, machine, item)),
    };
  };

  /** Which role was given, confirmed or ended, and over which services. */
  const ofGrant = async (id: string): Promise<Facts | undefined> => {
    const grant = await reads.get('grant', id);
    if (!grant) return undefined;
    const over = grant.scope === '*' ? { fr: 'tous les services', en: 'all services' } : both(grant.scope);
    return { role: ROLE_WORDS[grant.role], scope: over };
  };

  /** Of a day on which roles come due: nothing is said once all of them were reviewed. */
  const ofReview = async (id: string, now: number): Promise<Facts | undefined> => {
    const count = await countToReview(reads, id, now);
    return count === 0 ? undefined : { count: both(count), dueOn: day(Date.parse(`${id}T12:00:00Z`)) };
  };

  /** Machines whose certificates end, in the reader's scope: nothing is said once all of them have another one. */
  const ofMachineEnds = async (personId: string | null, now: number): Promise<Facts | undefined> => {
    const numbers = personId === null ? [] : await machinesEndingFor(reads, personId, now);
    return numbers.length === 0 ? undefined : { count: both(numbers.length), machines: firstOf(numbers) };
  };

  const factsOf = async (mail: WaitingMail, now: number): Promise<Facts | undefined> => {
    const { template, about } = mail;
    const colon = about.indexOf(':');
    const [table, id] = [about.slice(0, colon), about.slice(colon + 1)];
    if (table === 'request') return ofRequest(mail, id);
    if (table === 'certificate') return ofCertificate(template, id);
    if (table === 'account') return {};
    if (table === 'grant') return ofGrant(id);
    if (table === 'incident') return ofIncident(template, id);
    if (table === 'workstation') return ofLoss(mail, id);
    if (table === 'recallItem') return ofRecall(id);
    if (table === 'token') return ofToken(mail, id);
    if (table === 'identityCheck') return ofRebinding(id);
    if (table === 'setting') return ofLateDates(id);
    if (table === 'blanks') return ofBlanks(id);
    if (table === 'stockAlert') return ofStockAlert(id);
    if (table === 'stockTransfer') return ofTransfer(id);
    if (table === 'promise') return ofPromise(id);
    if (table === 'campaignItem') return ofCampaign(mail, id);
    if (table === 'machineEnds') return ofMachineEnds(mail.personId, now);
    if (table === 'accessReview') return ofReview(id, now);
    return table === 'proposal' ? ofProposal(id, now) : ofApprover(id, now);
  };

  /** Of an appointment there is a file for the calendar of whoever the mail is to. */
  const aboutOf = async (
    mail: WaitingMail,
    now: number,
    address: string,
  ): Promise<Pick<Told, 'facts' | 'attachment'> | undefined> => {
    const [table, id = ''] = mail.about.split(':');
    if (table === 'appointment') return ofAppointment(mail.template, id, address);
    const facts = await factsOf(mail, now);
    return facts && { facts };
  };

  /** `day:2026-11-23:1234`: the day, and the size of the checkpoint that goes with it. */
  const ofDay = async ({ about }: WaitingMail, address: string): Promise<Told> => {
    const [, date = '', size = ''] = about.split(':');
    const { note, vkey, surge, until, ...figures } = await tellDay(date, Number(size));
    const named = Object.entries({ ...figures, note: note.trimEnd(), vkey }).map(([name, value]) => [
      name,
      typeof value === 'number' ? counted(value) : both(value),
    ]);
    const said = {
      fr:
        surge.map(({ fr }) => typeset(`Forte activité : ${fr}`)).join('\n') ||
        'Pas de forte activité déclarée ce jour-là.',
      en: surge.map(({ en }) => `Surge mode: ${en}`).join('\n') || 'No surge mode on that day.',
    };
    const facts = {
      ...Object.fromEntries(named),
      surge: said,
      dayEnd: lasted(until),
      day: day(Date.parse(`${date}T12:00:00Z`)),
    } as Facts;
    const attachment = { name: `checkpoint-${date}.txt`, content: note };
    return { to: { name: '', address }, text: TEXTS['day-report'], facts, attachment };
  };

  /** An old address may belong to another person by now, so the mail to it has no name in it. */
  const toAddress = async (mail: WaitingMail, address: string): Promise<Told> => {
    if (mail.template === 'day-report') return ofDay(mail, address);
    return { to: { name: '', address }, text: TEXTS[mail.template], facts: duty };
  };

  return async (mail: WaitingMail, now: number): Promise<Told | undefined> => {
    if (mail.personId === null) return mail.address === null ? undefined : toAddress(mail, mail.address);
    const person = await reads.get('person', mail.personId);
    const to = person && addressOf(person);
    const about = to && (await aboutOf(mail, now, to.address));
    if (!to || !about) return undefined;
    const { facts, ...files } = about;
    const variant = `${mail.template} ${facts['variant']?.fr ?? ''}`.trim();
    const text = Object.hasOwn(TEXTS, variant) ? TEXTS[variant as keyof typeof TEXTS] : TEXTS[mail.template];
    const told = { to, text, facts: { ...facts, ...duty }, ...files };
    return facts['code'] ? { ...told, ofThisTry: true } : told;
  };
}

/** Until which hour a day lasted, in a sentence. */
function lasted(until: DayTold['until']): { fr: string; en: string } {
  if (!until) return { fr: 'Personne n’a produit de jeton ce jour-là.', en: 'Nobody made a token on that day.' };
  const { hour, insteadOf } = until;
  if (insteadOf === null) return { fr: `Journée jusqu’à ${hour} h.`, en: `The day lasted until ${hour}:00.` };
  return {
    fr: `Journée de forte activité jusqu’à ${hour} h, au lieu de ${insteadOf} h.`,
    en: `A day of surge mode, until ${hour}:00 instead of ${insteadOf}:00.`,
  };
}

const named = (request: RequestRow): Facts => ({ number: both(request.number) });

/** Undefined for a purged person and for one whose address nobody knows. */
function addressOf(person: PersonRow): Told['to'] | undefined {
  if (person.purgedAt !== null || person.email === null) return undefined;
  return { name: fullName(person), address: person.email };
}
