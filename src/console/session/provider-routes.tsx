import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Answer } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import { failureOf, statusOf } from '../frame/shell/failures.ts';
import { homeOf } from '../frame/shell/menu.ts';
import { isMember, type Visit } from '../frame/visit.ts';
import { SignInPage } from './sign-in.tsx';

/** Between leaving for the identity provider and coming back. */
const LIFE_MS = 10 * 60_000;
const COOKIE = '__Host-jeton-fournisseur';
/** Lax: the way back is a link from another site. */
const OPTIONS: CookieOptions = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' };
const part = z.string().min(20).max(200);
const Journey = z.strictObject({ state: part, nonce: part, verifier: part, link: z.literal(true).optional() });

/**
 * Sign-in at an identity provider, where one is set. Somebody's identity there is linked to their account where they asked for
 * it by a form of their own: a link that they were made to follow, in a browser signed in there as somebody else, links nothing.
 */
export function providerRoutes({ door, on, cookies }: RouteParts): void {
  const { provider } = door.identity;
  if (!provider) return;

  /** `link`: the session to link an identity to. */
  const leave = async (req: Request, strong: boolean, link?: string): Promise<Answer> => {
    const { url, journey } = await provider.begin(strong, link);
    const kept = { ...journey, ...(link === undefined ? {} : { link: true }) };
    req.res?.cookie(COOKIE, JSON.stringify(kept), { ...OPTIONS, maxAge: LIFE_MS });
    return { to: url };
  };
  // any site may lead here: whoever is signed in stays who they are, and signs out first to come in as somebody else
  on.openGet('/connexion/fournisseur', (visit, req) =>
    isMember(visit) ? { to: homeOf(visit) } : leave(req, visit.query['niveau'] === 'fort'),
  );
  on.post('/compte/acces/fournisseur', (member, req) => leave(req, false, member.token), {
    show: () => ({ to: '/compte/acces' }),
    back: () => '/compte/acces',
  });

  on.openGet('/connexion/fournisseur/retour', async (visit, req) => {
    const journey = journeyOf(req);
    req.res?.clearCookie(COOKIE, OPTIONS);
    try {
      if (!journey) throw new AppError('expired', 'this sign-in began elsewhere or too long ago: begin again');
      const answer = new URL(req.originalUrl, 'http://localhost');
      const { token } = await provider.finish(answer, journey, visit.from, journey.link && visit.token);
      if (visit.token !== undefined) await door.identity.signOut(visit.token, visit.from); // one browser, one session
      if (req.res) cookies.setSession(req.res as Response, token);
      const me = await door.identity.bySession(token);
      const as: Visit = { ...visit, me, token };
      return { to: isMember(as) ? homeOf(as) : '/' };
    } catch (error) {
      return notIn(visit, error);
    }
  });
}

function notIn(visit: Visit, error: unknown): Answer {
  const failure = failureOf(error, 'provider');
  const as = { ...visit, failure };
  return { title: visit.t('signIn.title'), page: <SignInPage next="/" />, status: statusOf(failure.code), as };
}

/**
 * What the browser was given before it went to the provider, in a cookie; an attacker can only write it into a browser
 * of their own.
 */
function journeyOf(req: Request): z.output<typeof Journey> | undefined {
  const text = parseCookie(req.headers.cookie ?? '')[COOKIE];
  try {
    return Journey.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
