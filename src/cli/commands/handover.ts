import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import { PLAIN_PAPERS } from '../../flow/handover/papers.ts';
import type { Shell } from '../shell.ts';
import { when } from '../table.ts';

function addDesk(group: Command, shell: Shell): void {
  group
    .command('challenge')
    .description('the plugged token proves its key; shows the certificate that the agent reads')
    .argument('<number>')
    .requiredOption('--slot <slot>')
    .action(async (requestId: string, { slot }: { slot: string }) => {
      const shown = await shell.call(OPERATIONS.challengeToken, { requestId, slot });
      const { subject, issuer, serialNumber, notBefore, notAfter } = shown.certificate;
      const about = {
        token: shown.tokenId,
        subject: subject.replaceAll('\n', ', '),
        issuer: issuer.replaceAll('\n', ', '),
      };
      shell.show(shown, shell.facts({ ...about, serial: serialNumber, from: when(notBefore), to: when(notAfter) }));
    });
  group
    .command('accept')
    .description('the agent has read the certificate and accepts it')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.acceptCertificate, { requestId });
      shell.show({}, shell.t`accepted\n`);
    });
  group
    .command('done')
    .description('the token leaves the desk with its holder')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.handOver, { requestId });
      shell.show({}, shell.t`handed over\n`);
    });
}

function addWay(group: Command, shell: Shell): void {
  group
    .command('ship')
    .description('the plugged token proves its key and leaves with the carrier')
    .argument('<number>')
    .requiredOption('--slot <slot>')
    .requiredOption('--tracking <number>', "the carrier's number")
    .action(async (requestId: string, { slot, tracking }: { slot: string; tracking: string }) => {
      await shell.call(OPERATIONS.shipToken, { requestId, slot, trackingNumber: tracking });
      shell.show({}, shell.t`shipped\n`);
    });
  group
    .command('receipt')
    .description('it has arrived: the token is active')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.confirmReceipt, { requestId });
      shell.show({}, shell.t`receipt confirmed\n`);
    });
  group
    .command('repeat')
    .description('that token is revoked, and the request produced again')
    .argument('<number>')
    .addOption(new Option('--reason <reason>').choices(['dead-on-arrival', 'lost-in-transit']).makeOptionMandatory())
    .action(async (requestId: string, { reason }: { reason: 'dead-on-arrival' | 'lost-in-transit' }) => {
      await shell.call(OPERATIONS.repeatProduction, { requestId, reason });
      shell.show({}, shell.t`back in the queue\n`);
    });
}

/** Adds `handover` and `letters`. */
export function addHandover(program: Command, shell: Shell): void {
  const group = program.command('handover').description('a token reaches its holder');
  addDesk(group, shell);
  addWay(group, shell);
  const letters = program.command('letters').description('papers that print');
  letters.command('list').action(async () => {
    const { items } = await shell.call(OPERATIONS.listLetters, {});
    const rows = items.map((l) => [
      l.id,
      shell.word('letter.kind', l.kind),
      shell.word('letter.state', l.state),
      l.number,
      when(l.printedAt),
    ]);
    shell.show({ items }, shell.table(['id', 'paper', 'state', 'request', 'printed'], rows));
  });
  letters
    .command('print')
    .argument('<id>')
    .action(async (letterId: string) => {
      await shell.call(OPERATIONS.printLetter, { letterId });
      shell.show({ letterId }, shell.t`sent to the printer: check it, then confirm it\n`);
    });
  letters
    .command('printers')
    .description('how the print queues stand')
    .action(async () => {
      const { label, letter } = await shell.call(OPERATIONS.listPrinters, {});
      const row = (what: string, queue: typeof label) => [
        shell.text(what),
        queue.name,
        shell.text(queue.state),
        queue.reason,
      ];
      if ([label, letter].some(({ state }) => state === 'stopped' || state === 'unreachable')) shell.end(1);
      shell.show(
        { label, letter },
        shell.table(['for', 'queue', 'state', ''], [row('labels', label), row('letters', letter)]),
      );
    });
  letters
    .command('paper')
    .description('print a paper without a secret, as often as needed')
    .argument('<number>')
    .addOption(new Option('--kind <kind>').choices(PLAIN_PAPERS).default('work-order'))
    .action(async (requestId: string, { kind }: { kind: (typeof PLAIN_PAPERS)[number] }) => {
      await shell.call(OPERATIONS.printPaper, { requestId, paper: kind });
      shell.show({}, shell.t`sent to the printer\n`);
    });
  letters
    .command('confirm')
    .description('it is readable: its secret is gone from the service')
    .argument('<id>')
    .action(async (letterId: string) => {
      await shell.call(OPERATIONS.confirmLetter, { letterId });
      shell.show({ letterId }, shell.t`confirmed\n`);
    });
}
