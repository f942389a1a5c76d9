import { ROLE_WORDS } from '../book/rights/role-words.ts';
import { beginOf } from '../book/rules/calendar/working-days.ts';
import { confirmableFrom } from '../book/rules/decisions.ts';
import { limitOf } from '../book/rules/limits.ts';
import { readLate } from '../book/rules/waiting/service-level.ts';
import type { PersonRow } from '../book/tables/rows/people.ts';
import { machinesEndingFor } from '../flow/notifications/machine-ends.ts';
import { waitingFor } from '../flow/notifications/reminders.ts';
import { countToReview } from '../flow/notifications/review-reminders.ts';
import type { Template } from '../flow/notifications/templates.ts';
import { fullName } from '../flow/people/person-name.ts';
import type { Reads } from '../flow/ports/store.ts';
import { createAppointmentFacts } from './appointment-facts.ts';
import { createCampaignFacts } from './campaign-facts.ts';
import { createDayReportFacts, type TellDay } from './day-report-facts.ts';
import { both, mailDates } from './fact-values.ts';
import { INCIDENT_WORDS } from './incident-texts.ts';
import type { Facts, Text } from './news.ts';
import type { Message, WaitingMail } from './ports.ts';
import { type CodeFor, createRequestFacts } from './request-facts.ts';
import { createStockFacts } from './stock-facts.ts';
import { TEXTS } from './texts.ts';

export interface Told {
  to: { name: string; address: string };
  text: Text;
  facts: Facts;
  attachment?: Message['attachment'];
  /** It holds a code that was made for this try: another try is another message. */
  ofThisTry?: true;
}
interface House {
  dutyPhone: string;
  /** IANA zone of the dates in mails. */
  timeZone: string;
  /** The address that mails are from. */
  from: string;
}

/** As many machines as a mail names. */
const MACHINES_NAMED = 10;
function firstOf(numbers: readonly string[]): { fr: string; en: string } {
  const named = numbers.slice(0, MACHINES_NAMED).join(', ');
  const more = numbers.length - MACHINES_NAMED;
  if (more <= 0) return both(named);
  return { fr: `${named}, et ${more} de plus`, en: `${named}, and ${more} more` };
}

/** Finds, when a mail leaves, whom it goes to and what it says. Undefined: nobody is there to be told, or nothing any more. */
export function createFacts(
  reads: Reads,
  { dutyPhone, timeZone, from }: House,
  { tellDay, codeFor }: { tellDay: TellDay; codeFor: CodeFor },
) {
  const dates = mailDates(timeZone);
  const { day, moment, time } = dates;
  const { ofRequest, ofCertificate, ofPromise } = createRequestFacts(reads, dates, codeFor);
  const { ofStockAlert, ofTransfer, ofBlanks, ofRecall, ofToken } = createStockFacts(reads, dates);
  const ofCampaign = createCampaignFacts(reads, dates);
  const ofDay = createDayReportFacts(tellDay, dates);
  const ofAppointment = createAppointmentFacts(reads, { timeZone, from });
  /** A narrow window breaks no number in two. */
  const duty = { dutyPhone: both(dutyPhone.replaceAll(' ', '\u00a0')) };

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

  /** The machine to which a token was bound then, whatever became of it. */
  const ofRebinding = async (id: string): Promise<Facts | undefined> => {
    const check = await reads.get('identityCheck', id);
    const handover = check && (await reads.get('handover', check.handoverId));
    const machine = check?.workstationId ? await reads.get('workstation', check.workstationId) : undefined;
    return handover?.tokenId && machine
      ? { serial: both(handover.tokenId), machine: both(machine.assetNumber) }
      : undefined;
  };

  /** Nothing is said once every date is within the service level again. */
  const ofLateDates = async (id: string): Promise<Facts | undefined> => {
    const late = readLate((await reads.get('setting', id))?.value);
    if (!late || late.ended !== null) return undefined;
    const set = await reads.get('setting', 'service.days');
    const days = limitOf((name) => (name === set?.id ? set.value : undefined), 'service.days');
    return { count: both(late.count), until: day(beginOf(late.until)), days: both(days) };
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

  /** An old address may belong to another person by now, so the mail to it has no name in it. */
  const toAddress = async (mail: WaitingMail, address: string): Promise<Told> => {
    const said = mail.template === 'day-report' ? await ofDay(mail) : { facts: duty };
    return { to: { name: '', address }, text: TEXTS[mail.template], ...said };
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

/** Undefined for a purged person and for one whose address nobody knows. */
function addressOf(person: PersonRow): Told['to'] | undefined {
  if (person.purgedAt !== null || person.email === null) return undefined;
  return { name: fullName(person), address: person.email };
}
