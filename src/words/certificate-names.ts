import type { Bilingual, Language } from './translator.ts';

/** What a certificate is for, as its holder reads it before they accept it. */
export const certificateNames = {
  'certificate.use.vpn': {
    fr: 'Accès au réseau du ministère depuis un poste SPAN',
    en: 'Access to the ministry’s network from a SPAN workstation',
  },
  'certificate.use.logon': {
    fr: 'Ouverture de session Windows et accès au réseau du ministère',
    en: 'Windows logon and access to the ministry’s network',
  },
  'certificate.use.nomade': { fr: 'Messagerie Nomade', en: 'Nomade mail' },
} as const satisfies Bilingual;

/** By profile; one of the operator's own serves the network. */
const USE: Readonly<Record<string, keyof typeof certificateNames>> = {
  nomade: 'certificate.use.nomade',
  'smart-card-logon': 'certificate.use.logon',
};

/** The name of what a certificate of this profile is for. */
export const certificateUse = (profile: string): keyof typeof certificateNames => USE[profile] ?? 'certificate.use.vpn';

/** The same as a sentence in both languages. */
export const certificateUseIn = (profile: string): Readonly<Record<Language, string>> =>
  certificateNames[certificateUse(profile)];

/** The CN of an RFC 4514 name, unescaped; the whole name where it has none. */
export function commonNameIn(subject: string): string {
  const found = /(?:^|,)CN=((?:\\.|[^,\\])*)/.exec(subject)?.[1];
  return found === undefined ? subject : found.replace(/\\(.)/g, '$1');
}
