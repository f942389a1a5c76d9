import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Door } from '../../app/door.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Origin, SignedIn } from '../../identity/identity.ts';
import type { Cookies, Crumbs } from './cookies.ts';
import type { Values } from './forms/forms.ts';
import type { Failure } from './shell/failures.ts';
import type { Notice, Notices } from './shell/notices.ts';
import { type Theme, themeOf } from './shell/theme.ts';
import { LANGUAGES, type Language, type Translate, translator } from './translate.ts';

/** A file sent with a form; attacker-controlled, bounded by forms/uploads.ts. */
export interface Upload {
  name: string;
  content: Buffer;
}

/** One request of one browser: who, in which language, with what. */
export interface Visit {
  language: Language;
  t: Translate;
  theme: Theme;
  now: number;
  /** Path without query, as asked for. */
  path: string;
  query: Values;
  /** Body of a POST; empty on GET. */
  values: Values;
  files: Readonly<Record<string, Upload>>;
  /** What every form on the page sends back. */
  csrf: string;
  from: Origin;
  me: SignedIn | undefined;
  /** The session's secret; never on a page. */
  token: string | undefined;
  /** A POST that failed and is shown again with what was typed. */
  failure?: Failure;
  /** The page that this POST shows again. */
  page?: string;
  /** How many entries the journal had before anything of this visit was read; left out where the page's route does not say `toldNews`. */
  entriesBefore?: Promise<number>;
  /** Where a page that is told of news stands, as its forms send it back; left out where the page is told of none. */
  pageMark?: string;
  /** Shown again with what was typed, although nothing failed: something was looked up for the form. */
  goesOn?: true;
  notice: Notice | undefined;
  /** The browser sent the secret of a session that opens nothing, or no longer does. */
  hadSession?: true;
}
/** A visit by somebody signed in. */
export type Member = Visit & { me: SignedIn; token: string };

/** Whether somebody is signed in. */
export function isMember(visit: Visit): visit is Member {
  return visit.me !== undefined && visit.token !== undefined;
}

/**
 * Who comes in, from the cookies; sets the cookies of language and form where they are due. `glance`: for a page that looks by
 * itself, which is no use of its session, and has no form: its cookie is left as a sign-in in another tab has it.
 */
export function createReception(door: Pick<Door, 'identity' | 'clock'>, cookies: Cookies, notices: Notices) {
  return async (req: Request, res: Response, how: 'bySession' | 'glance' = 'bySession'): Promise<Visit> => {
    const crumbs = cookies.read(req);
    const me = crumbs.session === undefined ? undefined : await door.identity[how](crumbs.session);
    const query = flat(req.query);
    const language = languageOf(query['lang'], crumbs);
    if (query['lang'] === language && crumbs.language !== language) cookies.setLanguage(res, language);
    return {
      language,
      t: translator(language),
      theme: themeOf(crumbs.theme),
      now: door.clock.now(),
      path: req.path,
      query,
      values: flat(req.body),
      files: {},
      csrf: me?.csrf ?? (how === 'glance' ? '' : formToken(res, crumbs, cookies)),
      from: { address: req.ip ?? '' },
      me,
      token: me ? crumbs.session : undefined,
      ...(crumbs.session !== undefined && !me ? { hadSession: true as const } : {}),
      notice: notices.find(me?.person.id ?? '', query['info']),
    };
  };
}

/** Roles that a passkey would open. It opens neither a locked session nor what a restore closed. */
export function waitingRoles({ me }: Visit): readonly Role[] {
  return me === undefined || me.restored || me.locked ? [] : me.withheld;
}

/** Where the passkey is given, and from where one comes back to this page. */
export const confirmAddress = (visit: Visit): string => `/connexion/cle?suite=${encodeURIComponent(addressIn(visit))}`;

/** The address of the page that a visit asked for, with these parameters in place of its own. */
export function addressIn({ path, query }: Visit, parameters: Readonly<Record<string, string>> = {}): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) said.append(name, one);
  for (const [name, value] of Object.entries(parameters)) said.set(name, value);
  return said.size === 0 ? path : `${path}?${said}`;
}

/** French first; English by the switch, remembered. */
function languageOf(asked: unknown, crumbs: Crumbs): Language {
  const known = (value: unknown) => LANGUAGES.find((language) => language === value);
  return known(asked) ?? known(crumbs.language) ?? 'fr';
}

function formToken(res: Response, crumbs: Crumbs, cookies: Cookies): string {
  if (crumbs.form !== undefined && /^[\w-]{22}$/.test(crumbs.form)) return crumbs.form;
  const fresh = randomBytes(16).toString('base64url');
  cookies.setForm(res, fresh);
  return fresh;
}

/** Strings and lists of strings of a parsed query or body; anything else is left out. */
export function flat(parsed: unknown): Values {
  if (typeof parsed !== 'object' || parsed === null) return {};
  const texts = Object.entries(parsed).filter(
    (entry): entry is [string, string | string[]] =>
      typeof entry[1] === 'string' || (Array.isArray(entry[1]) && entry[1].every((item) => typeof item === 'string')),
  );
  // no prototype: an attacker may name a field `constructor` or `__proto__` (ASVS 15.3.6)
  return Object.assign(Object.create(null) as Record<string, string | string[]>, Object.fromEntries(texts));
}
