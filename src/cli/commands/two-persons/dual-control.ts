import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { OPERATIONS } from '../../../api/operations.ts';
import { KEY_LOSSES } from '../../../book/rules/decision-args.ts';
import { confirmableFrom } from '../../../book/rules/decisions.ts';
import { SURGE_REASONS, type SurgeReason } from '../../../book/tables/codes.ts';
import { HOUR_MS } from '../../../durations.ts';
import { AppError } from '../../../errors.ts';
import type { Propose } from '../../../flow/two-persons/proposals.ts';
import { askYes } from '../../ask.ts';
import { effectText } from '../../proposal-effect.ts';
import { aboutText, argumentsText, proposalText, proposalTitle } from '../../proposal-text.ts';
import { comingBack } from '../../restored-grants.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { addAccessReview } from '../people/access-review.ts';
import { endOf, firstMomentOf, type GrantOptions, grantInput, grantOptions, personId } from '../people/people.ts';
import { readOctets, readTextFile } from '../workstations/imports.ts';

type In = z.input<typeof Propose>;

/** A checklist as a file says it; the service checks its shape. Throws `invalid_input`. */
function checklistIn(text: string): Extract<In, { act: 'checklist.set' }>['args'] {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'this file is no JSON', { cause });
  }
}

/** One person proposes an exact act, another confirms it within minutes. */
export function addDualControl(program: Command, shell: Shell): void {
  const propose = program.command('propose').description('propose an act that needs two persons');
  grantOptions(propose.command('grant').description('grant an operator role')).action(
    async (person: string, options: GrantOptions) => {
      const args = await grantInput(shell, person, options);
      const proposal = await shell.call(OPERATIONS.proposeAct, { act: 'role.grant', args });
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    },
  );
  const proposed = async (input: In) => {
    const proposal = await shell.call(OPERATIONS.proposeAct, input);
    shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
  };
  propose
    .command('deputy')
    .description('name who stands in for you as approver; a security officer confirms it')
    .argument('<login>', 'of the person, as the directory has it')
    .requiredOption('--until <date>', 'last day, 90 days after the first at most')
    .option('--from <date>', 'first day, such as 2026-12-01; left out: from now')
    .option('--scope <service>', 'one of your services, where you have several')
    .action(async (deputy: string, { until, from, scope }: { until: string; from?: string; scope?: string }) => {
      const [validFrom, validUntil] = [firstMomentOf(from), endOf(until)];
      const input = { deputy, validUntil: validUntil ?? 0, ...(validFrom && { validFrom }), ...(scope && { scope }) };
      const proposal = await shell.call(OPERATIONS.nameDeputy, input);
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  propose
    .command('officer')
    .description(
      'bring the only security officer back, who lost every key; another administrator confirms after the wait',
    )
    .argument('<login>', 'of the person, as the directory has it')
    .addOption(new Option('--reason <reason>', 'what became of the keys').choices(KEY_LOSSES).makeOptionMandatory())
    .action(async (login: string, { reason }: { reason: (typeof KEY_LOSSES)[number] }) => {
      const args = { personId: await personId(shell, login), reason };
      const proposal = await shell.call(OPERATIONS.proposeAct, { act: 'officer.bringBack', args });
      const from = when(confirmableFrom(proposal) ?? proposal.proposedAt);
      const until = when(proposal.expiresAt);
      shell.show(proposal, shell.t`proposed as ${proposal.id}, to be confirmed from ${from} until ${until}\n`);
    });
  propose
    .command('recover')
    .description('give an account back to a person who lost every way in, with its roles; then a new link')
    .argument('<login>', 'of the person, as the directory has it')
    .action(async (login: string) =>
      proposed({ act: 'account.recover', args: { personId: await personId(shell, login) } }),
    );
  propose
    .command('policy')
    .description('set a policy; "policy list" names them')
    .argument('<name>')
    .argument('<value>')
    .action((id: string, value: string) => proposed({ act: 'policy.set', args: { id, value: Number(value) } } as In));
  propose
    .command('surge')
    .description('raise the limits for a set time')
    .requiredOption('--hours <n>', 'how long, from its confirmation at the latest', Number)
    .addOption(new Option('--reason <reason>', 'why').choices(SURGE_REASONS).makeOptionMandatory())
    .action(({ hours, reason }: { hours: number; reason: SurgeReason }) => {
      const until = Date.now() + Math.round(hours * HOUR_MS);
      return proposed({ act: 'surge.start', args: { until, reason } });
    });
  propose
    .command('take-over')
    .description(
      'take over SPAN workstations that are in service already: numero;modele;service;site, and agent where somebody has it',
    )
    .argument('<file.csv>')
    .action(async (file: string) => {
      const proposal = await shell.call(OPERATIONS.takeOverWorkstations, { csv: readOctets(file) });
      const { ignored } = proposal;
      // who has each machine stands in a column that GLPI calls otherwise: whoever sent the file can still take it back
      const left = ignored.length > 0 ? shell.t`columns that say nothing here: ${ignored.join(', ')}\n` : '';
      shell.show(proposal, left + shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  propose
    .command('checklist')
    .description('the next version of a checklist, as a file of JSON: purpose, model, image, version, items')
    .argument('<file.json>')
    .action((file: string) => proposed({ act: 'checklist.set', args: checklistIn(readTextFile(file)) }));
  propose
    .command('profile')
    .description('confirm a changed profile, or the "configuration", by its hash; "policy profiles" shows it')
    .argument('<name>')
    .argument('<hash>')
    .action((profile: string, hash: string) =>
      proposed(
        profile === 'configuration'
          ? { act: 'configuration.confirm', args: { hash } }
          : { act: 'profile.confirm', args: { profile, hash } },
      ),
    );
  propose
    .command('so-pin')
    .description("look at a token's SO-PIN, once it is confirmed")
    .argument('<serial>')
    .action((serial: string) => proposed({ act: 'token.releaseSoPin', args: { serial } }));
  propose
    .command('restore')
    .description('confirm that the records were restored; "policy restore" shows it, and the grants that may come back')
    .argument('[grants...]', 'ids of the grants that come back; every other operator role ends')
    .option('--without-crl', 'no copy of the last CRL was found: the two persons vouch that nothing was revoked since')
    .action(async (grants: string[], { withoutCrl }: { withoutCrl?: true }) => {
      const { restore } = await shell.call(OPERATIONS.readRestore, {});
      if (!restore) throw new AppError('not_found', 'no restore waits');
      const args = { entries: restore.entries, grants, ...(withoutCrl && { withoutCrl }) };
      await proposed({ act: 'restore.confirm', args });
    });
  propose
    .command('purge')
    .description('erase the data of everybody who is due, 100 at most; "people purgeable" names them')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listPurgeable, {});
      if (items.length === 0) throw new AppError('not_found', 'nobody is due');
      await proposed({ act: 'person.purge', args: { personIds: items.map(({ id }) => id) } });
    });
  addAccessReview(program, propose, shell);
  program
    .command('reveal')
    .description('the SO-PIN that was released to you, once; on a terminal only')
    .argument('<id>')
    .action(async (proposalId: string) => {
      if (!shell.world.stdout.isTTY)
        throw new AppError('forbidden', 'an SO-PIN is shown on a terminal only, never into a file or pipe');
      const { serial, soPin, former } = await shell.call(OPERATIONS.revealSoPin, { proposalId });
      const other =
        former === null ? '' : shell.t`where it refuses that one, it still has ${former}: each wrong try counts\n`;
      shell.show(
        { serial, soPin, former },
        `${shell.t`SO-PIN of ${serial}: ${soPin}\n`}${other}${shell.t`hint: clear the screen once you have used it\n`}`,
      );
    });
  program
    .command('proposals')
    .description('what waits for a second person')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listProposals, {});
      const rows = items.map((p) => [
        p.id,
        shell.act(p.act),
        aboutText(shell, p),
        argumentsText(shell, p),
        p.proposerName,
        when(p.expiresAt),
      ]);
      const changes = await Promise.all(
        items.map(async (p) => effectText(shell, p.effect) + (await comingBack(shell, p, true))),
      );
      const effects = items.map(({ id }, at) => (changes[at] ? `\n${id}\n${changes[at]}` : ''));
      const table = shell.table(['id', 'act', 'about', 'exactly', 'proposed by', 'until'], rows);
      shell.show({ items }, table + effects.join(''));
    });
  program
    .command('confirm')
    .description('confirm a proposal as the second person, once you have read what it changes; it runs at once')
    .argument('<id>')
    .option('--hash <hash>', 'only if it still is the act with this hash, as "proposals --json" shows it')
    .option('--yes', 'do not ask: you have read what it does')
    .option('--all', 'show every row of a long list')
    .action(async (proposalId: string, { hash, yes, all = false }: { hash?: string; yes?: boolean; all?: boolean }) => {
      const { items } = await shell.call(OPERATIONS.listProposals, {});
      const proposal = items.find((p) => p.id === proposalId);
      if (!proposal) throw new AppError('not_found', 'no such proposal: it has ended, was taken away or was confirmed');
      const { person } = await shell.call(OPERATIONS.me, {});
      if (proposal.proposerId === person.id)
        throw new AppError('same_person', 'you proposed this yourself: a second person has to confirm it');
      const closes = proposal.closesAccount
        ? shell.t`their account, which one person alone had opened, will be closed\n`
        : '';
      shell.say(`${proposalText(shell, proposal, all)}${await comingBack(shell, proposal, all)}${closes}`);
      if (!yes) await askYes(shell, shell.text('it runs once you confirm it: type yes to go on'));
      await shell.call(OPERATIONS.confirmProposal, { proposalId, argsHash: hash ?? proposal.argsHash });
      const closed = proposal.closesAccount
        ? shell.t`their account, which one person alone had opened, is closed: "people invite" and "people vouch" open it anew\n`
        : '';
      shell.show(
        { id: proposalId, argsHash: proposal.argsHash },
        shell.t`confirmed: ${proposalTitle(shell, proposal)}\n` + closed,
      );
    });
  program
    .command('cancel')
    .description('take your own proposal away, or refuse that of somebody else')
    .argument('<id>')
    .action(async (proposalId: string) => {
      const { refused } = await shell.call(OPERATIONS.cancelProposal, { proposalId });
      shell.show({ refused }, refused ? shell.t`refused: its proposer is told\n` : shell.t`proposal withdrawn\n`);
    });
}
