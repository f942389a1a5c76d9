import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { PURPOSES, type Purpose } from '../../../book/rules/certificates/purposes.ts';
import { BY_HAND } from '../../../book/tables/codes.ts';
import { NOMADE_NOTES } from '../../../words/nomade-notes.ts';
import { askHidden, readLines } from '../../ask.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

type Done = Awaited<ReturnType<typeof OPERATIONS.revokeToken.call>>;
type Mine = Awaited<ReturnType<typeof OPERATIONS.myTokens.call>>;
type Notes = Awaited<ReturnType<typeof OPERATIONS.nomadeNotes.call>>['items'][number];
type Reason = (typeof BY_HAND)[number];

/** Done means that the revocation list shows it: until then the command has failed, although OCSP says so already. */
export function sayUnpublished(shell: Shell, { published }: Pick<Done, 'published'>): void {
  if (published) return;
  shell.say(shell.t`revoked, but the revocation list could not be published yet: it is tried again\n`);
  shell.end(1);
}
function showRevoked(shell: Shell, done: Done): void {
  sayUnpublished(shell, done);
  shell.show(done, shell.t`${done.serial} has been revoked since ${when(done.revokedAt)}\n`);
}

/** The device that a Nomade credential is on: its serial number says nothing to whoever lost that device. */
const deviceOf = ({ device }: Mine['credentials'][number]): string | null =>
  device && `${device.name ?? '–'} (${NOMADE_NOTES[device.kind].system})`;

/** How the credential of a request is installed on its device. */
async function notesFor(shell: Shell, requestId: string): Promise<string> {
  const { device } = await shell.call(OPERATIONS.getRequest, { requestId });
  const { items } = await shell.call(OPERATIONS.nomadeNotes, {});
  const notes = items.find(({ kind }) => kind === device?.kind);
  return notes ? notesText(shell, notes) : '';
}
const notesText = ({ language }: Shell, { system, ...steps }: Notes): string =>
  `${system}\n${steps[language].map((step, at) => `${at + 1}. ${step}\n`).join('')}`;

/** Adds `tokens` and the ways to revoke one. */
export function addTokens(program: Command, shell: Shell): void {
  program
    .command('tokens')
    .description('your own tokens and Nomade credentials')
    .action(async () => {
      const mine = await shell.call(OPERATIONS.myTokens, {});
      const rows = [
        ...mine.tokens.map((t) => [
          ...[
            t.id,
            shell.text(t.temporary ? 'temporary' : 'token'),
            shell.word('state.token', t.state),
            t.label,
            when(t.notAfter),
          ],
        ]),
        ...mine.credentials.map((c) => [
          ...[c.id, 'Nomade', shell.word('state.certificate', c.state), deviceOf(c), when(c.notAfter)],
        ]),
      ];
      shell.show(mine, shell.table(['serial', 'kind', 'state', 'label or device', 'until'], rows));
    });
  program
    .command('report-loss')
    .description('your token is lost or stolen: revoked at once')
    .argument('<serial>')
    .addOption(new Option('--reason <reason>').choices(['lost', 'stolen']).default('lost'))
    .action(async (serial: string, { reason }: { reason: 'lost' | 'stolen' }) => {
      showRevoked(shell, await shell.call(OPERATIONS.reportLoss, { serial, reason }));
    });
  program
    .command('revoke')
    .description("revoke somebody else's token, or a Nomade credential")
    .argument('<serial>')
    .addOption(new Option('--reason <reason>').choices(BY_HAND).makeOptionMandatory())
    .addOption(new Option('--issuer <issuer>', 'of a certificate that a restore forgot').choices(PURPOSES))
    .action(async (serial: string, { reason, issuer }: { reason: Reason; issuer?: Purpose }) => {
      showRevoked(shell, await shell.call(OPERATIONS.revokeToken, { serial, reason, issuer }));
    });
  program
    .command('revoke-by-code')
    .description("by telephone: revoke with the code of the holder's letter")
    .argument('<serial>')
    .option('--code-stdin', 'read the code from standard input')
    .action(async (serial: string, { codeStdin }: { codeStdin?: boolean }) => {
      const code = codeStdin ? ((await readLines(shell.world))[0] ?? '') : await askHidden(shell, shell.text('code'));
      showRevoked(shell, await shell.call(OPERATIONS.revokeByCode, { serial, code }));
    });
  const credential = program.command('credential').description('Nomade credentials');
  credential
    .command('terms')
    .description('the conditions of a Nomade credential, as they stand')
    .action(async () => {
      const terms = await shell.call(OPERATIONS.nomadeTerms, {});
      const text = terms[shell.language].map((one, at) => `${at + 1}. ${one}\n`).join('');
      shell.show(terms, `${shell.t`version ${terms.version}`}\n${text}`);
    });
  credential
    .command('notes')
    .description('how a Nomade credential is installed, for each system of a device')
    .action(async () => {
      const notes = await shell.call(OPERATIONS.nomadeNotes, {});
      shell.show(notes, notes.items.map((one) => notesText(shell, one)).join('\n'));
    });
  credential
    .command('give-up')
    .description('your own Nomade credential is not used any more: revoked at once')
    .argument('<serial>')
    .action(async (serial: string) => {
      showRevoked(shell, await shell.call(OPERATIONS.giveUpCredential, { serial }));
    });
  credential
    .command('download')
    .description('your Nomade credential, once, with how it is installed; its password is a letter')
    .argument('<number>')
    .requiredOption('--agree <version>', 'to the conditions in this version, which `credential terms` shows')
    .option('--compatible', 'the older container, for systems that read no other')
    .option('--out <file>', 'left out: the number with .p12')
    .action(
      async (requestId: string, { agree, compatible, out }: { agree: string; compatible?: boolean; out?: string }) => {
        const file = out ?? `${requestId}.p12`;
        const given = { requestId, form: compatible ? 'compatible' : 'modern', terms: Number(agree) } as const;
        // asked for before: the file comes once, and nothing after it may fail
        const notes = await notesFor(shell, requestId);
        await shell.client().download(OPERATIONS.downloadCredential, given, file);
        shell.show({ file }, `${shell.t`${file} written\n`}${notes}`);
      },
    );
}
