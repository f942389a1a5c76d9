import { assemble, type Cast } from '../../src/demo/cast.ts';
import { type Founders, type Member, moveIn, type Person } from '../../src/demo/staff.ts';
import { type Running, sessionOf, signIn } from './service.ts';

export type Everybody = Cast & Founders;

/** The sample, its people with accounts, and sessions in place of API tokens: nothing here is a demo's licence. */
export async function everybody(service: Running): Promise<Everybody> {
  const enter = (directoryId: string, role: Member['role'], label: string) => {
    const person = { id: '', directoryId, givenName: '', familyName: '', service: 'DNUM', site: '' } satisfies Person;
    return moveIn(service.url, person, role, { token: service.links.get(label) ?? '' });
  };
  const founders: Founders = {
    administrator: await enter('admin', 'administrator', 'administrateur'),
    securityOfficer: await enter('officer', 'security-officer', 'responsable sécurité'),
  };
  for (const m of [founders.administrator, founders.securityOfficer])
    m.client = await signIn(service.url, m.directoryId, m.password);
  return { ...(await assemble(service.url, founders)), ...founders };
}

/** A new session, whose factor is fresh. */
export async function renewSession(url: string, member: Member): Promise<void> {
  member.apiToken = await sessionOf(url, member.directoryId, member.password);
}
