import type { MovedFor } from '../book/tables/codes.ts';
import type { CampaignItemRow } from '../book/tables/rows/workstations.ts';
import type { Text } from './news.ts';

const link = { fr: 'Voir mes jetons', en: 'See my tokens' };

/** What the holder of a machine that migrates is told: when to come, and why that changes. Nobody is named. */
export const CAMPAIGN_TEXTS = {
  'migration-day': {
    fr: {
      title: 'Migration de votre poste {machine} : le {day}',
      body: [
        'Votre poste SPAN {machine} passe à l’image {image}. Apportez-le, avec son chargeur et votre jeton, le {day}. Site : {site}.',
        'Sauvegardez vos données avant de venir. Un technicien fait la migration et vous rend le poste.{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Migration of your workstation {machine}: {day}',
      body: [
        'Your SPAN workstation {machine} moves to the image {image}. Bring it, with its charger and your token, on {day}. Site: {site}.',
        'Save your data before you come. A technician does the migration and gives the workstation back to you.{token}',
        'If you cannot come on that day, you need not do anything: you will be given another one.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  'migration-moved': {
    fr: {
      title: 'Migration de votre poste {machine} : nouveau jour, le {day}',
      body: [
        'Le jour de la migration de votre poste SPAN {machine} change : {why}.',
        'Apportez-le, avec son chargeur et votre jeton, le {day}. Site : {site}.{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Migration of your workstation {machine}: a new day, {day}',
      body: [
        'The day on which your SPAN workstation {machine} migrates has changed: {why}.',
        'Bring it, with its charger and your token, on {day}. Site: {site}.{token}',
        'If you cannot come on that day, you need not do anything: you will be given another one.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  'migration-off': {
    fr: {
      title: 'Migration de votre poste {machine} : ne venez pas',
      body: [
        'Votre poste SPAN {machine} ne migre pas le jour qui vous a été annoncé : {why}.',
        'Ne l’apportez pas. Si un autre jour est prévu, vous en serez averti.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Migration of your workstation {machine}: do not come',
      body: [
        'Your SPAN workstation {machine} does not migrate on the day that you were told: {why}.',
        'Do not bring it. If another day is planned, you will be told.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
} satisfies Readonly<Record<string, Text>>;

/** Why a day moved or was called off, as the holder may read it. */
const MOVED_WORDS: Readonly<Record<MovedFor, { fr: string; en: string }>> = {
  capacity: {
    fr: 'l’atelier reçoit un autre nombre de postes par jour',
    en: 'the workshop takes another number of machines a day',
  },
  'days-closed': { fr: 'l’atelier est fermé ce jour-là', en: 'the workshop is closed on that day' },
  other: { fr: 'l’atelier a revu son calendrier', en: 'the workshop has planned anew' },
  missed: { fr: 'le poste n’est pas venu au jour prévu', en: 'the machine did not come on its day' },
  paused: { fr: 'la campagne est suspendue', en: 'the campaign is paused' },
  resumed: { fr: 'la campagne reprend', en: 'the campaign goes on' },
  blocked: { fr: 'ce poste ne peut pas migrer pour le moment', en: 'this machine cannot migrate for now' },
  unblocked: { fr: 'ce poste peut de nouveau migrer', en: 'this machine can migrate again' },
};
const OVER: Readonly<Record<NonNullable<CampaignItemRow['outcome']>, { fr: string; en: string }>> = {
  migrated: { fr: 'il est déjà migré', en: 'it has migrated already' },
  already: { fr: 'il a déjà la nouvelle image', en: 'it has the new image already' },
  retired: { fr: 'il est réformé', en: 'it is retired' },
  left: { fr: 'la campagne est close', en: 'the campaign is closed' },
};
/** Why, of an item as it stands. */
export const whyMoved = ({ outcome, reason }: CampaignItemRow): { fr: string; en: string } =>
  outcome === null ? MOVED_WORDS[reason ?? 'other'] : OVER[outcome];
/** What happens to the token, beside the migration. */
export const TOKEN_REPLACED = {
  fr: ' Votre jeton sera remplacé : la demande en sera faite en votre nom.',
  en: ' Your token will be replaced: it will be asked for in your name.',
};
