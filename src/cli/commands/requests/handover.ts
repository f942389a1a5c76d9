import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import {
  CHECK_PURPOSES,
  type CheckPurpose,
  DOCUMENTS,
  type DocumentKind,
  HANDOVER_PURPOSES,
  type HandoverPurpose,
  REPEATED_FOR,
  type RepeatedFor,
} from '../../../book/tables/codes.ts';
import { askHidden, readLines } from '../../ask.ts';
import { certificateWords } from '../../certificate.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { showParcelResults } from './parcels.ts';

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
    .description('you have read the certificate of your token, as "request show" says it, and accept it')
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

/** What the holder accepts by their code, before they give it (T8). */
async function sayCertificate(shell: Shell, requestId: string): Promise<void> {
  const { certificates } = await shell.call(OPERATIONS.getRequest, { requestId });
  const certificate = certificates.find(({ state }) => state === 'good');
  if (certificate) shell.say(certificateWords(shell, certificate));
}

/** How it shows that the holder is there who does not use this service themselves. */
function addProofs(group: Command, shell: Shell): void {
  const purpose = () =>
    new Option('--for <purpose>', 'what the holder does by it').choices(CHECK_PURPOSES).makeOptionMandatory();
  group
    .command('code')
    .description('the holder, who is there, gives their pick-up code')
    .argument('<number>')
    .addOption(purpose())
    .addOption(
      new Option('--document <kind>', 'that you looked at; asked for at a second renewal in a row').choices(DOCUMENTS),
    )
    .option('--code-stdin', 'read the code from standard input')
    .action(async (requestId: string, options: { for: CheckPurpose; document?: DocumentKind; codeStdin?: boolean }) => {
      const { for: what, document, codeStdin } = options;
      if (what === 'acceptance') await sayCertificate(shell, requestId);
      const code = await codeOf(shell, codeStdin);
      await shell.call(OPERATIONS.takePickupCode, { requestId, purpose: what, code, ...(document && { document }) });
      shell.show({}, shell.t`the code is right: done\n`);
    });
  group
    .command('identity')
    .description('you checked who the holder is; a second operator has to do so too')
    .argument('<number>')
    .addOption(
      new Option('--for <purpose>', 'what the holder does by it').choices(HANDOVER_PURPOSES).makeOptionMandatory(),
    )
    .addOption(new Option('--document <kind>', 'its kind, never its number').choices(DOCUMENTS).makeOptionMandatory())
    .action(async (requestId: string, options: { for: HandoverPurpose; document: DocumentKind }) => {
      const { for: what, document } = options;
      const checked = await shell.call(OPERATIONS.checkIdentity, { requestId, purpose: what, document });
      shell.show(
        checked,
        checked.done ? shell.t`the identity is checked: done\n` : shell.t`recorded: a second operator checks it too\n`,
      );
    });
  group
    .command('parcel')
    .description('you received the parcel of these requests; their holders have nothing yet; each has its own result')
    .argument('<numbers...>')
    .action(async (requestIds: string[]) => {
      showParcelResults(shell, await shell.call(OPERATIONS.receiveParcels, { requestIds }), shell.text('received'));
    });
  group
    .command('new-code')
    .description('a new pick-up code for your own token, shown once')
    .argument('<number>')
    .action(async (requestId: string) => {
      const { code } = await shell.call(OPERATIONS.askPickupCode, { requestId });
      shell.show({ code }, `${code}\n`);
    });
}

/** What its holder does about their PIN: has it shown, or says where its letter goes. */
function addPin(group: Command, shell: Shell): void {
  group
    .command('pin')
    .description('the PIN of your own token, once, by the pick-up code of your mail; then it is gone')
    .argument('<number>')
    .option('--code-stdin', 'read the code from standard input')
    .action(async (requestId: string, { codeStdin }: { codeStdin?: boolean }) => {
      const code = await codeOf(shell, codeStdin);
      const shown = await shell.call(OPERATIONS.showPin, { requestId, code });
      shell.show(shown, shell.facts({ PIN: shown.pin, 'revocation code': shown.revocationCode }));
    });
  group
    .command('address')
    .description('where your secret letters go; left out: to your site')
    .argument('[address]')
    .action(async (postalAddress = '') => {
      await shell.call(OPERATIONS.setAddress, { postalAddress: String(postalAddress) });
      shell.show({}, shell.t`address kept\n`);
    });
}
const codeOf = async (shell: Shell, stdin: boolean | undefined): Promise<string> =>
  stdin ? ((await readLines(shell.world))[0] ?? '') : askHidden(shell, shell.text('pick-up code'));

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
    .description('you have your token: it is active')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.confirmReceipt, { requestId });
      shell.show({}, shell.t`receipt confirmed\n`);
    });
  group
    .command('repeat')
    .description('that token is revoked, and the request produced again')
    .argument('<number>')
    .addOption(new Option('--reason <reason>').choices(REPEATED_FOR).makeOptionMandatory())
    .action(async (requestId: string, { reason }: { reason: RepeatedFor }) => {
      await shell.call(OPERATIONS.repeatProduction, { requestId, reason });
      shell.show({}, shell.t`back in the queue\n`);
    });
}

/** Adds `handover`. */
export function addHandover(program: Command, shell: Shell): void {
  const group = program.command('handover').description('a token reaches its holder');
  addDesk(group, shell);
  addProofs(group, shell);
  addPin(group, shell);
  addWay(group, shell);
}
