import canonicalize from 'canonicalize';
import { act, any, type Condition, moves, must, type Source, service, sets } from '../../language/language.ts';
import {
  computed,
  constant,
  empty,
  input,
  isNow,
  json,
  maybe,
  numberIn,
  oneOf,
  optional,
} from '../../language/sources.ts';
import { ENTRY_ROWS } from '../../rules/limits.ts';
import { HELD, RESTORE } from '../../rules/service/restored.ts';
import { SECRET_LETTERS } from '../../tables/states.ts';
import { givesSetting } from '../service/give-setting.ts';
import { CONFIRM_RESTORE } from './restore-confirmed.ts';
import { confirmingGrants, readValue, same, waiting } from './restore-waiting.ts';

/** What the entry says of the restore, in the setting. */
const found: Source = computed(
  'ce que l’acte dit, son instant, et les restaurations d’avant que nul n’a confirmées',
  'what the act says, its moment, and the restores before it that nobody confirmed',
  (v, s) => {
    const [is, before, { entries, origin, evidence, revocationsKnown }] = [readValue(v), waiting(s), s.entry.detail];
    const earlier = before ? [...before.earlier, before.at] : [];
    return (
      is !== undefined &&
      isNow(is.at, s) &&
      same({ ...is, at: 0 }, { at: 0, entries, origin, evidence, revocationsKnown, earlier, ended: false })
    );
  },
);
const unended = must(
  'une restauration est trouvée, et ce qu’elle a ramené n’est pas encore terminé',
  'a restore was found, and what it brought back has not been ended yet',
  (s) => waiting(s)?.ended === false,
);
const fewRows = must(
  'une à cent lignes',
  'one to a hundred rows',
  (s) => s.steps.length > 0 && s.steps.length <= 2 * ENTRY_ROWS,
);
const atRestore: Source = computed(
  'l’instant de la restauration',
  'the moment of the restore',
  (v, s) => v === waiting(s)?.at,
);
const isOf = (column: string, values: readonly string[]) =>
  must(`\`${column}\` est parmi ${values.join(', ')}`, `${column} is one of ${values.join(', ')}`, (s) =>
    values.includes(String(s.value(column))),
  );
const standsStill = (path: string) =>
  must('la ligne n’a pas pris fin', 'the row has not ended', (s) => s.value(path) === null);

const isConfirming = must('la personne confirme les restaurations', 'the person is one who confirms restores', (s) =>
  confirmingGrants(s).some((grant) => grant.personId === s.value('account.id')),
);
const closesAccounts = must(
  'qui perd un rôle n’a plus d’accès ouvert',
  'whoever loses a role has no way in that is open',
  (s) => s.writtenOf('grant').every(({ after }) => s.later('account', after.personId)?.state !== 'active'),
);
const loses = must('un rôle de la personne prend fin ici', 'a role of the person ends here', (s) =>
  s.writtenOf('grant').some(({ after }) => after.personId === s.value('account.id')),
);

/** Those who confirm come in by a link of the terminal; for all others somebody makes a new one. */
const opensAnew = must(
  'qui ne confirme pas les restaurations n’a plus de lien',
  'whoever does not confirm restores has no link any more',
  (s) => isConfirming.holds(s) || (s.written('account.inviterId') === null && s.written('account.voucherId') === null),
);

/** What an entry of a restore's end does. */
const ends = (
  kind: string,
  fr: string,
  en: string,
  writes: Parameters<typeof act>[1]['writes'],
  ...more: Condition[]
) =>
  act(`restore.end ${kind}`, {
    fr: `Mettre fin à ce qu’une restauration a ramené : ${fr}`,
    en: `End what a restore brought back: ${en}`,
    by: service('une restauration est trouvée', 'a restore was found'),
    on: { word: 'service' },
    says: { kind: constant(kind) },
    writes: writes ?? [],
    before: [unended, fewRows, ...more],
  });

const OPEN = ['liveApiTokens', 'openProposals', 'openSecretLetters', 'openPickupCodes'] as const;
const nothingLives = must(
  'aucun jeton d’API, aucune proposition, aucun rôle d’opérateur, aucun accès de qui confirme, aucune lettre confidentielle, aucun code de retrait ne subsiste',
  'no API token, no proposal, no role of an operator, no way in of those who confirm, no secret letter, no pick-up code is left',
  (s) =>
    OPEN.every((index) => s.count(index) === 0) &&
    HELD.every((role) => s.count('grantsOfRole', role) === 0) &&
    confirmingGrants(s).every((grant) => s.get('account', grant.personId)?.state !== 'active'),
);

/** A restore hands no power back: it is found, what it brought back ends, and two persons confirm it. */
export const RESTORE_ACTS = [
  act('journal.restore', {
    fr: 'Constater que ces données ont été restaurées',
    en: 'Find that these records were restored',
    by: service(
      'ils sont plus anciens que ce qui fut signé ou publié',
      'they are older than what was signed or published',
    ),
    on: { word: 'journal' },
    says: {
      evidence: json(input('ce qui le montre', 'what shows it', /^\["[a-z-]+"(,"[a-z-]+")*\]$/)),
      entries: computed('combien d’écritures restent', 'how many entries are left', (v, s) => {
        return v === s.entry.seq || v === s.entry.seq - 1;
      }),
      revocationsKnown: oneOf([true, false]),
      origin: input('le nouveau nom du journal', "the journal's new name", /^[^\s+]{1,200}$/),
      lastCheckpoint: maybe(
        computed('le dernier point de contrôle gardé', 'the last checkpoint kept', (v) => {
          return typeof v === 'string' && v.length <= 2000;
        }),
      ),
    },
    writes: givesSetting(RESTORE, found),
  }),
  act('restore.copyFound', {
    fr: 'Constater qu’une copie de la dernière liste de révocation est là : rien de révoqué ne manque',
    en: 'Find that a copy of the last CRL is here: nothing that was revoked is missing',
    by: service(
      'une liste publiée n’est pas plus ancienne que ces données',
      'a published CRL is no older than these records',
    ),
    on: { word: 'journal' },
    writes: givesSetting(
      RESTORE,
      computed('la même restauration, révocations connues', 'the same restore, its revocations known', (v, s) => {
        const before = waiting(s);
        return before !== undefined && v === canonicalize({ ...before, revocationsKnown: true });
      }),
    ),
    before: [
      must('une restauration attend, et il manquait cette copie', 'a restore waits, and this copy was missing', (s) => {
        return waiting(s)?.revocationsKnown === false;
      }),
    ],
  }),
  ends('apiToken', 'des jetons d’API', 'API tokens', [
    any(sets('apiToken', { revokedAt: atRestore }, { each: [standsStill('apiToken.revokedAt')] })),
  ]),
  ends('pickupCode', 'des codes de retrait', 'pick-up codes', [any(moves('pickupCode', 'end'))]),
  ends('proposal', 'des propositions', 'proposals', [any(moves('proposal', ['expire', 'fail']))]),
  ends(
    'grant',
    'des rôles d’opérateur, et les accès de ces personnes',
    "operators' roles, and their ways in",
    [
      any(
        sets('grant', { revokedAt: atRestore }, { each: [isOf('grant.role', HELD), standsStill('grant.revokedAt')] }),
      ),
      any(
        moves(
          'account',
          'invite',
          { inviterId: optional(empty), voucherId: optional(empty) },
          { each: [loses, opensAnew] },
        ),
      ),
    ],
    closesAccounts,
  ),
  ends('account', 'les accès de qui confirme', 'the ways in of those who confirm it', [
    any(moves('account', 'invite', {}, { each: [isConfirming] })),
  ]),
  ends('letter', 'des lettres dont nulle sauvegarde n’a le secret', 'letters whose secret no backup holds', [
    any(moves('letter', 'expire', { secretId: empty }, { each: [isOf('letter.kind', SECRET_LETTERS)] })),
  ]),
  act('restore.end', {
    fr: 'Constater que rien de ce qu’une restauration a ramené ne subsiste ; les portes s’ouvrent',
    en: 'Find that nothing is left of what a restore brought back; the doors open',
    by: service('une restauration est trouvée', 'a restore was found'),
    on: { word: 'service' },
    says: { ended: numberIn(0, 100_000_000), passkeys: numberIn(0, 100_000_000), passwords: numberIn(0, 100_000_000) },
    writes: givesSetting(
      RESTORE,
      computed('la même restauration, terminée', 'the same restore, ended', (v, s) => {
        const before = waiting(s);
        return before !== undefined && v === canonicalize({ ...before, ended: true });
      }),
    ),
    before: [unended, nothingLives],
  }),
  CONFIRM_RESTORE,
];
