import type { Bilingual } from '../../words/translator.ts';

/** What the search and the sheets of people say, in French and in English. */
export const searchWords = {
  'search.title': { fr: 'Recherche', en: 'Search' },
  'search.of': { fr: 'Recherche : {text}', en: 'Search: {text}' },
  'search.for': { fr: 'Ce que vous pouvez chercher :', en: 'What you can search for:' },
  'search.for.requests': {
    fr: 'une demande, par son numéro, tapé ou scanné, le nom de son agent ou le numéro de son poste',
    en: "a request, by its number, typed or scanned, its agent's name or its workstation's number",
  },
  'search.for.tokens': {
    fr: 'un jeton, par son numéro de série',
    en: 'a token, by its serial number',
  },
  'search.for.workstations': {
    fr: 'un poste SPAN, par son numéro, son numéro de série, son agent, son modèle, son image, son service ou son site',
    en: 'a SPAN workstation, by its number, serial number, agent, model, image, service or site',
  },
  'search.for.people': {
    fr: 'une personne, par son nom, son matricule ou son adresse électronique',
    en: 'a person, by name, directory id or e-mail address',
  },
  'search.nothing': { fr: 'Rien ne correspond à « {text} ».', en: 'Nothing matches “{text}”.' },
  'search.nothing.hint': {
    fr: "Vérifiez ce qui est écrit. Ce qui n'est pas dans votre périmètre n'est pas cherché.",
    en: 'Check what is written. What is outside your scope is not searched.',
  },
  'search.group.requests': { fr: 'Demandes', en: 'Requests' },
  'search.group.tokens': { fr: 'Jetons', en: 'Tokens' },
  'search.group.workstations': { fr: 'Postes SPAN', en: 'SPAN workstations' },
  'search.group.people': { fr: 'Personnes', en: 'People' },
  'search.all.requests': { fr: 'Toutes les demandes qui correspondent', en: 'All requests that match' },
  'search.all.tokens': { fr: 'Tous les jetons qui correspondent', en: 'All tokens that match' },
  'search.all.workstations': { fr: 'Tous les postes qui correspondent', en: 'All workstations that match' },
  'search.all.people': { fr: 'Toutes les personnes qui correspondent', en: 'All people that match' },
  'filter.seenPeople': { fr: 'Rechercher une personne', en: 'Search for a person' },
  'sheet.none': { fr: 'Personne ne correspond.', en: 'Nobody matches.' },
  'sheet.account': { fr: 'Compte et rôles', en: 'Account and roles' },
  'sheet.open': { fr: 'Demandes en cours', en: 'Open requests' },
  'sheet.open.none': { fr: 'Aucune demande en cours.', en: 'No open request.' },
  'sheet.past': { fr: 'Demandes terminées', en: 'Requests that have ended' },
  'sheet.tokens': { fr: 'Jetons', en: 'Tokens' },
  'sheet.tokens.none': { fr: 'Aucun jeton à son nom.', en: 'No token in their name.' },
  'sheet.certificate': { fr: 'Fin du certificat', en: 'Certificate ends' },
  'sheet.credentials': { fr: 'Certificats Nomade', en: 'Nomade credentials' },
  'sheet.workstations': { fr: 'Postes SPAN', en: 'SPAN workstations' },
  'sheet.link': { fr: 'Lien', en: 'Link' },
  'sheet.link.given': { fr: 'attribué', en: 'assigned' },
  'sheet.link.bound': { fr: 'lié à son jeton', en: 'bound to their token' },
  'sheet.link.boundOnce': { fr: 'lié à un ancien jeton', en: 'bound to a former token' },
  'sheet.link.asked': { fr: 'demandé', en: 'asked for' },
  'sheet.workstations.none': { fr: 'Aucun poste.', en: 'No workstation.' },
} as const satisfies Bilingual;
