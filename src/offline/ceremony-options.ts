import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PURPOSES, type Purpose } from '../book/rules/certificates/purposes.ts';
import { TokenSettings } from '../pkcs11/settings.ts';
import { wrongUse } from '../words/usage.ts';

const USAGE = {
  fr: `jeton ca ceremony | renew | revoke | root-crl
  --officer IDENTIFIANT --administrator IDENTIFIANT  les deux personnes présentes ; toutes deux donnent leur mot de passe
  --root-dir DOSSIER | --root-pkcs11 FICHIER         où la clé de la racine est gardée à part : un dossier sur un support à elle, ou un jeton
  --issuing-pkcs11 FICHIER                           les clés des autorités émettrices dans un jeton, et non dans des fichiers scellés
  --for token | nomade                               renew : l’autorité émettrice des jetons, ou celle des accès Nomade
  --ca ID                                            revoke : quelle autorité émettrice
  --report FICHIER.pdf                               le procès-verbal à imprimer et à signer
Le FICHIER d’un jeton est en JSON : {"module": "/usr/lib/….so", "serial": "…", "env": {}}. Arrêtez d’abord le service.`,
  en: `jeton ca ceremony | renew | revoke | root-crl
  --officer LOGIN --administrator LOGIN   the two who stand by; both give their password
  --root-dir DIR | --root-pkcs11 FILE     where the root's key is kept apart: a folder on a medium of its own, or a token
  --issuing-pkcs11 FILE                   the issuing CAs' keys in a token instead of sealed files
  --for token | nomade                    renew: the issuing CA of tokens, or of nomade credentials
  --ca ID                                 revoke: which issuing CA
  --report FILE.pdf                       the report to print and sign
A token's FILE is JSON: {"module": "/usr/lib/….so", "serial": "…", "env": {}}. Stop the service first.`,
};

/** What two people do at the root, in their words. */
export const ACTS = {
  ceremony: { fr: 'Création de la racine et de ses deux autorités émettrices', en: 'Root and two issuing CAs made' },
  renew: { fr: 'Renouvellement d’une autorité émettrice', en: 'Issuing CA renewed' },
  revoke: { fr: 'Révocation d’une autorité émettrice', en: 'Issuing CA revoked' },
  'root-crl': { fr: 'Signature de la liste de révocation de la racine', en: 'The root’s CRL signed' },
} as const;
type ActName = keyof typeof ACTS;

/** What `jeton ca` was told. */
export interface Options {
  act: ActName;
  officer: string;
  administrator: string;
  report: string;
  rootDir: string | undefined;
  rootToken: TokenSettings | undefined;
  issuingToken: TokenSettings | undefined;
  ca: string | undefined;
  purpose: Purpose | undefined;
}

function refuse(fr: string, en: string): never {
  throw wrongUse(USAGE, { fr, en });
}

function tokenFile(path: string | undefined): TokenSettings | undefined {
  if (path === undefined) return undefined;
  try {
    return TokenSettings.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    const shape = '{"module": "/…", "serial": "…"}';
    return refuse(`${path} ne décrit pas un jeton : ${shape}`, `${path} does not describe a token: ${shape}`);
  }
}

/** Reads the arguments after `jeton ca`. Throws `invalid_input` with the usage. */
export function readOptions(argv: readonly string[]): Options {
  const places = ['root-dir', 'root-pkcs11', 'issuing-pkcs11'] as const;
  const names = ['officer', 'administrator', 'report', ...places, 'ca', 'for'] as const;
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
  const given = (name: (typeof names)[number]) => parsed.values[name] as string | undefined;
  const need = (name: (typeof names)[number]): string =>
    given(name) ?? refuse(`il manque --${name}`, `--${name} is missing`);
  const [act, ...more] = parsed.positionals;
  if (act === undefined) throw wrongUse(USAGE);
  if (!(act in ACTS) || more.length > 0)
    refuse(`« ${act} » n’est pas un acte de l’autorité`, `"${act}" is no act of the CA`);
  if ((given('root-dir') === undefined) === (given('root-pkcs11') === undefined))
    refuse('donnez --root-dir ou --root-pkcs11', 'give --root-dir or --root-pkcs11');
  if (act === 'revoke') need('ca');
  const purposes = PURPOSES.join(' | ');
  const purpose = PURPOSES.find((one) => one === given('for'));
  if ((act === 'renew') !== (purpose !== undefined) || (purpose === undefined && given('for') !== undefined))
    refuse(
      `--for ${purposes} dit quelle autorité émettrice est renouvelée`,
      `--for ${purposes} says which issuing CA is renewed`,
    );
  return {
    act: act as ActName,
    officer: need('officer'),
    administrator: need('administrator'),
    report: need('report'),
    rootDir: given('root-dir'),
    rootToken: tokenFile(given('root-pkcs11')),
    issuingToken: tokenFile(given('issuing-pkcs11')),
    ca: given('ca'),
    purpose,
  };
}
