import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { OPERATIONS } from '../../../api/operations.ts';
import { INCIDENT_KINDS, type IncidentKind } from '../../../book/tables/codes.ts';
import type { BlockMany } from '../../../flow/incident/named-many.ts';
import { incidentNamesIn } from '../../../words/incident-names.ts';
import type { Shell } from '../../shell.ts';
import { sayUnpublished } from '../requests/tokens.ts';

interface Many {
  person?: string[];
  service?: string;
  reason: IncidentKind;
  count?: boolean;
}
type Input = z.output<typeof BlockMany>;
type Done = Awaited<ReturnType<typeof OPERATIONS.blockMachines.call>>;
type Result = Done['items'][number] | Done['people'][number];
type Hit = Awaited<ReturnType<typeof OPERATIONS.countMachines.call>>;

const doneOf = (results: readonly Result[]): number => results.filter(({ outcome }) => outcome === 'done').length;

/** Blocks, and goes on while a service has more, until nothing is left or a turn takes nothing away. `fault`: what ended it early. */
async function blockAll(shell: Shell, input: Input): Promise<{ done: Done; fault?: unknown }> {
  const machines = new Map<string, Done['items'][number]>();
  const people = new Map<string, Done['people'][number]>();
  const whole = (rest: Pick<Done, 'published' | 'more'>): Done => ({
    items: [...machines.values()],
    people: [...people.values()],
    ...rest,
  });
  for (let published = true; ; ) {
    let turn: Done;
    try {
      turn = await shell.call(OPERATIONS.blockMachines, input);
    } catch (fault) {
      // before the first turn nothing was done, and only the fault is said
      if (machines.size + people.size === 0) throw fault;
      return { done: whole({ published, more: true }), fault };
    }
    // one that was refused comes again in the next turn: what became of it last counts
    for (const one of turn.items) machines.set(one.workstation, one);
    for (const one of turn.people) people.set(one.person, one);
    const taken = doneOf([...turn.items, ...turn.people]);
    if (taken > 0) published = turn.published;
    if (!turn.more || taken === 0) return { done: whole({ published, more: turn.more }) };
    shell.say(shell.t`${doneOf([...machines.values(), ...people.values()])} done: the rest of the service follows\n`);
  }
}

/** What became of each machine, and of each person. */
function resultsText(shell: Shell, { items, people }: Done): string {
  const blocked = incidentNamesIn(shell.language)('incident.outcome.blocked');
  const table = (of: 'workstation' | 'person', rows: readonly (readonly [name: string, one: Result])[]): string =>
    rows.length === 0
      ? ''
      : shell.table(
          [of, 'tokens', 'Nomade credentials', 'result'],
          rows.map(([name, one]) =>
            one.outcome === 'done'
              ? [name, one.tokens, one.credentials, blocked]
              : [name, '', '', shell.refusedOne(one)],
          ),
        );
  return (
    table(
      'workstation',
      items.map((one) => [one.workstation, one]),
    ) +
    table(
      'person',
      people.map((one) => [one.person, one]),
    )
  );
}

/** What would be hit, and what is left as it is. */
function hitText(shell: Shell, hit: Hit): string {
  const { workstations, blocked, people, peopleAlone, tokens, credentials, begun, left, leftPeople } = hit;
  return shell.facts({
    workstations: workstations.length,
    'machines to block': blocked,
    people,
    ...(peopleAlone.length > 0
      ? {
          'people without one of these machines': peopleAlone
            .map(({ name, person }) => `${name} (${person})`)
            .join(', '),
        }
      : {}),
    tokens,
    'Nomade credentials': credentials,
    'Nomade credentials in the making': begun,
    ...(left.length > 0 ? { 'machines that are unknown, or of which nothing is to be blocked': left.join(', ') } : {}),
    ...(leftPeople.length > 0 ? { 'people who are unknown, or have nothing in use': leftPeople.join(', ') } : {}),
  });
}

/** Adds `block-many` to `incident`. */
export function addBlockMany(group: Command, shell: Shell): void {
  group
    .command('block-many')
    .description('block a list of machines and people, or all of a service; each has its own result')
    .argument('[numbers...]')
    .option('--person <id...>', 'people, by their directory ids: all that they have in use')
    .option('--service <code>', 'all machines and people of a service, with those below it')
    .addOption(new Option('--reason <kind>').choices(INCIDENT_KINDS).makeOptionMandatory())
    .option('--count', 'say what would be hit, and do nothing')
    .action(async (numbers: string[], { person: people, service, reason, count }: Many) => {
      const workstations = numbers.length > 0 ? numbers : undefined;
      const which = { workstations, people, service };
      if (count) {
        const hit = await shell.call(OPERATIONS.countMachines, which);
        if (hit.more) shell.say(shell.t`this service has more machines or people than are counted here\n`);
        return shell.show(hit, hitText(shell, hit));
      }
      const { done, fault } = await blockAll(shell, { ...which, reason });
      sayUnpublished(shell, done);
      const all = [...done.items, ...done.people];
      if (doneOf(all) < all.length) shell.end(1);
      if (done.more) {
        shell.end(1);
        shell.say(
          fault === undefined
            ? shell.t`some of this service are not blocked, and doing it again changes nothing: see what refuses\n`
            : shell.t`some of this service are not blocked: do it again\n`,
        );
      }
      shell.show(done, resultsText(shell, done));
      if (fault !== undefined) throw fault;
    });
}
