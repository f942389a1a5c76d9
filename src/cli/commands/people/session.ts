import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { AppError, isAppError } from '../../../errors.ts';
import { fullName } from '../../../flow/people/person-name.ts';
import { askHidden, readLines } from '../../ask.ts';
import type { Shell } from '../../shell.ts';

const STDIN = '--password-stdin';

/** A password, from the first line of standard input or typed unseen. */
async function password(shell: Shell, fromStdin: boolean | undefined): Promise<string> {
  if (!fromStdin) return askHidden(shell, shell.text('password'));
  return (await readLines(shell.world))[0] ?? '';
}

/** Adds `login`, `logout` and what else concerns one's own session. */
export function addSession(program: Command, shell: Shell): void {
  program
    .command('login')
    .description('sign in; the session is kept for you alone')
    .argument('<login>', 'directory id or e-mail address')
    .option(STDIN, 'read the password from standard input')
    .action(async (login: string, options: { passwordStdin?: boolean }) => {
      const given = await password(shell, options.passwordStdin);
      const session = await shell.client().call(OPERATIONS.signIn, { login, password: given });
      shell.saved.write({ url: shell.url(), ...session });
      shell.show({ login, expiresAt: session.expiresAt }, shell.t`signed in as ${login}\n`);
      await shell.sayWithheld();
    });
  program
    .command('refresh')
    .description('confirm who you are, for acts that need a fresh factor: by password, or in the console by passkey')
    .option(STDIN, 'read the password from standard input')
    .action(async (options: { passwordStdin?: boolean }) => {
      await shell.refresh(() => password(shell, options.passwordStdin));
      shell.show({}, shell.t`fresh for five minutes\n`);
    });
  program
    .command('logout')
    .description('end the session')
    .action(async () => {
      await shell
        .client()
        .call(OPERATIONS.signOut, {})
        .catch((error: unknown) => {
          if (!isAppError(error, 'session_expired', 'not_signed_in')) throw error;
        });
      shell.saved.forget();
      shell.show({}, shell.t`signed out\n`);
    });
  program
    .command('whoami')
    .description('who is signed in, with which roles')
    .action(async () => {
      const me = await shell.call(OPERATIONS.me, {});
      const { directoryId, service } = me.person;
      const name = `${fullName(me.person)} (${directoryId ?? '–'})`;
      const roles = me.roles.map((role) => shell.word('role', role)).join(', ');
      const means = shell.text(me.means === 'session' ? 'session' : 'API token');
      shell.show(me, shell.facts({ name, service, roles, means, address: shell.url() }));
      if (me.means === 'session') await shell.sayWithheld();
    });
  program
    .command('enrol')
    .description('redeem a one-time enrolment link and choose a password')
    .option(
      '--stdin',
      'read the link, the password, for an operator the code, and after a restore the former password from lines of standard input',
    )
    .action(async (options: { stdin?: boolean }) => {
      const [link = '', chosen = '', code = '', former = ''] = options.stdin
        ? await readLines(shell.world)
        : [await askHidden(shell, shell.text('link')), await twice(shell)];
      const input = { token: link.trim().split('#').pop() ?? '', password: chosen };
      const enrol = (given: { code?: string; former?: string }) =>
        shell.client().call(OPERATIONS.enrol, { ...input, ...given });
      await enrol({ ...(code ? { code } : {}), ...(former ? { former } : {}) }).catch(async (error: unknown) => {
        if (options.stdin || !isAppError(error, 'sign_in_failed')) throw error;
        const isFormer = error.detail?.['asks'] === 'former';
        // what was given is right as far as it goes: this link asks for more
        shell.say(
          isFormer
            ? shell.t`this link was printed after a restore: it also asks for the password that you had when the backup was made, which proves that it is yours\n`
            : shell.t`this link is an operator's: it also asks for the code that a second person gives you\n`,
        );
        const asked = shell.text(isFormer ? 'your password when the backup was made' : "the second person's code");
        const given = await askHidden(shell, asked);
        await enrol(isFormer ? { former: given } : { code: given });
      });
      shell.show({}, shell.t`done: sign in with "jeton login"\n`);
    });
}

async function twice(shell: Shell): Promise<string> {
  const first = await askHidden(shell, shell.text('new password'));
  if (first === (await askHidden(shell, shell.text('once more')))) return first;
  throw new AppError('invalid_input', 'the two passwords differ: nothing was changed');
}
