// Writes the sample into the folder given (by default its own), the same octets every time: people.csv, workstations.csv
// with new machines, workstations-in-service.csv with those of before.
// Everybody in it is invented; addresses end in .example, which belongs to nobody (RFC 2606).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PEOPLE = 200;
const MODELS = ['Latitude 5440', 'EliteBook 640 G10', 'ThinkPad L14 Gen 4'];
/** New workstations, not in service yet, beyond one in service for each agent. */
const NEW = 24;

/** Service, site, and how many of every round of hiring it gets. */
const PLACES = [
  ['DNUM/SDIT', 'Paris', 3],
  ['PREF-33', 'Bordeaux', 2],
  ['PREF-59', 'Lille', 2],
  ['PREF-69', 'Lyon', 2],
  ['PREF-971', 'Basse-Terre', 1],
  ['DGPN', 'Paris', 2],
  ['PREF-13', 'Marseille', 2],
  ['PREF-2A', 'Ajaccio', 1],
  ['DGGN', 'Issy-les-Moulineaux', 2],
  ['PREF-974', 'Saint-Denis', 1],
  ['PREF-35', 'Rennes', 1],
  ['DGSCGC', 'Asnières-sur-Seine', 1],
  ['PREF-67', 'Strasbourg', 1],
  ['PREF-33/DCL', 'Bordeaux', 1],
  ['PREF-31', 'Toulouse', 1],
  ['PREF-973', 'Cayenne', 1],
  ['DNUM/SDAI', 'Nanterre', 1],
  ['PREF-44', 'Nantes', 1],
  ['PREF-972', 'Fort-de-France', 1],
  ['PREF-59/SP-DUNKERQUE', 'Dunkerque', 1],
  ['DLPAJ', 'Paris', 1],
  ['PREF-06', 'Nice', 1],
  ['PREF-976', 'Mamoudzou', 1],
  ['PREF-63', 'Clermont-Ferrand', 1],
  ['DMAT', 'Paris', 1],
  ['PREF-29', 'Quimper', 1],
  ['PREF-69/SP-VILLEFRANCHE', 'Villefranche-sur-Saône', 1],
  ['PREF-76', 'Rouen', 1],
];

const GIVEN =
  `Adèle Agnès Alain Amélie Anaïs André Anne-Laure Antoine Aurélie Aurélien Béatrice Benoît Bérénice Brigitte Camille
Cécile Céline Chloé Christophe Claire Clément Corinne Cyril Damien Daphné David Delphine Denis Élise Élodie Émile Emmanuelle
Éric Estelle Étienne Fabien Fatou Florence Franck Françoise Frédéric Gaël Gaëlle Geneviève Gérard Gisèle Grégory Guénolé
Guillaume Hélène Héloïse Hervé Hugues Inès Irène Isabelle Jean-Baptiste Jean-François Jean-Noël Jérémy Jérôme Joël Joëlle
Karim Laëtitia Laurence Léa Leïla Loïc Louis-Marie Lucie Ludovic Maël Maëlle Maëlys Manon Marc Marie-Hélène Marie-Thérèse
Mathéo Mathilde Maud Maxime Mehdi Michèle Mickaël Mireille Monique Nadège Nadia Naïma Nathalie Nicolas Noémie Océane Olivier
Pascal Paul-Émile Pénélope Philippe Quentin Rachid Raphaël Régine Rémi Renée Robin Romain Sabine Samia Sébastien Séverine
Solène Sophie Stéphane Sylvain Tanguy Théo Thérèse Thi-Mai Thibault Valérie Véronique Vincent Virginie Xavier Yaëlle Yann
Yasmine Yohan Yves Zacharie Zoé`.split(/\s+/);
const FAMILY =
  `Abdallah|Allègre|Aubry|Barré|Baudouin|Béranger|Bénard|Benali|Berthelot|Bessière|Blanchard|Boisseau|Boucher|Brière
Cadiou|Camus|Cariou|Célestine|Chabrol|Charpentier|Châtelain|Chérif|Cœuret|Colombani|Courtès|Crépin|D'Almeida|d'Arcy
d'Hervilly|Da Silva|Daumas|de La Tour|Delattre|Delépine|Desprès|Diallo|Dubois|Duchêne|Dufossé|Dumoulin|Esnault|Étienne|Fauré
Favre|Ferré|Fontaine|Fournier|François|Gaillard|Garçon|Gauthier|Giraud|Grégoire|Grondin|Guérin|Guilloux|Guyot|Haëntjens|Hébert
Henriot|Hoarau|Hubert|Huët|Imbert|Jacquemin|Joubert|Jourdain|Kerléo|Kowalczyk|L'Hostis|L'Huillier|Lacaze|Lamothe|Laporte
Le Bihan|Le Gall|Le Goff|Lebrun|Leclère|Lefèvre|Legrand|Léonard|Lévêque|Loiseau|Łukasiewicz|Maillard|Malglaive|Marchand
Maréchal|Marie-Sainte|Martel|Mathieu|Ménard|Mercier|Michaud|Monnier|Moreau|Müller|N'Diaye|N'Guessan|Navarro|Nguyen|Noël
Ollivier|Öztürk|Pagès|Payet|Péchenard|Pelletier|Périer|Petit-Jean|Picard|Poirier|Poulain|Prévost|Quéméneur|Quentin|Rabier
Rémond|Renault|Ribeiro|Rivière|Roche|Rousseau|Roux|Saïd|Salaün|Saint-Martin|Sauvage|Schneider|Sénéchal|Simonnet|Tanguy|Tessier
Thévenot|Tisserand|Tran|Vallée|Vasseur|Verdier|Vidal|Villeneuve|Wagner|Weiß|Zerrouki`.split(/\||\n/);
/** Where one agent in three has letters sent; streets that every town has. */
const STREETS = [
  'rue de la République',
  'avenue Jean-Jaurès',
  'rue Victor-Hugo',
  'place de la Mairie',
  'rue des Écoles',
];
const addressOf = (number, site) =>
  number % 3 === 0 ? `${1 + (number % 47)} ${STREETS[(number / 3) % STREETS.length]}, ${site}` : '';
/** Namesakes: the number of each names the one before them in the list. */
const NAMESAKES = new Map([
  [37, 4],
  [58, 21],
  [103, 4],
  [127, 66],
  [181, 90],
]);

/** mulberry32: small, good enough for a sample, and the same on every machine. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled(list, random) {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

/** `Jean-Noël`, `Le Goff` → `jean-noel.legoff`: letters of ASCII only. */
function mailbox(given, family) {
  const plain = (text) =>
    text
      .replace(/ß/g, 'ss')
      .replace(/[Œœ]/g, 'oe')
      .replace(/[Łł]/g, 'l')
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z-]/g, '');
  return `${plain(given)}.${plain(family)}`;
}

function makePeople() {
  const random = randomFrom(20_261_124);
  const [givenNames, familyNames] = [shuffled(GIVEN, random), shuffled(FAMILY, random)];
  const places = PLACES.flatMap(([service, site, count]) => Array.from({ length: count }, () => ({ service, site })));
  const rounds = Array.from({ length: Math.ceil(PEOPLE / places.length) }, () => shuffled(places, random)).flat();
  const mailboxes = new Map();
  const people = [];
  for (let number = 0; number < PEOPLE; number += 1) {
    const namesake = people[NAMESAKES.get(number)];
    const given = namesake?.given ?? givenNames[number % givenNames.length];
    const family = namesake?.family ?? familyNames[(number * 7) % familyNames.length];
    const name = mailbox(given, family);
    const count = (mailboxes.get(name) ?? 0) + 1;
    mailboxes.set(name, count);
    const email = `${name}${count > 1 ? count : ''}@interieur.example`;
    const address = addressOf(number, rounds[number].site);
    people.push({ id: `MI${100_101 + number * 13}`, given, family, email, address, ...rounds[number] });
  }
  return people;
}

function makeWorkstations(people) {
  const random = randomFrom(88_001);
  return Array.from({ length: PEOPLE + NEW }, (_, number) => {
    const { service, site } = people[number % people.length];
    return {
      asset: `PN-${88_001 + number}`,
      model: MODELS[Math.floor(random() * MODELS.length)],
      service,
      site,
    };
  });
}

const csv = (headings, rows) => `${[headings, ...rows.map((row) => row.join(';'))].join('\n')}\n`;
const folder = process.argv[2] ?? import.meta.dirname;
const people = makePeople();
writeFileSync(
  join(folder, 'people.csv'),
  csv(
    'matricule;prenom;nom;courriel;service;site;adresse',
    people.map((p) => [p.id, p.given, p.family, p.email, p.service, p.site, p.address]),
  ),
);
const machines = makeWorkstations(people).map((w) => [w.asset, w.model, w.service, w.site]);
const HEADINGS = 'numero;modele;service;site';
writeFileSync(join(folder, 'workstations-in-service.csv'), csv(HEADINGS, machines.slice(0, PEOPLE)));
writeFileSync(join(folder, 'workstations.csv'), csv(HEADINGS, machines.slice(PEOPLE)));
