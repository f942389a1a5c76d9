import type { MovedFor } from '../book/tables/codes.ts';
import type { CampaignItemRow } from '../book/tables/rows/workstations.ts';
import type { Text } from './news.ts';

const link = { fr: 'Voir mes jetons', en: 'See my tokens' };

/** What the one for whom a machine migrates, or is exchanged, is told: when to come, and why that changes. Nobody is named. */
export const CAMPAIGN_TEXTS = {
  'migration-day': {
    fr: {
      title: 'Migration de votre poste {machine} : le {day}',
      body: [
        'Votre poste SPAN {machine} passe à l’image {image}. Apportez-le le {day}, avec son chargeur, et votre jeton si vous en avez un. Site : {site}.',
        'Sauvegardez vos données avant de venir. Un technicien fait la migration et vous rend le poste.{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Migration of your workstation {machine}: {day}',
      body: [
        'Your SPAN workstation {machine} moves to the image {image}. Bring it on {day} with its charger, and your token if you have one. Site: {site}.',
        'Back up your data before you come. A technician does the migration and gives the workstation back to you.{token}',
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
        'Apportez-le le {day}, avec son chargeur, et votre jeton si vous en avez un. Site : {site}. Sauvegardez vos données avant de venir.{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Migration of your workstation {machine}: a new day, {day}',
      body: [
        'The day on which your SPAN workstation {machine} migrates has changed: {why}.',
        'Bring it on {day} with its charger, and your token if you have one. Site: {site}. Back up your data before you come.{token}',
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
  'exchange-day': {
    fr: {
      title: 'Échange de votre poste {machine} : le {day}',
      body: [
        'Votre poste SPAN {machine} est remplacé par le poste {other}. Venez le {day}{bring}. Site : {site}.{save}{given}{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Exchange of your workstation {machine}: {day}',
      body: [
        'Your SPAN workstation {machine} is replaced by workstation {other}. Come on {day}{bring}. Site: {site}.{save}{given}{token}',
        'If you cannot come on that day, you need not do anything: you will be given another one.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  'exchange-moved': {
    fr: {
      title: 'Échange de votre poste {machine} : nouveau jour, le {day}',
      body: [
        'Le jour de l’échange de votre poste SPAN {machine} contre le poste {other} change : {why}.',
        'Venez le {day}{bring}. Site : {site}.{save}{given}{token}',
        'Si vous ne pouvez pas venir ce jour-là, vous n’avez rien à faire : un autre jour vous sera donné.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Exchange of your workstation {machine}: a new day, {day}',
      body: [
        'The day on which your SPAN workstation {machine} is exchanged for workstation {other} has changed: {why}.',
        'Come on {day}{bring}. Site: {site}.{save}{given}{token}',
        'If you cannot come on that day, you need not do anything: you will be given another one.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  'exchange-off': {
    fr: {
      title: 'Échange de votre poste {machine} : ne venez pas',
      body: [
        'Votre poste SPAN {machine} n’est pas échangé le jour qui vous a été annoncé : {why}.',
        'Ne venez pas ce jour-là. Si un autre jour est prévu, vous en serez averti.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Exchange of your workstation {machine}: do not come',
      body: [
        'Your SPAN workstation {machine} is not exchanged on the day that you were told: {why}.',
        'Do not come on that day. If another day is planned, you will be told.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  // to whoever has the old machine still: they have the new one, so that the old one is to come back
  'exchange-off done': {
    fr: {
      title: 'Échange de votre poste {machine} : il ne reste qu’à le rendre',
      body: [
        'Vous avez déjà le poste {other}, qui remplace votre poste SPAN {machine}.',
        'Il ne reste rien à faire pour le jeton. Rapportez le poste {machine} à l’atelier, avec son chargeur. Site : {site}.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Exchange of your workstation {machine}: only bring it back',
      body: [
        'You already have workstation {other}, which replaces your SPAN workstation {machine}.',
        'Nothing is left to do for the token. Bring workstation {machine} back to the workshop, with its charger. Site: {site}.',
      ],
      link: link.en,
    },
    page: '/mes-jetons',
  },
  // to whoever gave the old machine back before
  'exchange-off given-back': {
    fr: {
      title: 'Échange de votre poste {machine} : ne venez pas',
      body: [
        'Vous avez déjà le poste {other}, qui remplace votre ancien poste SPAN {machine}, et celui-ci a été repris.',
        'Il ne reste rien à faire. Ne venez pas le jour qui vous a été annoncé.',
      ],
      link: link.fr,
    },
    en: {
      title: 'Exchange of your workstation {machine}: do not come',
      body: [
        'You already have workstation {other}, which replaces your former SPAN workstation {machine}, and that one was taken back.',
        'Nothing is left to do. Do not come on the day that you were told.',
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
  'by-hand': { fr: 'l’atelier vous a donné un autre jour', en: 'the workshop has given you another day' },
  missed: { fr: 'le poste n’a pas été apporté au jour prévu', en: 'the machine was not brought on its day' },
  paused: { fr: 'la campagne est suspendue', en: 'the campaign is paused' },
  resumed: { fr: 'la campagne reprend', en: 'the campaign goes on' },
  blocked: { fr: 'ce poste ne peut pas migrer pour le moment', en: 'this machine cannot migrate for now' },
  unblocked: { fr: 'ce poste peut de nouveau migrer', en: 'this machine can migrate again' },
};
const OVER: Readonly<Record<NonNullable<CampaignItemRow['outcome']>, { fr: string; en: string }>> = {
  migrated: { fr: 'il est déjà migré', en: 'it has migrated already' },
  exchanged: { fr: 'il est déjà échangé', en: 'it is exchanged already' },
  already: { fr: 'il a déjà la nouvelle image', en: 'it has the new image already' },
  retired: { fr: 'il est réformé', en: 'it is retired' },
  // taken out, or left when the campaign was closed
  left: { fr: 'il n’est plus dans la campagne', en: 'it is in the campaign no more' },
};
/** The same of a machine that is exchanged, where it is not said of its migration alone. */
const EXCHANGE_WORDS: Readonly<Partial<Record<MovedFor, { fr: string; en: string }>>> = {
  blocked: { fr: 'cet échange n’est pas possible pour le moment', en: 'this exchange is not possible for now' },
  unblocked: { fr: 'cet échange est de nouveau possible', en: 'this exchange is possible again' },
};
const OF_ANOTHER = { fr: 'une autre personne viendra à votre place', en: 'another person will come in your place' };
/** Why, of an item as it stands, for this reader. */
export function whyMoved(
  { outcome, reason, otherId, toldId }: CampaignItemRow,
  readerId: string,
): { fr: string; en: string } {
  if (outcome !== null) return OVER[outcome];
  if (toldId !== null && toldId !== readerId) return OF_ANOTHER;
  const of = reason ?? 'other';
  return (otherId === null ? undefined : EXCHANGE_WORDS[of]) ?? MOVED_WORDS[of];
}
/** What happens to the token, beside the migration. */
export const TOKEN_REPLACED = {
  fr: ' Votre jeton sera remplacé : la demande en sera faite en votre nom.',
  en: ' Your token will be replaced: it will be asked for in your name.',
};

/** What whoever an exchange is for knows of it. */
interface Exchanged {
  machine: string;
  other: string;
  /** They have the old machine still: it was not taken back. */
  hasOld: boolean;
  /** They were given the new machine already. */
  hasOther: boolean;
  /** A token of theirs is to be bound to it. */
  hasToken: boolean;
}
const BOUND = {
  fr: ' Votre jeton est lié sur place à votre nouveau poste, devant vous et deux personnes du service : il garde son certificat et son code PIN.',
  en: ' Your token is bound to your new workstation there, in the presence of you and two members of staff: it keeps its certificate and its PIN.',
};
const SAVE = { fr: ' Sauvegardez vos données avant de venir.', en: ' Back up your data before you come.' };
const GIVEN = { fr: ' Le nouveau poste vous est remis sur place.', en: ' You are given the new workstation there.' };
const NOTHING = { fr: '', en: '' };
/** The machines of theirs that they are to bring; undefined: they have neither. */
function machinesToBring({ machine, other, hasOld, hasOther }: Exchanged) {
  if (hasOld && hasOther)
    return {
      fr: `vos deux postes (${machine} et ${other}) avec leurs chargeurs`,
      en: `both workstations (${machine} and ${other}) with their chargers`,
    };
  if (hasOld) return { fr: 'votre poste avec son chargeur', en: 'your workstation with its charger' };
  if (hasOther) return { fr: `le poste ${other} avec son chargeur`, en: `workstation ${other} with its charger` };
  return undefined;
}
/** What they are to bring, and what happens there. Two persons look at a document before a token is bound. */
export function exchangeFacts(of: Exchanged) {
  const { other, hasOld, hasOther, hasToken } = of;
  const machines = machinesToBring(of);
  const token = hasToken
    ? { fr: 'votre jeton et une pièce d’identité', en: 'your token and an identity document' }
    : undefined;
  const all = [machines, token].filter((one) => one !== undefined);
  const named = (language: 'fr' | 'en'): string => all.map((one) => one[language]).join(', ');
  return {
    other: { fr: other, en: other },
    bring: all.length === 0 ? NOTHING : { fr: `, et apportez ${named('fr')}`, en: `, and bring ${named('en')}` },
    save: hasOld ? SAVE : NOTHING,
    given: hasOther ? NOTHING : GIVEN,
    token: hasToken ? BOUND : NOTHING,
  };
}
