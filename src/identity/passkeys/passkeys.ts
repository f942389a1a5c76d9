import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import { AppError, settingsRefused } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import { fullName } from '../../flow/people/person-name.ts';
import { fingerprint } from '../bearer.ts';
import { FORMER } from '../enrolment/first-links.ts';
import type { Identity, SignedIn } from '../identity.ts';
import { checkMayChangeWaysIn, isStrong, needsPasskey, usable } from '../passwords/strength.ts';
import { type IdentityDeps, recorded, recordedWayIn } from '../record-act.ts';
import type { PasskeyRow, SessionRow } from '../records.ts';
import { type Sessions, sessionEnded } from '../sessions/sessions.ts';
import { ALGORITHMS, assertedBy, attested, counterFits, type Proof, transportsOf } from './passkey-proof.ts';
import { isElsewhere } from './passkey-site.ts';

const MOST = 10;
const NAME = /^[\p{L}\p{Nd}][\p{L}\p{Nd} ._’'-]{0,39}$/u;

const failed = () =>
  new AppError('sign_in_failed', 'this passkey does not open an account here: try another, or sign in with a password');

/** Passkeys (WebAuthn level 3): discoverable, always with user verification, so one of them is two factors. */
export function createPasskeys(
  deps: IdentityDeps,
  sessions: Sessions,
): Pick<
  Identity,
  | 'passkeysUsable'
  | 'passkeyRegistration'
  | 'registerPasskey'
  | 'passkeyRequest'
  | 'signInWithPasskey'
  | 'refreshWithPasskey'
  | 'formerPasskeyRequest'
  | 'passkeys'
  | 'passkeysElsewhere'
  | 'removePasskey'
> {
  const { records, challenges } = deps;

  /** The refusal to remove the last one: it names the roles that a password would not open. */
  const lastOne = (caller: Caller, now: number): AppError => {
    const { withheld } = usable({ method: 'password', reach: null }, caller, deps.passkeys.need, now);
    const message = `this is your last passkey, and you need one as ${withheld.join(', ')}: register another one before`;
    return new AppError('limit_reached', message, { detail: { why: 'last-passkey', roles: withheld.join(',') } });
  };

  /** The host name that passkeys are bound to. Throws where there is none: a browser refuses an IP address. */
  const site = () => {
    const here = deps.passkeys.site();
    if (here) return here;
    throw settingsRefused({
      en: 'passkeys need a host name: open the console by its name, not by an address',
      fr: 'les clés d’accès demandent un nom de machine : ouvrez la console par son nom, non par une adresse',
    });
  };
  const lasting = async (token: string): Promise<{ row: SessionRow; who: SignedIn }> => {
    const row = await sessions.byToken(token);
    const who = row && (await sessions.owner(row));
    if (!row || !who) throw sessionEnded();
    return { row, who };
  };
  const described = ({ id, transports }: PasskeyRow) => ({ id, transports: transportsOf(transports) });

  /** A further passkey asks for one that stands: a phished password adds no way in, nor does a stolen token. */
  const checkMayAdd = async (row: SessionRow, { caller }: SignedIn, own: readonly PasskeyRow[]): Promise<void> => {
    await sessions.checkNotRestored(row.personId);
    checkMayChangeWaysIn(caller);
    if (row.freshUntil <= deps.clock.now())
      throw new AppError('fresh_factor_needed', 'confirm who you are first: a passkey is a way in');
    if (own.length > 0 && !isStrong(row))
      throw new AppError('fresh_factor_needed', 'confirm with a passkey that you have before adding another', {
        detail: { why: 'key-first' },
      });
    if (own.length >= MOST) throw new AppError('limit_reached', `you have ${MOST} passkeys: remove one first`);
  };

  /** The passkey that signed, its use noted; undefined when anything does not fit. */
  const proven = async (proof: Proof, purpose: string, personId?: string): Promise<PasskeyRow | undefined> => {
    const passkey = await records.passkey(proof.id);
    if (!passkey || (personId !== undefined && passkey.personId !== personId)) return undefined;
    const signed = await assertedBy(passkey, proof, { ...site(), stands: (c) => challenges.stands(c, purpose) });
    if (!signed || !challenges.use(signed.challenge, purpose)) return undefined;
    if (!counterFits(passkey.counter, signed.counter)) {
      await noteCopy(passkey);
      return undefined;
    }
    const now = deps.clock.now();
    const use = { before: passkey.counter, counter: signed.counter, now };
    return (await deps.store.transact((unit) => unit.usePasskey(passkey.id, use))) ? passkey : undefined;
  };

  /** A counter that went back: the authenticator was copied, or is broken. Somebody has to look. */
  const noteCopy = (passkey: PasskeyRow): Promise<unknown> => {
    const detail = { passkey: fingerprint(passkey.id).slice(0, 16), failure: 'counter' };
    const entry = { actor: 'system', role: 'system', action: 'passkey.use', outcome: 'failed' } as const;
    return deps.store.transact((unit) => unit.record({ ...entry, subject: `account:${passkey.personId}`, detail }));
  };

  const passkeyRow = (personId: string, name: string, made: Awaited<ReturnType<typeof attested>>): PasskeyRow => ({
    id: made.id,
    personId,
    name,
    publicKey: made.publicKey,
    counter: made.counter,
    transports: made.transports,
    rpId: site().rpId,
    createdAt: deps.clock.now(),
    usedAt: null,
  });

  return {
    passkeysUsable: () => deps.passkeys.site() !== undefined,

    passkeyRegistration: async (token): Promise<PublicKeyCredentialCreationOptionsJSON> => {
      const { row, who } = await lasting(token);
      const own = await records.passkeysOf(row.personId);
      await checkMayAdd(row, who, own);
      const { directoryId } = who.person;
      return generateRegistrationOptions({
        rpName: 'Jeton',
        rpID: site().rpId,
        userID: Uint8Array.from(Buffer.from(row.personId)),
        userName: directoryId ?? row.personId,
        userDisplayName: fullName(who.person),
        challenge: challenges.make(`register ${row.personId}`),
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: [...ALGORITHMS],
        excludeCredentials: own.map(described),
      });
    },

    registerPasskey: async (token, { name, response }) => {
      const { row, who } = await lasting(token);
      const purpose = `register ${row.personId}`;
      if (!NAME.test(name))
        throw new AppError('invalid_input', 'name the passkey, such as "blue key": letters, digits, . _ -', {
          detail: { field: 'name' },
        });
      await checkMayAdd(row, who, await records.passkeysOf(row.personId));
      const made = await attested(response, { ...site(), stands: (c) => challenges.stands(c, purpose) });
      const fresh = passkeyRow(row.personId, name, made);
      const known = await records.passkey(made.id);
      await recordedWayIn(deps, who.caller, 'passkey.register', `account:${row.personId}`, async (unit, now) => {
        if (known || !challenges.use(made.challenge, purpose))
          throw new AppError('conflict', 'this passkey was registered already: start again');
        await unit.keepPasskey(fresh);
        await unit.record({
          actor: row.personId,
          role: rolesOf(who.caller, now)[0] ?? 'agent',
          action: 'passkey.register',
          subject: `account:${row.personId}`,
          outcome: 'done',
          detail: { passkey: fingerprint(made.id).slice(0, 16) },
        });
      });
      return sessions.renew(row, 'passkey'); // made here with user verification: as good as a sign-in with it
    },

    passkeyRequest: async (token): Promise<PublicKeyCredentialRequestOptionsJSON> => {
      const row = token === undefined ? undefined : (await lasting(token)).row;
      const own = row ? await records.passkeysOf(row.personId) : [];
      return generateAuthenticationOptions({
        rpID: site().rpId,
        userVerification: 'required',
        challenge: challenges.make(row ? `step-up ${row.personId}` : 'sign-in'),
        allowCredentials: own.map(described),
      });
    },

    formerPasskeyRequest: () =>
      generateAuthenticationOptions({
        rpID: site().rpId,
        userVerification: 'required',
        challenge: challenges.make(FORMER),
        allowCredentials: [],
      }),

    signInWithPasskey: async (proof, from) => {
      const passkey = await deps.throttle.attempt(`passkey ${proof.id}`, from.address, async () => {
        const found = await proven(proof, 'sign-in');
        const account = found && (await deps.store.reads.get('account', found.personId));
        const fine = account?.state === 'active';
        await sessions.log('sign-in', found?.personId ?? null, from, fine ? 'done' : 'refused');
        return fine ? found : undefined;
      });
      const opened = passkey && (await sessions.open(passkey.personId, from, { method: 'passkey' }));
      if (!opened) throw failed();
      return opened;
    },

    refreshWithPasskey: async (token, proof, from) => {
      const { row } = await lasting(token);
      const fine = await deps.throttle.attempt(`person ${row.personId}`, from.address, async () => {
        const found = await proven(proof, `step-up ${row.personId}`, row.personId);
        await sessions.log('refresh', row.personId, from, found ? 'done' : 'refused');
        return found;
      });
      if (!fine) throw new AppError('sign_in_failed', 'this is not a passkey of yours: try another');
      return sessions.renew(row, 'passkey');
    },

    passkeys: async (caller) =>
      (await records.passkeysOf(caller.personId)).map((row) => ({
        id: fingerprint(row.id).slice(0, 26),
        name: row.name,
        createdAt: row.createdAt,
        usedAt: row.usedAt,
        elsewhere: isElsewhere(row, deps.passkeys.site()) ? row.rpId : null,
      })),

    passkeysElsewhere: async () => {
      const here = deps.passkeys.site()?.rpId ?? null;
      return { here, bound: await records.passkeysOfOtherNames(here ?? '') };
    },

    removePasskey: async (caller, id) => {
      const own = await records.passkeysOf(caller.personId);
      await recorded(deps, caller, 'passkey.remove', `account:${caller.personId}`, async (unit, now) => {
        checkMayChangeWaysIn(caller);
        if (caller.freshUntil <= now)
          throw new AppError('fresh_factor_needed', 'confirm who you are before you remove a passkey');
        // a phished password would remove all but one, or all, to register a passkey of its own
        if (caller.scopes !== undefined)
          throw new AppError('fresh_factor_needed', 'confirm with a passkey that you have before you remove one', {
            detail: { why: 'key-first' },
          });
        const passkey = await need(
          Promise.resolve(own.find((p) => fingerprint(p.id).slice(0, 26) === id)),
          'passkey of yours',
        );
        // counted in the transaction: two removals at the same moment leave one too
        const here = deps.passkeys.site()?.rpId ?? passkey.rpId;
        const leaves = needsPasskey(deps.passkeys.need, caller.grants) ? here : undefined;
        if (!(await unit.dropPasskey(passkey, { leaves }))) throw lastOne(caller, now);
        await unit.record({
          actor: caller.personId,
          role: rolesOf(caller, now)[0] ?? 'agent',
          action: 'passkey.remove',
          subject: `account:${caller.personId}`,
          outcome: 'done',
          detail: { passkey: fingerprint(passkey.id).slice(0, 16) },
        });
      });
    },
  };
}
