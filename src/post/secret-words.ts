interface Both {
  fr: string;
  en: string;
}
/** What a letter says around its secret. */
export interface SecretWords {
  title: Both;
  /** Stands before the code, on one line with it, so that a screen reader says them together. */
  label: string;
  warnings: readonly Both[];
  steps: { fr: readonly string[]; en: readonly string[] };
  /** How the revocation code is used and kept. */
  code: Both;
}

/** Stands over the revocation code; the code is the next line. */
export const REVOCATION_LABEL = 'Code de révocation · Revocation code';

/** Nobody who works for the service ever asks for a secret: said on every letter that has one. */
const nobodyAsks = (fr: string, en: string): Both => ({
  fr: `Personne, pas même l’assistance, ne vous demandera ce ${fr}.`,
  en: `Nobody, not even support staff, will ask you for this ${en}.`,
});

export const SECRET_WORDS: Readonly<Record<'pin' | 'pkcs12-password', SecretWords>> = {
  pin: {
    title: { fr: 'Le code PIN de votre jeton', en: 'Your token’s PIN' },
    label: 'Code PIN',
    warnings: [
      {
        fr: 'Trois codes faux de suite peuvent bloquer le jeton.',
        en: 'Three wrong codes in a row may lock the token.',
      },
      nobodyAsks('code', 'code'),
    ],
    steps: {
      fr: [
        'Vérifiez que le numéro de demande de cette lettre est celui de l’étiquette du jeton.',
        'Branchez le jeton sur votre poste SPAN et saisissez ce code quand il est demandé.',
        'Changez-le aussitôt pour un code que vous seul connaissez, si votre jeton le permet.',
        'Notez le code de révocation ailleurs, puis détruisez cette lettre.',
      ],
      en: [
        'Check that this letter bears the request number of the token’s label.',
        'Plug the token into your SPAN workstation and type this code when asked.',
        'Change it at once for one that you alone know, where your token lets you.',
        'Note the revocation code elsewhere, then destroy this letter.',
      ],
    },
    code: {
      fr: 'à donner au téléphone ; gardez-le loin du jeton',
      en: 'to give on the telephone; keep it away from the token',
    },
  },
  'pkcs12-password': {
    title: { fr: 'Le mot de passe de votre certificat Nomade', en: 'The password of your Nomade credential' },
    label: 'Mot de passe',
    warnings: [
      {
        fr: 'Il ouvre le fichier .p12, remis une seule fois.',
        en: 'It opens the .p12 file, handed out only once.',
      },
      nobodyAsks('mot de passe', 'password'),
    ],
    steps: {
      fr: [
        'Ouvrez dans Jeton la demande ci-dessus : elle dit comment installer le fichier .p12 sur votre appareil.',
        'Importez-le dans votre appareil et saisissez ce mot de passe, sans espace.',
        'Supprimez le fichier téléchargé et videz la corbeille.',
        'Notez ailleurs le numéro de demande et le code de révocation, puis détruisez cette lettre.',
      ],
      en: [
        'Open the request above in Jeton: it says how to install the .p12 file on your device.',
        'Import it on your device and type this password, without spaces.',
        'Delete the downloaded file and empty the bin.',
        'Note request number and revocation code elsewhere, then destroy this letter.',
      ],
    },
    code: {
      fr: 'à donner au téléphone, avec le numéro de demande',
      en: 'to give on the telephone, with the request number',
    },
  },
};
