import { readdirSync, readFileSync } from 'node:fs';

/** Words that were once said for a thing that has another name in French; whoever reads two names looks for two things. */
const FORMER = [
  // surge mode is « période de forte activité », the words of French administrations; « mode pic » was a calque
  /mode\s+(?:pic|de\s+crise)/i,
  // what the journal holds is « écriture », as in the procedure
  /événement/i,
  /\bentrées? (?:n°|lue|du journal|précédente|suivante)|(?:les|toutes les|chaque) entrées?\b/i,
  // a checklist is « liste de contrôle », and each time that it is gone through is a « passage »
  /(?:fiche|tour)\s+de\s+contrôle|\btour (?:\{n|\$\{|commencé|dont)|\b[cd][eu] tour\b/i,
  // who answers the telephone is « la permanence », as on the letter that has its number
  /astreinte/i,
  // whom the directory knows has a « matricule »: no page asks for an « identifiant dans l’annuaire »
  /identifiants? (?:du suppléant )?dans l[’']annuaire/i,
  // an account that nobody can open is given back: its access is « rétabli », by a « nouveau lien »
  /ramener le seul|de la ramener|responsable sécurité ne sera pas ramené|liens? neufs?\b/i,
  // a token has a « porteur »; a role or an account has a « titulaire »
  /(?:refusé|porté) par son titulaire/i,
  // a slot or a location « contient », an appointment « est pris », a certificate « est valide »
  /(?:logement|emplacement) \{\w+\} tient|rendez-vous ne tient|(?:certificat|jeton)\b[^'\n]{0,30} n[’']est plus bon/i,
];

describe('a thing has one French name at every door', () => {
  it.each(FORMER)('and %s is nowhere said any more', (former) => {
    const files = ['src', 'docs', 'db']
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
      )
      .filter((file) => /\.(tsx?|js|md|sql|csv)$/.test(file));
    expect(files.length).toBeGreaterThan(500);
    // what a first reader sees of the program is in the two pages at the top
    files.push('README.md', 'CONTRIBUTING.md');
    expect(files.filter((file) => former.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
