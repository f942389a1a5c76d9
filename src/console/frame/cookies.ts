import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { DAY_MS } from '../../durations.ts';

/** What the browser keeps for us. Everything here is attacker-controlled: it is only ever looked up or compared. */
export interface Crumbs {
  /** The session's secret. */
  session: string | undefined;
  /** Random; forms of a page without a session send it back. */
  form: string | undefined;
  language: string | undefined;
  theme: string | undefined;
}
export interface Cookies {
  read(req: Request): Crumbs;
  setSession(res: Response, token: string): void;
  clearSession(res: Response): void;
  setForm(res: Response, value: string): void;
  setLanguage(res: Response, language: string): void;
  setTheme(res: Response, theme: string): void;
}

const YEAR_MS = 365 * DAY_MS;

/** Cookies of this origin alone (ASVS 3.3.1–3.3.4): `__Host-`, Secure, HttpOnly, SameSite; bare names only where TLS is absent. */
export function createCookies(secure: boolean): Cookies {
  const name = (base: string) => (secure ? `__Host-${base}` : base);
  const set = (res: Response, base: string, value: string, options: CookieOptions) =>
    void res.cookie(name(base), value, { path: '/', httpOnly: true, secure, ...options });
  return {
    read(req) {
      const found = parseCookie(req.headers.cookie ?? '');
      const crumb = (base: string) => found[name(base)] || undefined;
      return {
        session: crumb('jeton'),
        form: crumb('jeton-form'),
        language: crumb('jeton-lang'),
        theme: crumb('jeton-theme'),
      };
    },
    // Lax, so that a link in an e-mail finds its reader signed in; forms are guarded by token and origin
    setSession: (res, token) => set(res, 'jeton', token, { sameSite: 'lax' }), // gone with the browser; its end is the server's to say
    clearSession: (res) => void res.clearCookie(name('jeton'), { path: '/', httpOnly: true, secure, sameSite: 'lax' }),
    setForm: (res, value) => set(res, 'jeton-form', value, { sameSite: 'strict' }),
    setLanguage: (res, language) => set(res, 'jeton-lang', language, { sameSite: 'lax', maxAge: YEAR_MS }),
    setTheme: (res, theme) => set(res, 'jeton-theme', theme, { sameSite: 'lax', maxAge: YEAR_MS }),
  };
}
