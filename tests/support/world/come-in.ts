import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Identity } from '../../../src/identity/identity.ts';

export const PASSWORD = 'trois petits chats gris';
export const FROM = { address: '192.0.2.7' };

/** What somebody of the cast signs in with. */
export const loginOf = (name: string): string => `M-${name.toUpperCase()}`;

/** The first two people come in by the links of the terminal. */
export async function letFoundersIn(identity: Identity): Promise<void> {
  for (const { token } of await identity.firstLinks()) await identity.enrol({ token, password: PASSWORD }, FROM);
}

/** Somebody comes in as the house does it: by an administrator's link and, where it asks for one, a security officer's code. */
export async function letIn(
  identity: Identity,
  { adele, olga }: { adele: Caller; olga: Caller },
  personId: string,
  password = PASSWORD,
): Promise<void> {
  const { token, needsCode } = await identity.invite(adele, personId);
  const code = needsCode ? (await identity.vouch(olga, personId)).code : undefined;
  await identity.enrol({ token, password, code }, FROM);
}
