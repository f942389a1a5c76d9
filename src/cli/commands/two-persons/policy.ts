import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { grantsText } from '../../restored-grants.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** What decides how tokens are made; changed by "propose policy", "propose surge" and "propose profile". */
export function addPolicy(program: Command, shell: Shell): void {
  const group = program.command('policy').description('limits, profiles and surge mode as they stand');
  group
    .command('list')
    .description('every policy, what holds now, and its bounds')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listPolicies, {});
      const rows = items.map((p) => [p.id, p.value, p.now, `${p.least} to ${p.most}`]);
      shell.show({ items }, shell.table(['policy', 'set', 'now', 'bounds'], rows));
    });
  group
    .command('profiles')
    .description('profiles that issue nothing until two persons confirm them')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listUnconfirmed, {});
      const waiting = shell.table(
        ['profile', 'new hash', 'confirmed'],
        items.map((p) => [p.name, p.hash, p.confirmedHash]),
      );
      const changes = items.flatMap((p) => (p.changes ?? []).map((c) => [p.name, c.at, c.before, c.after]));
      const changed = changes.length === 0 ? '' : shell.table(['profile', 'word', 'before', 'after'], changes);
      shell.show({ items }, waiting + changed);
    });
  group
    .command('restore')
    .description('the restore that waits for two persons')
    .action(async () => {
      const found = await shell.call(OPERATIONS.readRestore, {});
      if (!found.restore) return shell.show(found, shell.t`none\n`);
      const { grants, at, entries, origin, evidence, revocationsKnown } = found.restore;
      const facts = shell.facts({
        'entries that stayed': entries,
        'signs its checkpoints as': origin,
        evidence: evidence.map((one) => shell.word('coded.evidence', one)).join(', '),
        'revocations known': shell.text(revocationsKnown ? 'yes' : 'no'),
        'found at': when(at),
      });
      shell.show(found, facts + grantsText(shell, grants));
    });
  const surge = program.command('surge').description('surge mode: limits raised for a set time');
  surge
    .command('show')
    .description('surge mode, if it is on')
    .action(async () => {
      const found = await shell.call(OPERATIONS.readSurge, {});
      shell.show(
        found,
        found.surge
          ? shell.t`from ${when(found.surge.from)} until ${when(found.surge.until)}: ${shell.word('surge.reason', found.surge.reason)}\n`
          : shell.t`none\n`,
      );
    });
  surge
    .command('end')
    .description('end it before its time')
    .action(async () => {
      await shell.call(OPERATIONS.endSurge, {});
      shell.show({}, shell.t`ended\n`);
    });
}
