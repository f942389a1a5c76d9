import type { Bilingual } from '../../words/translator.ts';

/** What reports say of workstations, in French and in English. */
export const machineWords = {
  'machines.title': { fr: 'Postes SPAN', en: 'SPAN workstations' },
  'machines.none': {
    fr: 'Aucun poste repris, mis en service, migré, échangé ni réformé.',
    en: 'No workstation was taken over, commissioned, migrated, exchanged or retired.',
  },
  'machines.step': { fr: '{step} : {n}', en: '{step}: {n}' },
  'machines.takenOver': { fr: 'Repris, déjà en service', en: 'Taken over, in service before' },
  'machines.commissioned': { fr: 'Mis en service', en: 'Commissioned' },
  'machines.migrated': { fr: 'Migrés', en: 'Migrated' },
  'machines.exchanged': { fr: 'Échangés', en: 'Exchanged' },
  'machines.retired': { fr: 'Réformés', en: 'Retired' },
  'machines.bySite': { fr: 'Postes par site', en: 'Workstations by site' },
  'machines.byCampaign': { fr: 'Postes par campagne', en: 'Workstations by campaign' },
  'machines.byDay': { fr: 'Postes par jour', en: 'Workstations by day' },
  'machines.done': { fr: 'Migrés ou échangés', en: 'Migrated or exchanged' },
} as const satisfies Bilingual;
