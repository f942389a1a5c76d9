import type { ActedOn } from '../rights/relations.ts';
import { relationsAtLoss, usersOf } from '../rules/workstation/machine-users.ts';
import type { Scene } from './scene.ts';

/** The machine that an entry is about, for the right to report it lost. */
export function atLoss(s: Scene): ActedOn {
  const machine = s.row('workstation') ?? {};
  const ids = usersOf(machine, s.find('tokensOfWorkstation', s.subjectId));
  const users = ids.flatMap((id) => s.get('person', id) ?? []);
  return relationsAtLoss(machine, ids, users);
}
