type Steps = readonly [string, ...string[]];
interface Notes {
  /** What people call the system. */
  system: string;
  fr: Steps;
  en: Steps;
}

/**
 * How a Nomade credential is installed, by the system of the device: on the page and in the mail the same words. Nothing here
 * is secret; the password comes by letter alone.
 */
export const NOMADE_NOTES = {
  windows: {
    system: 'Windows',
    fr: [
      'Ouvrez le fichier .p12 téléchargé : l’assistant d’importation s’affiche. Choisissez « Utilisateur actuel ».',
      'Saisissez le mot de passe de votre lettre. Ne cochez pas « Marquer cette clé comme exportable ».',
      'Laissez Windows choisir le magasin de certificats, puis terminez.',
      'Dans votre logiciel de messagerie, choisissez ce certificat à la première connexion.',
      'Supprimez le fichier .p12 et videz la corbeille.',
    ],
    en: [
      'Open the downloaded .p12 file: the import wizard shows. Choose “Current User”.',
      'Type the password of your letter. Do not tick “Mark this key as exportable”.',
      'Let Windows choose the certificate store, then finish.',
      'In your mail program choose this certificate at the first connection.',
      'Delete the .p12 file and empty the recycle bin.',
    ],
  },
  macos: {
    system: 'macOS',
    fr: [
      'Ouvrez le fichier .p12 téléchargé : « Trousseaux d’accès » s’affiche. Choisissez le trousseau « session ».',
      'Saisissez le mot de passe de votre lettre.',
      'Un ancien macOS refuse le format courant, même avec le bon mot de passe : demandez un autre certificat, au format compatible.',
      'Dans Mail, choisissez ce certificat à la première connexion.',
      'Supprimez le fichier .p12 et videz la corbeille.',
    ],
    en: [
      'Open the downloaded .p12 file: “Keychain Access” shows. Choose the “login” keychain.',
      'Type the password of your letter.',
      'An old macOS refuses the usual form, even with the right password: ask for another credential, in the compatible form.',
      'In Mail choose this certificate at the first connection.',
      'Delete the .p12 file and empty the bin.',
    ],
  },
  linux: {
    system: 'Linux',
    fr: [
      'Dans Thunderbird : Paramètres, « Vie privée et sécurité », « Gérer les certificats », « Vos certificats », « Importer ».',
      'Choisissez le fichier .p12 téléchargé et saisissez le mot de passe de votre lettre.',
      'Protégez le magasin par un mot de passe principal (« Utiliser un mot de passe principal »).',
      'Choisissez ce certificat à la première connexion.',
      'Supprimez le fichier .p12, corbeille comprise.',
    ],
    en: [
      'In Thunderbird: Settings, “Privacy & Security”, “Manage Certificates”, “Your Certificates”, “Import”.',
      'Choose the downloaded .p12 file and type the password of your letter.',
      'Protect the store with a primary password (“Use a Primary Password”).',
      'Choose this certificate at the first connection.',
      'Delete the .p12 file, in the bin too.',
    ],
  },
  ios: {
    system: 'iOS',
    fr: [
      'Touchez le fichier .p12 téléchargé, dans Fichiers.',
      'Ouvrez Réglages : « Profil téléchargé », puis « Installer ».',
      'Saisissez le code de l’appareil, puis le mot de passe de votre lettre.',
      'Dans Réglages, Apps, Mail, ouvrez votre compte et choisissez ce certificat.',
      'Supprimez le fichier .p12 de Fichiers, et de « Supprimés récemment ».',
    ],
    en: [
      'Touch the downloaded .p12 file, in Files.',
      'Open Settings: “Profile Downloaded”, then “Install”.',
      'Type the code of the device, then the password of your letter.',
      'In Settings, Apps, Mail open your account and choose this certificate.',
      'Delete the .p12 file from Files, and from “Recently Deleted”.',
    ],
  },
  android: {
    system: 'Android',
    fr: [
      'Retrouvez le fichier .p12 dans les téléchargements.',
      'Ouvrez Paramètres, Sécurité, « Chiffrement et identifiants », « Installer un certificat », « Certificat utilisateur ».',
      'Choisissez le fichier et saisissez le mot de passe de votre lettre.',
      'Dans votre application de messagerie, choisissez ce certificat pour votre compte.',
      'Supprimez le fichier .p12 des téléchargements et de la corbeille.',
    ],
    en: [
      'Find the .p12 file in the downloads.',
      'Open Settings, Security, “Encryption & credentials”, “Install a certificate”, “User certificate”.',
      'Choose the file and type the password of your letter.',
      'In your mail app choose this certificate for your account.',
      'Delete the .p12 file from the downloads and from the bin.',
    ],
  },
} as const satisfies Readonly<Record<string, Notes>>;
