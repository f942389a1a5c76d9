import { Command, CommanderError, Option } from 'commander';
import { type AppError, type ErrorCode, isAppError, settingsRefused } from '../errors.ts';
import { LANGUAGES } from '../words/translator.ts';
import type { Fault } from './client.ts';
import { addForecast } from './commands/oversight/forecast.ts';
import { addHealth } from './commands/oversight/health.ts';
import { addJournal } from './commands/oversight/journal.ts';
import { addMails } from './commands/oversight/mails.ts';
import { addNodes } from './commands/oversight/nodes.ts';
import { addProcedure } from './commands/oversight/procedure.ts';
import { addReports } from './commands/oversight/reports.ts';
import { addApiTokens } from './commands/people/api-tokens.ts';
import { addDirectory } from './commands/people/directory.ts';
import { addPeople } from './commands/people/people.ts';
import { addSession } from './commands/people/session.ts';
import { addSignInByCode } from './commands/people/sign-in-by-code.ts';
import { addAppointments } from './commands/requests/appointments.ts';
import { addApprovals } from './commands/requests/approvals.ts';
import { addBench } from './commands/requests/bench.ts';
import { addHandover } from './commands/requests/handover.ts';
import { addLetters } from './commands/requests/letters.ts';
import { addParcels } from './commands/requests/parcels.ts';
import { addRequests } from './commands/requests/requests.ts';
import { addTokens } from './commands/requests/tokens.ts';
import { addRecalls } from './commands/stock/recalls.ts';
import { addStock } from './commands/stock/stock.ts';
import { addDualControl } from './commands/two-persons/dual-control.ts';
import { addPolicy } from './commands/two-persons/policy.ts';
import { addCampaigns } from './commands/workstations/campaigns.ts';
import { addChecklists } from './commands/workstations/checklists.ts';
import { addImports } from './commands/workstations/imports.ts';
import { addIncidents } from './commands/workstations/incidents.ts';
import { addWorkstations } from './commands/workstations/workstations.ts';
import { misunderstood, sayHelp } from './help.ts';
import { createShell, type Shell } from './shell.ts';
import { createSpeech, languageOf, type Speech } from './speech.ts';
import { type CliWorld, EXIT } from './world.ts';

const AFTER_HELP = `
Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 no service answers,
4 (journal verify) consistent, but only by the key that came with the export,
5 (journal verify) a range: whole and in its place, not judged by the book.

The service is at --url or JETON_URL (http://localhost:8080). Sign in with "login", or give an
API token in JETON_TOKEN. With --json stdout is JSON and nothing else.
"serve", "demo", "backup", "restore", "ca", "vault", "database move", "node folder", "journal replay" and
"journal repair" are commands of the same program, on the service's machine, named first: see
docs/operations.md, docs/ceremony.md, docs/postgresql.md and docs/nodes.md.
`;

/** Commands of the service's machine: `main.ts` runs them where they are the first word. */
const NAMED_FIRST = ['serve', 'demo', 'backup', 'restore', 'ca', 'vault', 'database', 'node'];

/** What a person does about a refusal whose sentence does not say it. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  not_signed_in: 'jeton login',
  session_expired: 'jeton login',
  fresh_factor_needed: 'jeton refresh, then the command again',
  service_unreachable: 'is it running? npm start, or set JETON_URL',
};

/** The same for a reason of it: one code is given for several things. */
const HINTS_OF_REASONS: Readonly<Record<string, string>> = {
  'changed_since.amended': 'jeton request show N',
  'changed_since.holder': 'jeton request show N',
  'changed_since.priority': 'jeton request show N',
  'changed_since.restored-grants': 'jeton policy restore',
  'service_unreachable.untrusted': 'NODE_EXTRA_CA_CERTS=root.pem jeton …',
  // whoever answers has a certificate of their own: to take its name would send them the password
  'service_unreachable.other-name': 'do not go on: check JETON_URL, and tell your administrator',
  'service_unreachable.wrong-date': 'check the clock of this machine; where it is right, tell your administrator',
  'service_unreachable.under-tls': 'JETON_URL=https://…',
  'service_unreachable.without-tls': 'JETON_URL=http://…',
  'forbidden.operator-alone': 'jeton propose recover LOGIN',
  'token_wrong.no-slot': 'jeton bench slots',
};

/** A program cannot sign in: a person who did makes the token. */
const MAKE_TOKEN = 'jeton login, then jeton api-token create, and the new token in JETON_TOKEN';
function hintFor({ code, detail }: AppError): string | undefined {
  if (String(detail['why']).startsWith('api-token-')) return MAKE_TOKEN;
  if (detail['why'] === 'token') return HINTS.not_signed_in;
  return HINTS_OF_REASONS[`${code}.${detail['why']}`] ?? HINTS[code];
}

/** The whole command line: its parser with every command, and the shell that they run in. */
export function buildProgram(
  world: CliWorld,
  speech: Speech,
): { program: Command; shell: ReturnType<typeof createShell> } {
  const program = new Command('jeton');
  const shell = createShell(world, () => program.opts(), speech);
  program
    .description('Jeton on the command line: a client of the running service, acting as whoever signed in')
    .option('--json', 'JSON on stdout, and nothing else')
    .option('--url <address>', 'where the service is')
    .addOption(new Option('--lang <language>', 'fr or en; left out: as the locale says').choices(LANGUAGES))
    .addHelpText('after', speech.text(AFTER_HELP))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(misunderstood(text, speech)),
    })
    .showHelpAfterError(speech.text('hint: add --help'));
  const groups: ((program: Command, shell: Shell) => void)[] = [
    ...[
      addSession,
      addSignInByCode,
      addImports,
      addPeople,
      addDirectory,
      addDualControl,
      addPolicy,
      addWorkstations,
      addChecklists,
      addStock,
      addRequests,
      addApprovals,
    ],
    ...[
      addBench,
      addHandover,
      addParcels,
      addAppointments,
      addLetters,
      addTokens,
      addIncidents,
      addRecalls,
      addCampaigns,
      addReports,
      addForecast,
      addJournal,
      addProcedure,
      addApiTokens,
      addMails,
      addNodes,
      addHealth,
    ],
  ];
  for (const add of groups) add(program, shell);
  for (const name of NAMED_FIRST)
    program
      .command(name, { hidden: true })
      .argument('[words...]')
      .allowUnknownOption()
      .action(() => {
        throw settingsRefused({
          en: "this is a command of the service's machine, without options before it: name it first: jeton backup, jeton serve",
          fr: 'c’est une commande de la machine du service, sans option devant elle ; nommez-la en premier : jeton backup, jeton serve',
        });
      });
  sayHelp(program, speech);
  return { program, shell };
}

/** One line for a refusal, one for each fault of an input, and a hint. */
function explain(error: unknown, { language, text, t, refusal }: Speech): string {
  const jeton = language === 'fr' ? 'jeton\u202f:' : 'jeton:';
  if (!isAppError(error)) {
    return `${jeton} ${error instanceof Error ? error.message : text('something went wrong here')}\n`;
  }
  const [first = '', ...others] = (error.detail['errors'] ?? []) as Fault[];
  const listed =
    first === '' || (others.length === 0 && error.message.includes(first.message)) ? [] : [first, ...others];
  const placeOf = ({ path, line, column }: Fault): string => {
    if (line === undefined) return path;
    return column ? t`line ${line}, ${column}` : t`line ${line}`;
  };
  const said = ({ message, fr }: Fault): string => (language === 'fr' ? (fr ?? message) : message);
  const colon = language === 'fr' ? '\u202f:' : ':';
  const lines = listed.map((one) => `  ${placeOf(one) ? `${placeOf(one)}${colon} ` : ''}${said(one)}\n`).join('');
  const hint = hintFor(error);
  return `${jeton} ${refusal(error)}\n${lines}${hint ? `${text('hint:')} ${text(hint)}\n` : ''}`;
}

/** Runs one command; answers its exit code (EXIT). Never throws. */
export async function runCli(argv: readonly string[], world: CliWorld): Promise<number> {
  const speech = createSpeech(languageOf(argv, world.env));
  const { program, shell } = buildProgram(world, speech);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return shell.code();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    world.stderr.write(explain(error, speech));
    if (isAppError(error, 'service_unreachable')) return EXIT.unreachable;
    return isAppError(error, 'config_invalid') ? EXIT.usage : EXIT.refused;
  }
}
