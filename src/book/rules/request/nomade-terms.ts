import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The conditions of a Nomade credential, in one version of their text. */
export interface NomadeTerms {
  version: number;
  fr: readonly string[];
  en: readonly string[];
}

/**
 * Every version of the conditions, the newest last. Its holder agrees to them before the download, which records the hash of
 * the text that they read. A text is never changed once it was in use: a change is a version of its own.
 */
export const NOMADE_TERMS: readonly NomadeTerms[] = [
  {
    version: 1,
    fr: [
      'Ce certificat ouvre la messagerie du ministère sur mon appareil personnel, et rien d’autre. Il est à moi seul : je ne le copie pas et ne le prête pas.',
      'Mon appareil est verrouillé par un code ou par une empreinte, et son système est tenu à jour.',
      'J’importe le certificat sur l’appareil nommé dans la demande, puis j’efface le fichier téléchargé.',
      'Appareil perdu, volé, vendu ou prêté : je révoque le certificat aussitôt, sur ma page ou par téléphone avec le code de révocation de mon courrier.',
      'Le service enregistre le nom et le système de cet appareil, et la date de mon accord. Il ne voit rien d’autre de mon appareil et n’y installe rien.',
      'Je peux retirer mon accord à tout moment : je révoque le certificat, et la messagerie ne s’ouvre plus sur cet appareil.',
    ],
    en: [
      'This certificate opens the ministry’s mail on my personal device, and nothing else. It is mine alone: I do not copy it and do not lend it.',
      'My device is locked by a code or a fingerprint, and its system is kept up to date.',
      'I import the certificate on the device named in the request, then delete the downloaded file.',
      'If the device is lost, stolen, sold or lent, I revoke the certificate at once, on my page or by telephone with the revocation code of my letter.',
      'The service records the name and the system of this device, and when I agreed. It sees nothing else of my device and installs nothing on it.',
      'I may withdraw my agreement at any time: I revoke the certificate, and the mail no longer opens on this device.',
    ],
  },
];

/** The version that is shown now. */
export const CURRENT_TERMS = NOMADE_TERMS.at(-1) as NomadeTerms;
/** SHA-256 (hex) over the canonical form of a version's text, in both languages. */
export const hashOfTerms = (terms: NomadeTerms): string => hash('sha256', canonicalize(terms) ?? '');
/** The hash of the version of this number; undefined for none. */
export const termsHashOf = (version: unknown): string | undefined => {
  const terms = NOMADE_TERMS.find((one) => one.version === version);
  return terms && hashOfTerms(terms);
};
