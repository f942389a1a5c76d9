import { isInForce } from '../../book/rights/roles.ts';
import { CONFIRMING } from '../../book/rules/service/restored.ts';
import { AppError } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import { restoredIn } from '../../flow/restore/restore.ts';
import type { FirstLink } from '../identity.ts';
import { assertedBy, type Proof } from '../passkeys/passkey-proof.ts';
import { normalisePassword } from '../passwords/password.ts';
import type { IdentityDeps } from '../record-act.ts';
import type { IdentityUnit } from '../records.ts';

type First = Omit<FirstLink, 'token' | 'name'>;

/** Purpose of the challenge that a passkey from before the restore signs. */
export const FORMER = 'former';
/** The error for a wrong password or passkey from before a restore. */
export const formerWrong = () =>
  new AppError(
    'sign_in_failed',
    'this link was printed after a restore: give the password, or the passkey, that you had when the backup was made',
    { detail: { asks: 'former' } },
  );

/** The first two people of a new data folder, until each came in once. */
async function founders(unit: IdentityUnit): Promise<First[]> {
  const first: First[] = [];
  // founded: the role came with the person, before anybody could grant it
  for (const { id, createdAt } of await unit.find('account', { inviterId: 'system', state: 'invited' })) {
    const person = await need(unit.get('person', id), 'person');
    const grants = await unit.find('grant', { personId: id, grantedAt: createdAt, revokedAt: null });
    const role = grants.find((g) => g.role !== 'agent')?.role;
    // people who came in once are invited by others: the terminal is read by one person alone
    const isNew = (await unit.passwordOf(id)) === undefined;
    if (isNew && role !== undefined) first.push({ person, role, former: false });
  }
  return first;
}

/** After a restore: those who may confirm it, by the records, and who had a way in; undefined when nobody ever had. */
async function confirming(unit: IdentityUnit, now: number): Promise<First[] | undefined> {
  const first = new Map<string, First>();
  let somebody = false;
  for (const grant of await unit.find('grant', { role: CONFIRMING, revokedAt: null })) {
    const person = await unit.get('person', grant.personId);
    if (!isInForce(grant, now) || !person || !(await unit.passwordOf(person.id))) continue;
    somebody = true;
    const account = await unit.get('account', person.id);
    if (account?.state === 'invited') first.set(person.id, { person, role: grant.role, former: true });
  }
  return somebody ? [...first.values()] : undefined;
}

/**
 * To whom the terminal gives links. After a restore that is every administrator and security officer of the records, and
 * each link asks for what its person had: who reads the terminal, or knows an old password, opens nothing alone. Records of
 * a day when none of them had come in yet are those of a first start.
 */
export async function whoComesFirst(unit: IdentityUnit, now: number): Promise<First[]> {
  const found = (await restoredIn(unit)) ? await confirming(unit, now) : undefined;
  return found ?? founders(unit);
}

/** True when the password or passkey from before the restore is right; both are attacker-controlled. */
export async function knowsFormer(
  deps: IdentityDeps,
  personId: string,
  { former, passkey }: { former?: string | undefined; passkey?: Proof | undefined },
): Promise<true | undefined> {
  if (passkey) return signedBy(deps, personId, passkey);
  const stored = former === undefined ? undefined : await deps.records.passwordOf(personId);
  const fits = stored && (await deps.hasher.known.verify(stored.hash, normalisePassword(former ?? '')));
  return fits || undefined;
}

async function signedBy(deps: IdentityDeps, personId: string, proof: Proof): Promise<true | undefined> {
  const [site, known] = [deps.passkeys.site(), await deps.records.passkey(proof.id)];
  if (!site || known?.personId !== personId) return undefined;
  const signed = await assertedBy(known, proof, { ...site, stands: (c) => deps.challenges.stands(c, FORMER) });
  return (signed && deps.challenges.use(signed.challenge, FORMER)) || undefined;
}
