import type { z } from 'zod';

/** What a setting asks for in words of its own, by the English that stands in its schema. */
const ASKED: Readonly<Record<string, string>> = {
  'https://NAME[:PORT], as browsers see the console':
    'donnez https://NOM[:PORT], comme les navigateurs voient la console',
  'host names and addresses, by commas': 'donnez des noms de machines et des adresses, séparés par des virgules',
  'http://NAME[:PORT]: what is fetched there is signed, and never https':
    'donnez http://NOM[:PORT], jamais https : ce qui y est lu est signé',
  'mailto:ADDRESS or https://…': 'donnez mailto:ADRESSE ou https://…',
  'a lower case letter, then such letters, digits and hyphens, 40 at most in all':
    'donnez une minuscule, puis des minuscules, des chiffres et des traits d’union, 40 signes au plus en tout',
  'https://…, the issuer as the provider names it': 'donnez https://…, l’émetteur comme le fournisseur le nomme',
  'smtps://HOST or smtp://USER@HOST:587': 'donnez smtps://MACHINE ou smtp://UTILISATEUR@MACHINE:587',
  'ldaps://HOST or ldap://HOST': 'donnez ldaps://MACHINE ou ldap://MACHINE',
  'syslog+tls://HOST[:6514]': 'donnez syslog+tls://MACHINE[:6514]',
  'is an absolute path, or twin: and one': 'donnez un chemin absolu, seul ou après « twin: »',
  'is not the name of an attribute': 'donnez le nom d’un attribut',
  'has a control or invisible character: remove it': 'retirez les caractères de contrôle ou invisibles',
};
/** The same with numbers in it. */
const COUNTED: readonly (readonly [RegExp, string])[] = [
  [/^a whole number from (\d+) to (\d+)$/, 'donnez un nombre entier de $1 à $2'],
  [/^is longer than (\d+) characters$/, 'donnez au plus $1 caractères'],
];

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'true ou false',
  array: 'une liste',
  object: 'un objet',
  record: 'un objet',
};
const FORMATS: Readonly<Record<string, string>> = { email: 'une adresse e-mail', hostname: 'un nom de machine' };

const oneOf = new Intl.ListFormat('fr', { type: 'disjunction' });
const listed = new Intl.ListFormat('fr');
const quoted = (values: readonly unknown[]): string[] => values.map((value) => `« ${String(value)} »`);

/** `3 caractères`, `1 élément`, or the number alone. */
function sized(size: number | bigint, of: string): string {
  const unit = { string: 'caractère', array: 'élément' }[of];
  return unit === undefined ? `${size}` : `${size} ${unit}${size > 1 ? 's' : ''}`;
}

/** What to give instead, in French, of a value that a setting's schema refuses. */
export function settingFault(issue: z.core.$ZodIssue): string {
  const counted = COUNTED.find(([pattern]) => pattern.test(issue.message));
  if (counted) return issue.message.replace(...counted);
  return ASKED[issue.message] ?? byKind(issue);
}

/** Of what zod says by itself. */
function byKind(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `donnez ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `donnez ${oneOf.format(quoted(issue.values))}`;
    case 'invalid_format':
      return `donnez ${FORMATS[issue.format] ?? `un texte de la forme ${issue.pattern ?? issue.format}`}`;
    case 'too_small':
      return `donnez au moins ${sized(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `donnez au plus ${sized(issue.maximum, issue.origin)}`;
    case 'unrecognized_keys':
      return `retirez ${listed.format(quoted(issue.keys))} : rien n’en est lu`;
    default:
      return 'donnez l’une des formes que décrit la documentation';
  }
}
