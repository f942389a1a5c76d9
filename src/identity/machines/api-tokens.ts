import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import { API_TOKEN_DAYS } from '../../book/rules/limits.ts';
import type { Role } from '../../book/tables/codes.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { ApiTokenRow } from '../../book/tables/rows/people.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import { liveTokens } from '../../flow/people/recovery.ts';
import { fingerprint, newBearer, thumbprintOf } from '../bearer.ts';
import type { Identity } from '../identity.ts';
import { checkMayChangeWaysIn } from '../passwords/strength.ts';
import { type IdentityDeps, recorded, recordedWayIn } from '../record-act.ts';
import { recognise } from '../sessions/sessions.ts';
import { mayBeUsed, readMachineCertificate } from './machine-certificates.ts';

/** Begins every API token, so that scanners for leaked secrets know one. */
const PREFIX = 'jtn_';
const MOST = 20;
const NAME = /^[\p{L}\p{Nd}][\p{L}\p{Nd} ._-]{0,39}$/u;

function invalid(field: string, message: string): AppError {
  return new AppError('invalid_input', message, { detail: { field } });
}

/** A machine never makes itself another way in, and a person does only with a fresh factor. */
function checkMayCreate(caller: Caller, scopes: readonly Role[], now: number): Role {
  const held = rolesOf(caller, now);
  if (caller.scopes !== undefined)
    throw new AppError(
      'forbidden',
      'this way in cannot make an API token: sign in with your passkey, or your password where none is asked for',
    );
  checkMayChangeWaysIn(caller);
  if (caller.freshUntil <= now) {
    throw new AppError('fresh_factor_needed', 'confirm who you are first: an API token is a way in');
  }
  const missing = scopes.find((scope) => !held.includes(scope));
  if (missing) throw new AppError('forbidden', `you are not ${missing}: a token acts in roles that you hold`);
  return scopes[0] ?? 'agent';
}

type NewToken = Parameters<Identity['createApiToken']>[1];

/** API tokens: make, revoke, list, and come in by one. */
export function createApiTokens(
  deps: IdentityDeps,
): Pick<Identity, 'createApiToken' | 'revokeApiToken' | 'apiTokens' | 'byApiToken' | 'apiTokenEnd'> {
  const { reads } = deps.store;
  const ownTokens = (personId: string) =>
    reads.find('apiToken', { personId }, { orderBy: 'createdAt', descending: true });

  /** What a new token is bound to, and the last moment of it. A machine's is bound to a certificate, or there is none. */
  const bindingOf = (certificate: string | undefined, now: number) => {
    if (certificate !== undefined) {
      const { der, notAfter } = readMachineCertificate(certificate, now);
      return { thumbprint: thumbprintOf(der), latest: notAfter };
    }
    if (deps.plainTokens) return { thumbprint: null, latest: Number.MAX_SAFE_INTEGER };
    throw invalid(
      'certificate',
      'a machine’s token is bound to its certificate: give that too; people sign in instead',
    );
  };

  const newRow = (id: string, caller: Caller, input: NewToken, now: number): ApiTokenRow => {
    const { thumbprint, latest } = bindingOf(input.certificate, now);
    return {
      id,
      personId: caller.personId,
      name: input.name,
      scopes: [...new Set(input.scopes)].join(','),
      createdAt: now,
      expiresAt: Math.min(now + input.days * DAY_MS, latest),
      revokedAt: null,
      thumbprint,
    };
  };

  /** RFC 8705 section 3: the certificate of this very connection, and one of ours only as long as it is good. */
  const fits = async ({ thumbprint }: ApiTokenRow, certificate: Uint8Array | undefined): Promise<boolean> => {
    if (thumbprint === null) return deps.plainTokens;
    if (!certificate || thumbprintOf(certificate) !== thumbprint) return false;
    return mayBeUsed(deps, certificate);
  };

  const rowOf = async (token: string): Promise<ApiTokenRow | undefined> =>
    token.startsWith(PREFIX) ? deps.records.apiTokenByHash(fingerprint(token)) : undefined;

  return {
    createApiToken: async (caller, input) => {
      if (!NAME.test(input.name))
        throw invalid('name', 'name the token by what uses it, such as "night report": letters, digits, . _ -');
      if (input.scopes.length === 0) throw invalid('scopes', 'name at least one of your roles');
      if (!Number.isInteger(input.days) || input.days < 1 || input.days > API_TOKEN_DAYS) {
        throw invalid('days', `an API token lives 1 to ${API_TOKEN_DAYS} days`);
      }
      const token = PREFIX + newBearer(deps.chance);
      const id = deps.chance.id();
      return recordedWayIn(deps, caller, 'apiToken.create', `apiToken:${id}`, async (unit, now) => {
        const row = newRow(id, caller, input, now);
        const role = checkMayCreate(caller, input.scopes, now);
        if ((await liveTokens(unit, caller.personId, now)).length >= MOST) {
          throw new AppError('limit_reached', `you have ${MOST} API tokens: revoke one first`);
        }
        const entry = { actor: caller.personId, role, action: 'apiToken.create', subject: `apiToken:${row.id}` };
        const detail = { days: input.days };
        await unit.record({ ...entry, outcome: 'done', detail, changes: [create('apiToken', row)] });
        await unit.keepApiToken(fingerprint(token), row.id);
        return { token, row };
      });
    },

    revokeApiToken: (caller, id) =>
      recorded(deps, caller, 'apiToken.revoke', `apiToken:${id}`, async (unit, now) => {
        const row = await unit.get('apiToken', id);
        const own = row?.personId === caller.personId ? row : undefined; // a stranger's is like one that does not exist
        const token = await need(Promise.resolve(own), 'API token of yours');
        if (token.revokedAt !== null) throw new AppError('already_done', 'this API token was revoked already');
        const entry = {
          actor: caller.personId,
          role: rolesOf(caller, now)[0] ?? 'agent',
          action: 'apiToken.revoke',
          subject: `apiToken:${id}`,
        };
        const changes = [update('apiToken', token, { revokedAt: now }, { revokedAt: null })];
        await unit.record({ ...entry, outcome: 'done', changes });
        await unit.dropApiToken(id);
      }),

    apiTokens: (caller) => ownTokens(caller.personId),

    // once revoked its hash is gone: it is like one that never was
    apiTokenEnd: async (token, certificate) => {
      const row = await rowOf(token);
      if (!row || row.revokedAt !== null || row.expiresAt > deps.clock.now()) return undefined;
      // a certificate that has ended with it names it still
      const isTheirs = row.thumbprint === null || (certificate && thumbprintOf(certificate) === row.thumbprint);
      return isTheirs ? row.expiresAt : undefined;
    },

    byApiToken: async (token, certificate) => {
      const row = await rowOf(token);
      if (!row || row.revokedAt !== null || row.expiresAt <= deps.clock.now()) return undefined;
      if (!(await fits(row, certificate))) return undefined;
      const freshUntil = deps.demo ? Number.MAX_SAFE_INTEGER : 0;
      const known = await recognise(deps, row.personId, freshUntil);
      if (!known) return undefined;
      const caller: Caller = { ...known.caller, scopes: row.scopes.split(',') as Role[] };
      const roles = rolesOf(caller, deps.clock.now());
      return {
        ...known,
        caller,
        roles,
        withheld: [],
        restored: false,
        locked: false,
        means: 'api-token',
        method: 'api-token',
        stepUp: 'password',
        csrf: '',
        ends: null,
      };
    },
  };
}
