import type { Bilingual } from '../../words/translator.ts';

export const nomadeWords = {
  'nomade.ask': { fr: 'Demander un certificat Nomade', en: 'Ask for a Nomade credential' },
  'nomade.lead': {
    fr: 'Nomade ouvre la messagerie du ministère sur un appareil personnel, et rien d’autre.',
    en: 'Nomade opens the ministry’s mail on a personal device, and nothing else.',
  },
  'nomade.device': { fr: 'Appareil personnel', en: 'Personal device' },
  'nomade.device.unnamed': { fr: 'Appareil sans nom', en: 'Device without a name' },
  'nomade.system': { fr: 'Système de l’appareil', en: 'System of the device' },
  'nomade.fields': {
    fr: 'Pour Nomade seulement : l’appareil personnel',
    en: 'For Nomade alone: the personal device',
  },
  'nomade.system.none': { fr: 'Ce n’est pas pour Nomade', en: 'It is not for Nomade' },
  'nomade.name': { fr: 'Nom de l’appareil', en: 'Name of the device' },
  'nomade.ready': {
    fr: 'Prête : ouvrez-la pour télécharger votre certificat.',
    en: 'Ready: open it to download your credential.',
  },
  'nomade.name.hint': {
    fr: 'Comme vous l’appelez, par exemple « Mon téléphone ». Le même nom désigne le même appareil.',
    en: 'As you call it, such as “My telephone”. The same name means the same device.',
  },
  'nomade.name.hint.other': {
    fr: 'Comme l’agent l’appelle, par exemple « Mon téléphone ». Le même nom désigne le même appareil.',
    en: 'As the agent calls it, such as “My telephone”. The same name means the same device.',
  },
  'nomade.terms': { fr: 'Conditions d’usage (version {version})', en: 'Conditions of use (version {version})' },
  'nomade.terms.later': {
    fr: 'L’accord du porteur est demandé au moment du téléchargement.',
    en: 'The holder is asked to agree at the moment of the download.',
  },
  'nomade.agree': {
    fr: 'J’ai lu ces conditions et je les accepte',
    en: 'I have read these conditions and agree to them',
  },
  'nomade.install': { fr: 'Installer le certificat sur {system}', en: 'Install the credential on {system}' },
  'nomade.how': { fr: 'Comment l’installer', en: 'How to install it' },
  'nomade.install.password': {
    fr: 'Le mot de passe vous parvient par lettre ; personne ne vous le demandera.',
    en: 'The password comes to you by letter; nobody will ask you for it.',
  },
  'nomade.none': { fr: 'Aucun certificat Nomade.', en: 'No Nomade credential.' },
  'nomade.revoke': { fr: 'Révoquer ce certificat', en: 'Revoke this credential' },
  'nomade.renew': { fr: 'Demander le suivant', en: 'Ask for the next one' },
  'nomade.again': { fr: 'En demander un autre pour cet appareil', en: 'Ask for another one for this device' },
  'nomade.waits': { fr: 'Pas encore téléchargé', en: 'Not downloaded yet' },
  'nomade.loss': { fr: 'Révoquer un certificat Nomade', en: 'Revoke a Nomade credential' },
  'nomade.loss.text': {
    fr: 'La messagerie ne s’ouvrira plus avec ce certificat. Vous pourrez en demander un autre aussitôt.',
    en: 'The mail will no longer open with this credential. You can ask for another one at once.',
  },
  'nomade.loss.lost': { fr: 'L’appareil est perdu', en: 'The device is lost' },
  'nomade.loss.stolen': { fr: 'L’appareil a été volé', en: 'The device was stolen' },
  'nomade.loss.given-up': {
    fr: 'Je ne m’en sers plus, ou je retire mon accord',
    en: 'I do not use it any more, or I withdraw my agreement',
  },
  'nomade.revoked': {
    fr: 'Le certificat Nomade est révoqué : il n’ouvre plus la messagerie.',
    en: 'The Nomade credential is revoked: it no longer opens the mail.',
  },
  'nomade.revoked.later': {
    fr: 'Le certificat Nomade est révoqué. La liste publiée suivra dans un instant.',
    en: 'The Nomade credential is revoked. The published list will follow in a moment.',
  },
} as const satisfies Bilingual;
