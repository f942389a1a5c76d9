import { type Command, Help } from 'commander';
import { curveApostrophes } from '../words/translator.ts';
import type { Speech } from './speech.ts';

/** What commander itself says behind a description: which values there are, and which one is meant where none is given. */
function inFrench(description: string): string {
  return description
    .replace(/(?<=\()choices: /, 'valeurs : ')
    .replace(/(?<=\(|, )default: (?=[^)]*\)$)/, 'par défaut : ');
}

/** Says descriptions of commands, arguments and options, and the headings around them, in the reader's language. */
export function sayHelp(command: Command, speech: Speech): void {
  const { text } = speech;
  const { optionDescription, argumentDescription } = Help.prototype;
  const said = (description: string): string => (speech.language === 'fr' ? inFrench(description) : description);
  command
    .description(text(command.description()))
    .helpOption('-h, --help', text('show this'))
    .configureHelp({
      styleTitle: (title) => text(title),
      optionDescription: (option) => said(optionDescription(option)),
      argumentDescription: (argument) => said(argumentDescription(argument)),
    });
  for (const argument of command.registeredArguments) argument.description = text(argument.description);
  for (const option of command.options) option.description = text(option.description);
  if (command.commands.length > 0) command.helpCommand('help [command]', text('show the help of a command'));
  for (const inner of command.commands) sayHelp(inner, speech);
}

/** What commander says of a command line that it did not understand. */
const MISTAKES: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*)'/, 'commande inconnue « $1 »'],
  [/^unknown option '(.*)'/, 'option inconnue « $1 »'],
  [/^missing required argument '(.*)'/, 'il manque l’argument « $1 »'],
  [/^required option '(.*)' not specified/, 'il manque l’option « $1 »'],
  [/^option '(.*)' argument missing/, 'l’option « $1 » attend une valeur'],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\./,
    'l’option « $1 » ne prend pas « $2 » ; valeurs : $3',
  ],
  [/^too many arguments.*$/m, 'trop d’arguments'],
];

/** A mistake of the command line, in the reader's language. */
export function misunderstood(said: string, { language }: Pick<Speech, 'language'>): string {
  const mistake = /^error: /.test(said) ? said.slice('error: '.length) : undefined;
  if (mistake === undefined) return said;
  if (language === 'en') return `jeton: ${mistake}`;
  const known = MISTAKES.find(([pattern]) => pattern.test(mistake));
  const french = known ? mistake.replace(known[0], curveApostrophes(known[1])) : mistake;
  return `jeton : ${french}`.replaceAll('(Did you mean', '(vouliez-vous dire');
}
