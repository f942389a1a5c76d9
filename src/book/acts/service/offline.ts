import { holds } from '../../judge/standing.ts';
import { type ActSpec, act, must, type Source, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, digest, numberIn, oneOf } from '../../language/sources.ts';
import { COMPARED, DIFFERENCE_KINDS } from '../../rules/service/differences.ts';
import { STANDING_BY } from '../../rules/service/service-settings.ts';
import type { AuthorityRow } from '../../tables/rows/tokens.ts';
import { givesSetting } from './give-setting.ts';

const CEREMONIES = ['ceremony', 'renew', 'revoke', 'root-crl'] as const;

/** The second person at the terminal. */
const administrator: Source = computed(
  'un administrateur, autre que l’acteur',
  'an administrator other than the actor',
  (v, s) => typeof v === 'string' && v !== s.entry.actor && holds(s, v, 'administrator'),
);
/** An act for which two people stand by while the service is stopped. */
export const standingBy = (key: string, { says, ...spec }: Omit<ActSpec, 'by'>) =>
  act(key, { by: who('offline.standBy'), says: { ...says, confirmedBy: administrator }, ...spec });

const authority = (s: Scene, name: string) => s.get('authority', String(s.entry.detail[name]));
const ofKind = (name: string, kind: AuthorityRow['kind']): Source =>
  computed(`une autorité « ${kind} » connue`, `an authority of ours of the kind ${kind}`, (v, s) => {
    return v !== undefined && authority(s, name)?.kind === kind;
  });
const ofPurpose = (name: string, purpose: AuthorityRow['purpose']): Source =>
  computed(`une autorité émettrice « ${purpose} » connue`, `an issuing CA of ours for ${purpose}`, (v, s) => {
    return v !== undefined && authority(s, name)?.kind === 'issuing' && authority(s, name)?.purpose === purpose;
  });
const sha256Of = (name: string): Source =>
  computed('l’empreinte de son certificat', 'the hash of its certificate', (v, s) => {
    return v !== undefined && v === authority(s, name)?.sha256;
  });
/** The issuing CA that was made or revoked: the root's CRL alone concerns none. */
const issuing = { issuing: ofKind('issuing', 'issuing'), issuingSha256: sha256Of('issuing') };
/** A ceremony makes two: that of tokens, and that of nomade credentials. */
const both = {
  issuing: ofPurpose('issuing', 'token'),
  issuingSha256: sha256Of('issuing'),
  nomade: ofPurpose('nomade', 'nomade'),
  nomadeSha256: sha256Of('nomade'),
};
const MADE = { ceremony: both, renew: issuing, revoke: issuing, 'root-crl': {} } as const;
const done = {
  root: ofKind('root', 'root'),
  rootSha256: sha256Of('root'),
  rootCrlNumber: numberIn(1, Number.MAX_SAFE_INTEGER),
  reportSha256: digest,
};
/** What is under way from here on, until it is done or another act begins. */
const begun = (of: string): Source =>
  computed('cet acte', 'this act', (v, s) => v === `${of}.${String(s.entry.detail['act'])}`);
const wasBegun = (key: string) =>
  must('il a été commencé', 'it was begun', (s) => s.get('setting', STANDING_BY)?.value === key);
const WORDS = {
  ceremony: {
    fr: 'Fonder la racine et ses deux autorités émettrices',
    en: 'Found the root and its two issuing authorities',
  },
  renew: { fr: 'Renouveler une autorité émettrice', en: 'Renew an issuing authority' },
  revoke: { fr: 'Révoquer une autorité émettrice', en: 'Revoke an issuing authority' },
  'root-crl': { fr: 'Signer la liste de révocation de la racine', en: "Sign the root's CRL" },
} as const;

/** Acts for which the root is brought, or the key of the vault is changed: two people stand by at one terminal. */
export const OFFLINE_ACTS = [
  standingBy('ca.begin', {
    fr: 'Commencer un acte de l’autorité racine',
    en: 'Begin an act of the root',
    on: { word: 'ca' },
    says: { act: oneOf(CEREMONIES) },
    writes: givesSetting(STANDING_BY, begun('ca')),
  }),
  ...CEREMONIES.map((name) =>
    standingBy(`ca.${name}`, {
      ...WORDS[name],
      on: { word: 'ca' },
      says: { act: constant(name), ...done, ...MADE[name] },
      writes: givesSetting(STANDING_BY, constant('')),
      before: [
        wasBegun(`ca.${name}`),
        must('la liste de la racine porte ce numéro', "the root's CRL has this number", (s) => {
          const [last] = s.find('lastCrlOfIssuer', String(s.entry.detail['root']));
          return last !== undefined && last.number === s.entry.detail['rootCrlNumber'];
        }),
      ],
    }),
  ),
  standingBy('vault.begin', {
    fr: 'Commencer à changer la clé du coffre',
    en: "Begin to change the vault's key",
    on: { word: 'vault' },
    says: { act: constant('rotate') },
    writes: givesSetting(STANDING_BY, begun('vault')),
  }),
  standingBy('vault.rotate', {
    fr: 'Changer la clé du coffre',
    en: "Change the vault's key",
    on: { word: 'vault' },
    says: { secrets: numberIn(0, Number.MAX_SAFE_INTEGER), source: oneOf(['file', 'passphrase', 'pkcs11']) },
    writes: givesSetting(STANDING_BY, constant('')),
    before: [wasBegun('vault.rotate')],
  }),
  standingBy('row.repair', {
    fr: 'Récrire une ligne telle que le journal la dit, ou retirer celle qu’il ne dit pas',
    en: 'Write a row anew as the journal tells of it, or take away one that it does not tell of',
    on: { any: COMPARED },
    says: { kind: oneOf(DIFFERENCE_KINDS) },
    before: [must('la ligne est nommée', 'the row is named', (s) => /^[\w.:-]{1,128}$/.test(s.subjectId))],
  }),
];
