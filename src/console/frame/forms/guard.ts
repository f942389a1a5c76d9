import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../../../errors.ts';

/**
 * Refuses a form that another site sent (ASVS 3.5.1): the browser's own word on where it comes from, before any token is
 * looked at. A client that says nothing (no browser of today) is left to the token.
 */
export function checkOrigin(req: Request): void {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw foreign();
    return;
  }
  const origin = req.get('origin');
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== req.get('host')) throw foreign();
}

/** Compares the form's token with the session's, in constant time. Throws `csrf_failed`. */
export function checkToken(given: string, expected: string | undefined): void {
  const [a, b] = [Buffer.from(given), Buffer.from(expected ?? '')];
  if (b.length === 0 || a.length !== b.length || !timingSafeEqual(a, b)) {
    throw new AppError(
      'csrf_failed',
      'this form is not from the page you have open now: reload the page and send it again',
    );
  }
}

function foreign(): AppError {
  return new AppError('csrf_failed', 'this form came from another site and was not accepted');
}

/** A path of this console to go to, from a value that an attacker may have written; `/` when it is anything else. */
export function localPath(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])[\w\-./?=&%~+:,*]*$/.test(value) ? value : '/';
}
