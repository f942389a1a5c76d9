import type { Bilingual } from './translator.ts';

/** What console and command line say of a password that is not taken, by the rule that it breaks. */
export const passwordNames = {
  'field.common': {
    fr: 'Ce mot de passe est parmi les plus utilisés : choisissez-en un autre.',
    en: 'This password is among the most used ones: choose another.',
  },
  'field.guessable': {
    fr: "Ce mot de passe se devine à partir de votre nom ou d'un motif : choisissez d'autres mots.",
    en: 'This password can be guessed from your name or a pattern: choose other words.',
  },
  'field.long': { fr: 'Trop long : 128 caractères au plus.', en: 'Too long: 128 characters at most.' },
  'field.short': {
    fr: 'Trop court : 12 caractères au moins, 15 pour un opérateur. Quatre ou cinq mots font un bon mot de passe.',
    en: 'Too short: at least 12 characters, 15 for an operator. Four or five words make a good password.',
  },
} as const satisfies Bilingual;
