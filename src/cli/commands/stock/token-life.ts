import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { readSerial } from '../../../book/rules/stock/typed-serials.ts';
import { DOCUMENTS, type DocumentKind } from '../../../book/tables/codes.ts';
import { nextState } from '../../../book/tables/lifecycle.ts';
import { TOKEN_IN_USE } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import { ask } from '../../ask.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

type Detail = Awaited<ReturnType<typeof OPERATIONS.getToken.call>>;

/** The state of a token, and whether it was made beside one that its holder forgot. */
export const tokenState = (shell: Shell, { state, temporary }: Pick<Detail['token'], 'state' | 'temporary'>): string =>
  `${shell.word('state.token', state)}${temporary ? `, ${shell.text('temporary')}` : ''}`;

/** Commands that lead on from here, by the token's state. */
function nextOf({ token, renewal, actions }: Detail): string[] {
  const { id, state } = token;
  const act = (name: string) => `jeton stock ${name} ${id}`;
  return [
    ...(state === 'in_stock' ? ['jeton bench produce'] : []),
    ...(TOKEN_IN_USE.includes(state) ? [`${act('unblock')} --slot N`, `jeton revoke ${id}`] : []),
    ...(state === 'active'
      ? ['check-holder', 'rebind'].map((name) => `${act(name)} --workstation N --document K`)
      : []),
    ...(renewal === null ? [] : [`jeton bench produce --request ${renewal} --slot N`]),
    ...(state === 'returned' ? [`${act('recycle')} --slot N`] : []),
    ...(state === 'to_check' ? [act('check')] : []),
    ...(nextState('token', state, 'destroy') ? [act('destroy')] : []),
    ...(state === 'destroyed' ? [act('report')] : []),
    ...actions.map(act),
  ];
}

function holdersOf(shell: Shell, { holders }: Pick<Detail, 'holders'>): string {
  const rows = holders.map((h) => [h.holderName, h.assetNumber, h.number, when(h.sealedAt), when(h.revokedAt)]);
  return shell.table(['holder', 'workstation', 'request', 'since', 'revoked'], rows);
}

/** Before a token is wiped everybody who held it is shown, and its serial number is typed, unless `--yes` is given. */
async function seen(shell: Shell, serial: string, yes: boolean | undefined): Promise<void> {
  const detail = await shell.call(OPERATIONS.getToken, { serial });
  shell.say(holdersOf(shell, detail));
  if (yes) return;
  const typed = await ask(shell, shell.text('this token will be wiped: type its serial number to go on'));
  if (readSerial(typed) !== readSerial(serial))
    throw new AppError('invalid_input', 'not the serial number of this token: nothing was done');
}

/** Its holder takes a token with them to another machine: an operator looks at a document, then a technician does and binds it. */
function addRebinding(group: Command, shell: Shell): void {
  const given = (command: Command): Command =>
    command
      .argument('<serial>')
      .requiredOption('--workstation <number>', 'the machine that the holder has now')
      .addOption(
        new Option('--document <kind>', 'its kind, never its number').choices(DOCUMENTS).makeOptionMandatory(),
      );
  interface Given {
    workstation: string;
    document: DocumentKind;
  }
  given(
    group
      .command('check-holder')
      .description('you checked who the holder is, so that the token goes to another machine; a technician binds it'),
  ).action(async (serial: string, options: Given) => {
    await shell.call(OPERATIONS.checkHolder, { serial, ...options });
    shell.show({}, shell.t`recorded: a technician checks it too and binds ${serial} within 30 minutes\n`);
  });
  given(
    group
      .command('rebind')
      .description('bind a token in use to another machine; another operator checked who its holder is before'),
  ).action(async (serial: string, options: Given) => {
    const bound = await shell.call(OPERATIONS.rebindToken, { serial, ...options });
    shell.show(bound, shell.t`${serial} is bound to ${bound.workstation}\n`);
  });
}

/** Adds the commands on one token: what it is, who held it, and to recycle, bind anew, check, unblock, renew or destroy it. */
export function addTokenLife(group: Command, shell: Shell): void {
  group
    .command('show')
    .description('one token: what it is, who held it, what can be done next')
    .argument('<serial>')
    .option('--machine <text>', 'list the machines of its holder that have this in their number or serial number')
    .action(async (serial: string, { machine }: { machine?: string }) => {
      const found = await shell.call(OPERATIONS.getToken, { serial, machine });
      const { token, delivery, holderName, number, assetNumber, proposals } = found;
      const machines = found.rebinding?.machines ?? [];
      const about = shell.facts({
        serial: token.id,
        state: tokenState(shell, token),
        model: token.model,
        'delivered by': `${delivery.reference}, ${when(delivery.receivedAt)}`,
        holder: holderName,
        request: number,
        workstation: assetNumber,
        ...(machines.length > 0 && { 'may go to': machines.join(', ') }),
        ...Object.fromEntries(
          proposals.map((p) => [p.act, shell.t`proposed by ${p.proposerName}, until ${when(p.expiresAt)}`]),
        ),
      });
      if (found.rebinding?.moreMachines)
        shell.say(shell.t`its holder has more machines than are listed: look for one with --machine\n`);
      if (found.rebinding?.foundNone)
        shell.say(
          shell.t`no other machine in service of its holder has ${machine ?? ''} in its number or serial number\n`,
        );
      const next = nextOf(found).map((command) => `  ${command}\n`);
      const steps = next.length > 0 ? shell.t`what can be done next:\n` + next.join('') : '';
      shell.show({ ...found, next: nextOf(found) }, about + holdersOf(shell, found) + steps);
    });
  group
    .command('recycle')
    .description('wipe a returned token in its slot and put it back into stock; its holders are shown first')
    .argument('<serial>')
    .requiredOption('--slot <slot>', 'where it is plugged in')
    .option('--yes', 'do not ask')
    .action(async (serial: string, { slot, yes }: { slot: string; yes?: boolean }) => {
      await seen(shell, serial, yes);
      await shell.call(OPERATIONS.recycleToken, { serial, slot });
      shell.show({}, shell.t`${serial} is wiped and in stock\n`);
    });
  group
    .command('check')
    .description('wipe a token that was set aside and put it back into stock; it is scrapped where it refuses')
    .argument('<serial>')
    .option('--slot <slot>', 'where it is plugged in; left out: the slot that has it')
    .action(async (serial: string, { slot }: { slot?: string }) => {
      const checked = await shell.call(OPERATIONS.checkToken, { serial, slot });
      const isWiped = checked.state === 'in_stock';
      if (!isWiped) shell.end(1);
      shell.show(
        checked,
        isWiped ? shell.t`${serial} is wiped and in stock\n` : shell.t`${serial} refused and is scrapped\n`,
      );
    });
  group
    .command('unblock')
    .description('propose a new PIN for a token in use; a second person confirms while it is plugged in')
    .argument('<serial>')
    .requiredOption('--slot <slot>', 'where it is plugged in')
    .action(async (serial: string, { slot }: { slot: string }) => {
      const proposal = await shell.call(OPERATIONS.proposeUnblock, { serial, slot });
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  addRebinding(group, shell);
  group
    .command('destroy')
    .description('propose to destroy a scrapped or returned token; a second person confirms')
    .argument('<serial>')
    .action(async (serial: string) => {
      const proposal = await shell.call(OPERATIONS.proposeDestruction, { serial });
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  group
    .command('report')
    .description('print the destruction report again')
    .argument('<serial>')
    .action(async (serial: string) => {
      await shell.call(OPERATIONS.printDestructionReport, { serial });
      shell.show({}, shell.t`sent to the printer\n`);
    });
}
