import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '../../../src/book/rights/roles.ts';
import type { GrantRow } from '../../../src/book/tables/rows/people.ts';
import type { Flow } from '../../../src/flow/index.ts';
import type { Store } from '../../../src/flow/ports/store.ts';
import type { Identity } from '../../../src/identity/identity.ts';
import type { Copy, TestStore } from '../records/store.ts';
import { letFoundersIn, letIn } from './come-in.ts';
import { machine, newMachines, takeOver } from './machines.ts';
import { CAST } from './people.ts';

export interface Blank {
  serial: string;
  soPin: string;
  model?: string;
}

/** All that a founded ministry consists of: other worlds begin with a copy. */
export interface Founded {
  database: Copy;
  /** What its clock said last. */
  now: number;
  /** How much was drawn of the seeded chance: a copy goes on from there. */
  drawn: number;
  /** Files of the CA's keys, by name. */
  keys: ReadonlyMap<string, Uint8Array>;
  callers: Callers;
}
export type Callers = Readonly<Record<string, Caller>>;

/** Closes the store, and takes what it and the folder of the CA's keys hold. */
export async function takeFounded(opened: TestStore, keys: string, callers: Callers): Promise<Founded> {
  const files = readdirSync(keys).map((name) => [name, readFileSync(join(keys, name))] as const);
  await opened.close();
  const [now, drawn] = [opened.clock.now(), opened.chance.drawn()];
  return { database: opened.copy(), now, drawn, keys: new Map(files), callers };
}

/** Writes the CA's keys of a founded ministry into a folder. */
export function layKeys({ keys }: Founded, folder: string): void {
  for (const [name, content] of keys) writeFileSync(join(folder, name), content, { mode: 0o600 });
}

/** Brings in the people of the cast with their roles, workstations, and a delivery of blanks. Answers who may call. */
export async function found(
  { flow, store, identity }: { flow: Flow; store: Store; identity: Identity },
  blanks: readonly Blank[],
): Promise<Callers> {
  const callers = await peopleIn(flow, store, identity);
  const thomas = callers['thomas']!;
  await takeOver(flow, [callers['adele']!, callers['olga']!], 'PN-1', 'PN-2', 'PN-3');
  await flow.imports.all(thomas, 'workstations', newMachines([machine('PN-NEW'), machine('PN-OLD')]));
  await flow.enrolment.change(thomas, { workstation: 'PN-OLD', action: 'retire' });
  for (const model of new Set(blanks.map((blank) => blank.model ?? 'Twin'))) {
    const tokens = blanks.filter((blank) => (blank.model ?? 'Twin') === model);
    const lines = tokens.map(({ serial, soPin }) => ({ serial, soPin }));
    await flow.stock.receive(thomas, { reference: 'BL-1', model, tokens: lines });
  }
  return callers;
}

async function peopleIn(flow: Flow, store: Store, identity: Identity): Promise<Callers> {
  const first = await flow.people.found([
    { ...person('adele', 'Adèle', 'Aumont'), role: 'administrator' },
    { ...person('olga', 'Olga', 'Ollivier'), role: 'security-officer' },
  ]);
  await letFoundersIn(identity);
  const adele = caller(first[0]!.id, 'DNUM', [grant('administrator', '*')]);
  const olga = caller(first[1]!.id, 'DNUM', [grant('security-officer', '*')]);
  const callers: Record<string, Caller> = { adele, olga };
  const rows = Object.values(CAST).map(({ roles: _, ...p }) => ({
    ...p,
    email: `${p.directoryId.toLowerCase()}@interieur.example`,
  }));
  await flow.imports.all(adele, 'people', rows);
  for (const [name, { directoryId, service, roles }] of Object.entries(CAST)) {
    const [row] = await store.reads.find('person', { directoryId });
    for (const [role, scope] of roles) {
      if (role === 'correspondent' || role === 'supervisor')
        await flow.people.grant(adele, { personId: row!.id, role, scope });
      else await decideTogether(flow, { act: 'role.grant', args: { personId: row!.id, role, scope } }, [adele, olga]);
    }
    await letIn(identity, { adele, olga }, row!.id);
    const held = await store.reads.find('grant', { personId: row!.id });
    callers[name] = caller(row!.id, service, held);
  }
  return callers;
}

/** What two persons may decide, with what it asks for. */
export type Proposed = Parameters<Flow['dualControl']['propose']>[1];
/** One proposes, the other confirms. */
export async function decideTogether(
  flow: Flow,
  proposed: Proposed,
  [proposer, confirmer]: readonly [Caller, Caller],
): Promise<void> {
  const proposal = await flow.dualControl.propose(proposer, proposed);
  await flow.dualControl.confirm(confirmer, { proposalId: proposal.id, argsHash: proposal.argsHash });
}

const person = (id: string, givenName: string, familyName: string) => ({
  directoryId: `M-${id.toUpperCase()}`,
  givenName,
  familyName,
  email: `${id}@interieur.example`,
  service: 'DNUM',
  site: 'Paris',
});
const grant = (role: GrantRow['role'], scope: string) => ({
  role,
  scope,
  validFrom: null,
  validUntil: null,
  revokedAt: null,
});
const caller = (personId: string, service: string, grants: Caller['grants']): Caller => ({
  personId,
  service,
  grants,
  freshUntil: Number.MAX_SAFE_INTEGER,
});
