import { pipeline } from 'node:stream/promises';
import type { Request, Response, Router } from 'express';
import type { VNode } from 'preact';
import { mightForOthers } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { FirstSteps } from '../../flow/people/first-steps.ts';
import type { Identity } from '../../identity/identity.ts';
import { type FirstDay, isStep } from '../help/first-day-ticks.ts';
import { ConfirmPage } from '../session/confirm.tsx';
import { LockPage, UNLOCK } from '../session/lock.tsx';
import { ownFactors } from '../session/own-factors.ts';
import { SignInPage } from '../session/sign-in.tsx';
import type { Cookies } from './cookies.ts';
import { single, type Values } from './forms/forms.ts';
import { checkOrigin, checkToken } from './forms/guard.ts';
import { isMultipart, readUpload } from './forms/uploads.ts';
import type { Render } from './render.tsx';
import { FailurePage } from './shell/failure-page.tsx';
import { type Attempt, type Failure, failureOf, statusOf, underFormNames } from './shell/failures.ts';
import type { Notice, Notices } from './shell/notices.ts';
import { addressIn, isMember, type Member, type Visit } from './visit.ts';

/** What a route answers with. */
export type Answer =
  /**
   * `as`: the visit that the page is for, where the act changed who somebody is; `full`: it has the whole screen; `under`: the screen
   * of the menu that it belongs to, where its address does not tell.
   */
  | { title: string; page: VNode; status?: number; as?: Visit; full?: true; under?: string }
  /** 303 to a page of this console, where `notice` is shown. */
  | { to: string; notice?: Notice }
  /** What a script asked for in passing: it stays on its page. */
  | { fragment: VNode }
  | { file: { name: string; type: string; content: Uint8Array | NodeJS.ReadableStream } };
export type Handler<V extends Visit> = (visit: V, req: Request) => Promise<Answer> | Answer;
interface Again<V extends Visit> {
  /** Shows the page of the form again, with the failure and what was typed. */
  show: Handler<V>;
  /** What is attempted, to explain a refusal by. */
  act?: Attempt;
  /** What the form calls a field that the flow names otherwise. */
  names?: Readonly<Record<string, string>>;
  /** Where a GET of this path goes when no page stands there. */
  back?: (req: Request) => string;
  /** What of a file stays with the form while a password is asked for: a file itself does not. */
  carry?: (visit: V) => Values;
  /**
   * The right that the upload is for: files are read only from people who might have it. Left out: the page takes no
   * file.
   */
  file?: Right;
}

interface HowShown {
  /** Showing the page changes what the menu counts. */
  countedAfter?: true;
  /** The page is told of news (live/news.tsx): where the journal stands is asked for together with who asks. */
  toldNews?: true;
}
export interface PageRouter {
  get(path: string, handler: Handler<Member>, how?: HowShown): void;
  /** A form of somebody signed in: origin, token and step-up are seen to before `handler` runs. */
  post(path: string, handler: Handler<Member>, again: Again<Member>): void;
  /** The same for pages without a session. */
  openGet(path: string, handler: Handler<Visit>): void;
  openPost(path: string, handler: Handler<Visit>, again: Again<Visit>): void;
  send(res: Response, visit: Visit, answer: Answer): Promise<void>;
}

export interface PageRouterParts {
  router: Router;
  identity: Identity;
  notices: Notices;
  cookies: Cookies;
  render: Render;
  receive(req: Request, res: Response): Promise<Visit>;
  firstDay: FirstDay;
  /** How many entries the journal has. */
  entriesNow(): Promise<number>;
  /** A refusal that is the service's own fault, for the technical log. */
  warn(error: unknown): void;
}

/** RFC 4918, section 11.3: the page's script knows by it that the lock has to be shown. */
const HTTP_LOCKED = 423;
/** What the owner of a locked session may do: open it, or leave. */
const WHILE_LOCKED: readonly string[] = [UNLOCK, '/connexion/cle/confirmer', '/deconnexion'];

/** How every route receives a visit and answers it. */
export function createPageRouter({
  router,
  identity,
  notices,
  cookies,
  render,
  receive,
  firstDay,
  entriesNow,
  warn,
}: PageRouterParts): PageRouter {
  const send = async (
    res: Response,
    visit: Visit,
    answer: Answer,
    prefetched: { around?: ReturnType<Render['around']>; steps?: FirstSteps } = {},
  ): Promise<void> => {
    if ('to' in answer) {
      const code = answer.notice && notices.keep(visit.me?.person.id ?? '', answer.notice);
      res.redirect(303, code ? withParameter(answer.to, 'info', code) : answer.to);
    } else if ('file' in answer) {
      await sendFile(res, answer.file);
    } else if ('fragment' in answer) {
      res.type('html').send(await render.fragment(visit, answer.fragment));
    } else {
      res.status(answer.status ?? 200).type('html');
      const { as = visit, title, page, full, under } = answer;
      const how = { ...(full && { full }), ...(under && { under }), ...(as.me === visit.me && prefetched) };
      res.send(await render.page(as, title, page, how));
    }
  };

  const signInFirst = (visit: Visit, req: Request): Answer => {
    if (req.method === 'GET') {
      const to = `/connexion?suite=${encodeURIComponent(req.originalUrl)}`;
      // the same for every secret that opens nothing: whoever made one up learns nothing
      return visit.hadSession ? { to, notice: { kind: 'info', text: 'signIn.ended' } } : { to };
    }
    const page = <SignInPage next={req.path} carried={visit.values} />;
    return { title: visit.t('signIn.expired'), page, status: 401 };
  };

  /** A session that was left alone at the bench does nothing: the lock stands before every page, and what was sent is gone. */
  const locked = async (member: Member, failure?: Failure): Promise<Answer> => {
    const as = failure ? { ...member, failure } : member;
    const page = <LockPage factor={await ownFactors(identity, member.me)} />;
    return { title: member.t('lock.title'), page, status: HTTP_LOCKED, as, full: true };
  };

  /** Whoever has a place of the bench is there still. */
  const noteGesture = async ({ me, token }: Member): Promise<void> => {
    if (me.caller.bench) await identity.useBench(token);
  };

  /** The password given with the form makes the session's factor fresh (step-up), for this form and the next minutes. */
  const stepUp = async (member: Member, req: Request): Promise<Member> => {
    const { token } = await identity.refresh(member.token, single(member.values, '_password'), member.from);
    if (req.res) cookies.setSession(req.res, token);
    const { _password: _, ...values } = member.values;
    return { ...member, token, values, me: (await identity.bySession(token)) ?? member.me };
  };

  const confirmFirst = async (member: Member, failure?: Failure): Promise<Answer> => {
    // every refusal that gives a reason asks for the key
    const factor = failure?.detail['why'] === undefined ? await ownFactors(identity, member.me) : 'key';
    return {
      title: member.t('confirm.title'),
      page: <ConfirmPage action={addressIn(member)} values={member.values} factor={factor} failure={failure} />,
      status: failure ? statusOf(failure.code) : 403,
    };
  };

  const showAgain = async <V extends Visit>(
    visit: V,
    req: Request,
    error: unknown,
    again: Again<V>,
  ): Promise<Answer> => {
    if (!isAppError(error)) throw error;
    const failure = underFormNames(failureOf(error, again.act), again.names ?? {});
    if (statusOf(failure.code) >= 500) warn(error);
    const failed = { ...visit, failure, page: backOf(req, again).replace(/[?#].*/, '') };
    const shown = await again.show(failed, req);
    return 'page' in shown ? { as: failed, ...shown, status: statusOf(failure.code) } : shown;
  };

  /**
   * A form whose token is not this session's does nothing. Where the browser itself says that it is ours, somebody signed in
   * in another tab meanwhile: it is shown again with what was typed, to be sent once more. Throws `csrf_failed` otherwise, and
   * where there is nothing to show.
   */
  const shownAnew = async <V extends Visit>(visit: V, req: Request, again: Again<V>): Promise<Answer | undefined> => {
    try {
      checkToken(single(visit.values, '_csrf'), visit.csrf);
      return undefined;
    } catch (refusal) {
      if (!isAppError(refusal) || req.get('sec-fetch-site') !== 'same-origin') throw refusal;
      const shown = await showAgain(visit, req, stillToSend(refusal), again).catch((error: unknown) => {
        throw isAppError(error) ? refusal : error;
      });
      if ('page' in shown) return shown;
      throw refusal;
    }
  };

  const runMember = async (
    member: Member,
    req: Request,
    handler: Handler<Member>,
    again: Again<Member>,
  ): Promise<Answer> => {
    if (member.me.locked && !WHILE_LOCKED.includes(req.path)) return locked(member);
    const outOfDate = await shownAnew(member, req, again);
    if (outOfDate) return outOfDate;
    await noteGesture(member);
    let fresh = member;
    if (single(member.values, '_password') !== '') {
      try {
        fresh = await stepUp(member, req);
      } catch (error) {
        if (isAppError(error, 'sign_in_failed', 'too_many_requests'))
          return member.me.locked
            ? locked(member, failureOf(error, 'confirm'))
            : confirmFirst(member, failureOf(error, 'confirm'));
        throw error;
      }
    }
    try {
      return await handler(fresh, req);
    } catch (error) {
      if (isAppError(error, 'fresh_factor_needed')) {
        const values = { ...fresh.values, ...again.carry?.(fresh) };
        // a password was right and is not enough: the page says what is
        const failure = error.detail['why'] === undefined ? undefined : failureOf(error, 'confirm');
        return confirmFirst({ ...fresh, values }, failure);
      }
      return showAgain(fresh, req, error, again);
    }
  };

  const received = async (req: Request, res: Response, file?: Right): Promise<Visit> => {
    checkOrigin(req);
    const visit = await receive(req, res);
    // a stranger's files are never read, and an agent's not kept: twenty megabytes a call would be held for nobody
    if (!isMember(visit) || !isMultipart(req)) return visit;
    const keep = file !== undefined && mightForOthers(visit.me.caller, file, visit.now);
    return { ...visit, ...(await readUpload(req, keep)) };
  };

  /** A POST's address opened by GET (a reload, a language switch, which is kept): the page it belongs to. */
  const backFrom = <V extends Visit>(path: string, again: Again<V>) =>
    router.get(path, async (req, res) => send(res, await receive(req, res), { to: backOf(req, again) }));

  return {
    send,
    get: (path, handler, { countedAfter, toldNews } = {}) =>
      router.get(path, async (req, res) => {
        const entriesBefore = toldNews && cookies.read(req).session !== undefined ? prefetch(entriesNow()) : undefined;
        const visit = { ...(await receive(req, res)), ...(entriesBefore && { entriesBefore }) };
        if (!isMember(visit)) return send(res, visit, signInFirst(visit, req));
        if (visit.me.locked) return send(res, visit, await locked(visit));
        const around = countedAfter ? undefined : prefetch(render.around(visit));
        const before = isStep(visit) ? prefetch(firstDay.before(visit)) : undefined;
        const answer = await handler(visit, req);
        await noteGesture(visit);
        const steps = before && 'page' in answer ? await firstDay.tick(visit, await before) : undefined;
        await send(res, visit, answer, { ...(around && { around }), ...(steps && { steps }) });
      }),
    post: (path, handler, again) => {
      backFrom(path, again);
      router.post(path, async (req, res) => {
        const visit = await received(req, res, again.file);
        await send(res, visit, isMember(visit) ? await runMember(visit, req, handler, again) : signInFirst(visit, req));
      });
    },
    openGet: (path, handler) =>
      router.get(path, async (req, res) => {
        const visit = await receive(req, res);
        const answer = await handler(visit, req);
        const opens = 'page' in answer && isMember(visit) && !visit.me.locked && isStep(visit) ? visit : undefined;
        const steps = opens && (await firstDay.tick(opens, await firstDay.before(opens)));
        await send(res, visit, answer, { ...(steps && { steps }) });
      }),
    openPost: (path, handler, again) => {
      backFrom(path, again);
      router.post(path, async (req, res) => {
        const visit = await received(req, res);
        const outOfDate = await shownAnew(visit, req, again);
        const run = async () => handler(visit, req);
        await send(
          res,
          visit,
          outOfDate ?? (await run().catch((error: unknown) => showAgain(visit, req, error, again))),
        );
      });
    },
  };
}

/** The refusal of a form that its page shows again. */
const stillToSend = ({ code, message }: AppError): AppError =>
  new AppError(code, message, { detail: { why: 'shown-again' } });

/** The page that a form belongs to. */
const backOf = <V extends Visit>(req: Request, { back }: Again<V>): string =>
  back?.(req) ?? (req.path.replace(/\/[^/]+$/, '') || '/');

/** Asked for while the page is read, for a server's answers are waited for together: whoever needs it hears of its failure, and nobody else. */
function prefetch<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => {});
  return asked;
}

async function sendFile(
  res: Response,
  file: { name: string; type: string; content: Uint8Array | NodeJS.ReadableStream },
): Promise<void> {
  res.attachment(file.name).type(file.type);
  if (file.content instanceof Uint8Array) res.send(Buffer.from(file.content));
  else await pipeline(file.content, res);
}

/** A path with one more query parameter, before its fragment. */
function withParameter(path: string, name: string, value: string): string {
  const [before = '', fragment] = path.split('#');
  const joined = `${before}${before.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

/** The page for an error that no form shows. */
export function failureAnswer(visit: Visit, error: unknown): Answer {
  const failure = failureOf(error);
  return { title: visit.t('failure.title'), page: <FailurePage failure={failure} />, status: statusOf(failure.code) };
}
