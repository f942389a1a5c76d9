import { lastPromise } from '../book/rules/waiting/promises.ts';
import type { RequestRow } from '../book/tables/rows/requests.ts';
import { REQUEST_TO_MAKE, REQUEST_WAITING, type RequestState } from '../book/tables/states.ts';
import { hasDesk, mayPickSlot } from '../flow/appointment/desk.ts';
import { isInHand, replacementOf } from '../flow/notifications/end-reminders.ts';
import type { Template } from '../flow/notifications/templates.ts';
import type { Reads } from '../flow/ports/store.ts';
import { isLost } from '../flow/request/overtaken.ts';
import { MOVED_DATES, readyWords } from '../words/ready-days.ts';
import { howClosed } from './closed-facts.ts';
import { both, type MailDates } from './fact-values.ts';
import type { Facts } from './news.ts';
import type { WaitingMail } from './ports.ts';
import { REASONS } from './texts.ts';

/** Makes a pick-up code for the mail that leaves now to a request's holder; undefined where they wait for no token. */
export type CodeFor = (requestId: string) => Promise<string | undefined>;

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
const NO_DAY = { fr: 'Aucune date n’est encore annoncée.', en: 'No date is announced yet.' };
const foreseenOn = (promise: Parameters<typeof readyWords>[0]): { fr: string; en: string } => {
  const { fr, en } = readyWords(promise);
  return { fr: `Il est annoncé ${fr}.`, en: `It is expected ${en}.` };
};
/** Mails that bring their holder a pick-up code. */
const WITH_CODE: readonly Template[] = ['ready', 'shipped'];

/** The request that a mail is about. */
export const named = (request: RequestRow): Facts => ({ number: both(request.number) });

/** What mails say of requests, of the certificates that they led to, and of the dates that were announced for them. */
export function createRequestFacts(reads: Reads, { day }: Pick<MailDates, 'day'>, codeFor: CodeFor) {
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

  /** The date that was announced last: what was overtaken by then is not said, nor anything of what is made already. */
  const ofPromise = async (id: string): Promise<Facts | undefined> => {
    const promise = await reads.get('promise', id);
    const request = promise && (await reads.get('request', promise.requestId));
    if (!promise || !request || !REQUEST_TO_MAKE.includes(request.state)) return undefined;
    if (lastPromise(await reads.find('promise', { requestId: request.id }))?.id !== id) return undefined;
    return { ...named(request), why: MOVED_DATES[promise.reason], days: readyWords(promise) };
  };

  return { ofRequest, ofCertificate, ofPromise };
}
