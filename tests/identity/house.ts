import type { Role } from '../../src/book/tables/codes.ts';
import { type Change, create, move, update } from '../../src/book/tables/lifecycle.ts';
import type { GrantRow, PersonRow } from '../../src/book/tables/rows/people.ts';
import type { AccountState } from '../../src/book/tables/states.ts';
import { isAppError } from '../../src/errors.ts';
import type { SecretHasher } from '../../src/flow/ports/secret-hasher.ts';
import { createIdentity } from '../../src/identity/accounts.ts';
import { createSecretHasher } from '../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../src/identity/passwords/password.ts';
import type { ProviderSetting } from '../../src/identity/provider/oidc.ts';
import type { PasskeySetting } from '../../src/identity/record-act.ts';
import { UNREVIEWED } from '../support/records/rows.ts';
import { openTestStore, START } from '../support/records/store.ts';
import { openAccount } from '../support/world/enrol.ts';

export const PASSWORD = 'trois petits chats gris';
export const FROM = { address: '192.0.2.7' };
/** Argon2id at its cheapest: what is shown here is not its strength. */
export const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** A store with one person for each role asked for, and identity over it; slowed attempts are counted, not waited for. */
export async function createHouse({
  demo = false,
  plainTokens = true,
  passkeys,
  provider,
  start = START,
}: {
  demo?: boolean;
  plainTokens?: boolean;
  passkeys?: PasskeySetting;
  provider?: { setting: ProviderSetting; consoleUrl(): string };
  start?: number;
} = {}) {
  const opened = await openTestStore({ start });
  const { store, clock, chance } = opened;
  const waited: number[] = [];
  const hasher = createSecretHasher(CHEAP);
  let verified = 0;
  let meanwhile: (() => Promise<unknown>) | undefined;
  let waiting: (() => Promise<unknown>) | undefined;
  const counted = (each: SecretHasher): SecretHasher => ({
    hash: each.hash,
    verify: async (hash, secret) => {
      verified += 1;
      const work = meanwhile;
      meanwhile = undefined;
      await work?.();
      return each.verify(hash, secret);
    },
  });
  const identity = createIdentity({
    store,
    records: opened.identity,
    clock,
    chance,
    node: { name: 'jeton' },
    hasher: { ...counted(hasher), known: counted(hasher.known) },
    policy: createPasswordPolicy({ common: new Set(['correct horse battery staple']) }),
    demo,
    plainTokens,
    ...(passkeys ? { passkeys } : {}),
    provider,
    sleep: async (ms) => {
      waited.push(ms);
      const work = waiting;
      waiting = undefined;
      await work?.();
    },
  });

  /** `opener`: `system` for the first people of a data folder. */
  const person = async (
    id: string,
    roles: Role[] = ['agent'],
    state: AccountState = 'invited',
    opener: 'system' | null = null,
  ): Promise<PersonRow> => {
    const now = clock.now();
    const row: PersonRow = {
      id: chance.id(),
      directoryId: `M-${id.toUpperCase()}`,
      givenName: id[0]!.toUpperCase() + id.slice(1),
      familyName: 'Martin',
      email: `${id}.martin@interieur.example`,
      userPrincipalName: null,
      securityIdentifier: null,
      postalAddress: null,
      service: 'PREF-33',
      site: 'Bordeaux',
      createdAt: now,
      purgedAt: null,
    };
    const grants = roles.map((role) =>
      create('grant', {
        id: chance.id(),
        personId: row.id,
        role,
        scope: '*',
        grantedAt: now,
        ...UNREVIEWED,
        validFrom: null,
        validUntil: null,
        revokedAt: null,
      }),
    );
    const changes = [
      create('person', row),
      create('account', { id: row.id, state: 'invited', createdAt: now, inviterId: opener, voucherId: opener }),
      ...grants,
    ];
    const entry = {
      actor: 'system',
      role: 'system',
      action: 'person.add',
      subject: `person:${row.id}`,
      outcome: 'done',
    } as const;
    await store.transact((unit) => unit.record({ ...entry, changes }));
    if (state === 'active') await enrol(row);
    return row;
  };

  /** Through an invitation of a made-up administrator, as the house does it. */
  const enrol = async (row: PersonRow, password = PASSWORD): Promise<void> => {
    await openAccount(identity, { inviter: administrator, personId: row.id, password, from: FROM });
  };
  const administrator = {
    personId: 'ADMINISTRATOR',
    service: 'DNUM',
    grants: [{ role: 'administrator' as const, scope: '*', validFrom: null, validUntil: null, revokedAt: null }],
    freshUntil: 0,
  };

  const signIn = (row: PersonRow, password = PASSWORD, from = FROM) =>
    identity.signIn({ login: row.directoryId!, password }, from);

  /** Newest first. */
  const entries = async () => (await opened.lists.entries({}, { limit: 50 })).items;
  const accesses = async () => {
    const rows = [];
    for await (const page of opened.identity.accesses(0, Number.MAX_SAFE_INTEGER)) rows.push(...page);
    return rows;
  };
  /** What sign-in keeps of a person. */
  const identityRows = async (personId: string) => [
    await opened.identity.passwordOf(personId),
    await opened.identity.sessionsOf(personId),
    await accesses(),
  ];
  /** As the flow does it. */
  const disable = async (personId: string): Promise<void> => {
    const account = await store.reads.get('account', personId);
    const changes = [move('account', account!, 'disable')];
    const entry = { actor: 'ADMINISTRATOR', role: 'administrator', action: 'account.disable' } as const;
    await store.transact((u) => u.record({ ...entry, subject: `account:${personId}`, outcome: 'done', changes }));
  };
  const amend = async (change: Change, subject: string): Promise<void> => {
    const entry = { actor: 'ADMINISTRATOR', role: 'administrator', action: 'test.change' } as const;
    await store.transact((u) => u.record({ ...entry, subject, outcome: 'done', changes: [change] }));
  };
  const endGrant = (grant: GrantRow) => amend(update('grant', grant, { revokedAt: clock.now() }), `grant:${grant.id}`);
  const rename = (row: PersonRow, set: Partial<PersonRow>) => amend(update('person', row, set), `person:${row.id}`);
  return {
    ...opened,
    /** Identity's rows, for another identity over the same store. */
    records: opened.identity,
    amend,
    endGrant,
    rename,
    /** How many passwords were compared with a hash. */
    hashed: () => verified,
    /** Done once, in the middle of the next check of a password. */
    whileVerifying: (work: () => Promise<unknown>): void => {
      meanwhile = work;
    },
    /** Done once, while the next attempt that is slowed waits. */
    whileWaiting: (work: () => Promise<unknown>): void => {
      waiting = work;
    },
    identityRows,
    disable,
    identity,
    person,
    enrol,
    administrator,
    signIn,
    entries,
    accesses,
    waited,
  };
}
export type House = Awaited<ReturnType<typeof createHouse>>;

/** The code of the refusal, or 'done'. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
