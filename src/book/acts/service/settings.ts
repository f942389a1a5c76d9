import { act, adds, addsMany, must, type Source, service, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, digest, empty, from, json, said } from '../../language/sources.ts';
import { readSurge, SURGE, type Surge } from '../../rules/limits.ts';

const founding = must('personne n’a encore agi', 'nobody has acted yet', (s) => s.founding());
const surgeOf = (s: Scene): Surge | undefined => {
  const value = s.get('setting', SURGE)?.value;
  return typeof value === 'string' ? readSurge(value) : undefined;
};
const standingSurge: Source = computed(
  'la période de forte activité telle qu’elle fut décidée',
  'surge mode as it was decided',
  (v, s) => {
    return v === s.get('setting', SURGE)?.value;
  },
);
const surge = { surge: { table: 'setting' as const, find: (s: Scene) => s.get('setting', SURGE) } };
const endsSurge = sets('setting', { value: constant('') }, { as: 'surge' });
const runs = must('la période de forte activité court, ou est prévue', 'surge mode runs, or is planned', (s) => {
  return surgeOf(s) !== undefined && Number(surgeOf(s)?.until) > s.clock.earliest;
});

/** The profiles of a new service, each with its hash. */
const adopted: Source = computed('chaque profil et son empreinte', 'each profile and its hash', (v, s) => {
  const said = s.writtenOf('setting').map(({ id, after }) => ({ name: id.replace('profile:', ''), hash: after.value }));
  return v === JSON.stringify(said.map(({ name, hash }) => ({ hash, name })));
});

/** What decides how tokens are made: its first value comes with the program, every other one by two persons. */
export const SETTING_ACTS = [
  act('profile.adopt', {
    fr: 'Adopter les profils de certificat d’un nouveau service',
    en: 'Adopt the certificate profiles of a new service',
    by: service('personne n’a encore agi', 'nobody has acted yet'),
    on: { word: 'service' },
    says: { profiles: json(adopted) },
    writes: [
      addsMany('setting', {
        id: computed('« profile: » et le nom d’un profil', '"profile:" and the name of a profile', (v) => {
          return typeof v === 'string' && /^profile:[a-z][a-z0-9-]{0,39}$/.test(v);
        }),
        value: digest,
      }),
    ],
    before: [founding],
  }),
  act('configuration.adopt', {
    fr: 'Adopter la configuration d’un nouveau service',
    en: 'Adopt the configuration of a new service',
    by: service('personne n’a encore agi', 'nobody has acted yet'),
    on: { word: 'configuration' },
    says: { before: empty, after: digest },
    writes: [adds('setting', { id: constant('configuration'), value: said('after') })],
    before: [founding],
  }),
  act('configuration.changed', {
    fr: 'Constater que la configuration d’un nœud a changé : il n’émet rien avant que deux personnes ne l’aient confirmée',
    en: 'Find that the configuration of a node was changed: it issues nothing until two persons confirmed it',
    by: service('au démarrage', 'at its start'),
    on: { word: 'configuration' },
    named: { confirmed: { table: 'setting', find: (s) => s.get('setting', 'configuration') } },
    says: { before: from('confirmed.value'), after: digest },
    before: [must('elle a changé', 'it was changed', (s) => s.entry.detail['after'] !== s.value('confirmed.value'))],
  }),
  act('surge.end', {
    fr: 'Mettre fin à la période de forte activité avant son heure',
    en: 'End surge mode before its time',
    by: who('surge.end'),
    on: { word: SURGE },
    named: surge,
    says: { surge: json(standingSurge) },
    writes: [endsSurge],
    before: [runs],
  }),
  act('surge.expire', {
    fr: 'Constater que la période de forte activité a pris fin à son heure',
    en: 'Find that surge mode ended at its time',
    by: service('sa fin est passée', 'its end is past'),
    on: { word: SURGE },
    named: surge,
    says: { surge: json(standingSurge) },
    writes: [endsSurge],
    before: [
      must('sa fin est passée', 'its end is past', (s) => Number(surgeOf(s)?.until ?? Number.NaN) <= s.clock.latest),
    ],
  }),
];
