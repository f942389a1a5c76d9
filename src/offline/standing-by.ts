import { STANDING_BY } from '../book/rules/service/service-settings.ts';
import type { Role } from '../book/tables/codes.ts';
import { chance, clock } from '../chance.ts';
import { AppError } from '../errors.ts';
import type { Unit } from '../flow/ports/store.ts';
import { setting } from '../flow/two-persons/limits.ts';
import { createIdentity } from '../identity/accounts.ts';
import type { Identity, SignedIn } from '../identity/identity.ts';
import { createSecretHasher } from '../identity/passwords/hasher.ts';
import type { openStore } from '../store/store.ts';

export type Prompt = (question: string) => Promise<string>;
/** The two who stand by while an act is done beside the service: their roles exclude each other, so always two persons. */
export interface Two {
  officer: SignedIn;
  administrator: SignedIn;
}

/** One of the two, by password as at the door, holding the role now. */
async function standsBy(identity: Identity, prompt: Prompt, login: string, role: Role, fr: string): Promise<SignedIn> {
  const from = { address: 'ceremony' };
  const { token } = await identity.signIn({ login, password: await prompt(`${fr} (${login}), mot de passe`) }, from);
  const who = await identity.bySession(token);
  await identity.signOut(token, from);
  if (who?.roles.includes(role)) return who;
  throw new AppError('forbidden', `${login} is no ${role}: this act needs a security officer, and an administrator`, {
    detail: { fr: `${login} n’a pas le rôle « ${fr} » : il faut un responsable sécurité et un administrateur` },
  });
}

/** Asks both for their password at the one terminal. Throws `sign_in_failed`, `forbidden`, `same_person`. */
export async function twoStandBy(
  { store, identity: records }: Pick<Awaited<ReturnType<typeof openStore>>, 'store' | 'identity'>,
  prompt: Prompt,
  logins: { officer: string; administrator: string },
  between: () => void = () => {},
): Promise<Two> {
  const identity = createIdentity({ store, records, clock, chance, hasher: createSecretHasher() });
  const officer = await standsBy(identity, prompt, logins.officer, 'security-officer', 'Responsable sécurité');
  between();
  const administrator = await standsBy(identity, prompt, logins.administrator, 'administrator', 'Administrateur');
  if (officer.person.id === administrator.person.id)
    throw new AppError('same_person', 'this act needs two persons', {
      detail: { fr: 'cet acte demande deux personnes' },
    });
  return { officer, administrator };
}

/** Whose act it is: the officer's, confirmed by the administrator. */
export const actOf = ({ officer, administrator }: Two) =>
  ({
    actor: officer.person.id,
    role: 'security-officer',
    detail: { confirmedBy: administrator.person.id },
  }) as const;

type Recording = Pick<Unit, 'get' | 'record'>;

/** The entry of what both do: the officer's, confirmed by the administrator. `under`: the act that has begun with it. */
async function record(
  unit: Recording,
  two: Two,
  { action, of, under, detail }: { action: string; of: 'ca' | 'vault'; under: string; detail: Record<string, unknown> },
): Promise<void> {
  const { detail: confirmed, ...by } = actOf(two);
  const changes = [await setting(unit, STANDING_BY, under)];
  const entry = { ...by, action: `${of}.${action}`, subject: of, outcome: 'done' } as const;
  await unit.record({ ...entry, detail: { ...detail, ...confirmed }, changes });
}
/** Records that the two begin an act, before anything is touched: whoever reads the journal sees one that was never done. */
export const recordBegin = (unit: Recording, two: Two, of: 'ca' | 'vault', act: string): Promise<void> =>
  record(unit, two, { action: 'begin', of, under: `${of}.${act}`, detail: { act } });
/** Records that it is done, with what came out. */
export const recordDone = (
  unit: Recording,
  two: Two,
  of: 'ca' | 'vault',
  act: string,
  detail: Record<string, unknown>,
): Promise<void> => record(unit, two, { action: act, of, under: '', detail });
