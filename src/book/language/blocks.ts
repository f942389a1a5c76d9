import { canBlock } from '../rules/workstation/incidents.ts';
import type { Row } from '../tables/row.ts';
import type { WorkstationState } from '../tables/states.ts';
import { endsWaiting } from './ends-waiting.ts';
import { moves, must, type Write } from './language.ts';
import { dropsUnfetched, type Rows, revokes } from './revokes.ts';
import type { Scene } from './scene.ts';
import { constant } from './sources.ts';
import { begunFor, stops } from './stops.ts';

/** What an incident takes away: of one machine, if any, and of these people. Left out: never of a machine. */
export interface Hit {
  workstation?(scene: Scene): Row | undefined;
  people(scene: Scene): readonly string[];
}

const idOf = (row: Row): string => String(row['id']);
const once = (rows: readonly Row[]): Row[] => [...new Map(rows.map((row) => [idOf(row), row])).values()];
const blockable = (row: Row | undefined): boolean => row !== undefined && canBlock(row['state'] as WorkstationState);

/** The tokens in use on the machine, and of these people wherever they are. */
const tokensOf =
  ({ workstation, people }: Hit): Rows =>
  (s) => {
    const machine = workstation?.(s);
    const here = machine ? s.find('tokensOfWorkstation', idOf(machine)) : [];
    return once([...here, ...people(s).flatMap((person) => s.find('tokensOfPerson', person))]);
  };
/** The machine's own certificates, and the Nomade credentials of these people. */
const aloneOf =
  ({ workstation, people }: Hit): Rows =>
  (s) => {
    const machine = workstation?.(s);
    const own = machine ? s.find('certificatesOfWorkstation', idOf(machine)) : [];
    return [...own, ...people(s).flatMap((person) => s.find('credentialsOfPerson', person))];
  };

const blocksMachine = (hit: Hit): Write =>
  moves(
    'workstation',
    'block',
    {},
    {
      when: must(
        'un poste est en cause et n’est ni bloqué, ni perdu, ni réformé',
        'there is a machine that is not blocked, lost or retired',
        (s) => blockable(hit.workstation?.(s)),
      ),
    },
  );

/** What an incident takes away: the machine is blocked, and all that opens something is revoked. */
export const blocks = (hit: Hit): Write[] => [
  ...(hit.workstation ? [blocksMachine(hit)] : []),
  ...revokes({ tokens: tokensOf(hit), alone: aloneOf(hit) }, constant('incident')),
  dropsUnfetched(aloneOf(hit)),
  ...stops(begunFor(hit.people)),
  endsWaiting(tokensOf(hit)),
];

/** There is something to take away. */
export const hitsSomething = (hit: Hit) =>
  must('il y a quelque chose à bloquer', 'there is something to block', (s) => {
    const taken = [tokensOf(hit), aloneOf(hit), begunFor(hit.people)];
    return blockable(hit.workstation?.(s)) || taken.some((rows) => rows(s).length > 0);
  });
