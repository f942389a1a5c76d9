import { readFileSync, writeFileSync } from 'node:fs';
import { ACTS } from '../../src/book/book.ts';
import { LIVES } from '../../src/book/staffing/life-steps.ts';
import type { Member } from '../../src/book/staffing/play.ts';
import { SCENARIOS } from '../../src/book/staffing/scenarios.ts';
import { staff, whoWouldHelp } from '../../src/book/staffing/staffing.ts';
import { fewest, staffingText, TEAMS } from '../../src/book/staffing/text.ts';
import { missingFor } from '../../src/book/staffing/words.ts';
import type { Role } from '../../src/book/tables/codes.ts';

const DOCUMENT = 'docs/staffing.md';
const scenario = (id: string) => {
  const found = SCENARIOS.find((one) => one.id === id);
  if (!found) throw new Error(`there is no scenario ${id}`);
  return found;
};
const somebody = (id: string, ...roles: Role[]): Member => ({
  id,
  service: 'DNUM',
  grants: roles.map((role) => ({ role, scope: '*' })),
});
const [T, U] = [somebody('thomas', 'technician'), somebody('theo', 'technician')];
const V = somebody('valerie', 'approver');
const [O, A] = [somebody('odile', 'security-officer'), somebody('armand', 'administrator')];
const can = (team: readonly Member[], id: string): boolean => staff(team, scenario(id)).done;
const cannot = (team: readonly Member[], id: string) => {
  const found = staff(team, scenario(id));
  return found.done ? undefined : { key: found.key, bars: found.bars.map(({ person, fr }) => `${person} ${fr}`) };
};

describe('how many people it takes', () => {
  it('is docs/staffing.md, in French (JETON_WRITE_DOCS=1 writes it)', () => {
    const wanted = staffingText();
    if (process.env['JETON_WRITE_DOCS'] === '1') writeFileSync(DOCUMENT, wanted);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(wanted);
  }, 30_000);

  it('is said of acts that are in the book', () => {
    const keys = SCENARIOS.flatMap(({ steps }) => steps.flatMap(({ key, or = [] }) => [key, ...or]));
    expect(keys.filter((key) => !ACTS.has(key))).toEqual([]);
  });

  it('is three at most for any life of a token, and two where its holder shows themselves', () => {
    const counts = LIVES.map((life) => [life.id, fewest(life)]);
    expect(counts.filter(([id]) => String(id).includes('two-persons')).every(([, count]) => count === 3)).toBe(true);
    expect(counts.filter(([id]) => !String(id).includes('two-persons')).every(([, count]) => count === 2)).toBe(true);
  });

  it('grows with the approvals that a policy asks for', () => {
    const { rows, steps } = scenario('desk own-factor letter');
    expect(fewest({ rows, steps: [{ key: 'request.approve' }, ...steps] })).toBe(3);
  });

  it('is two for each decision, and three where the only officer is brought back', () => {
    const decisions = SCENARIOS.filter(({ part }) => part === 'decision');
    const counts = new Map(decisions.map((one) => [one.id, fewest(one)]));
    expect(counts.get('officer.bringBack')).toBe(3);
    counts.delete('officer.bringBack');
    expect(new Set(counts.values())).toEqual(new Set([2]));
  });
});

describe('a team', () => {
  it('of three makes tokens, at the desk and by shipment, with letters too', () => {
    const lives = LIVES.map(({ id }) => id);
    expect(lives.filter((id) => !can([T, V, O], id))).toEqual([]);
    expect(lives.filter((id) => !can([T, V, A], id))).toEqual([
      'desk two-persons letter',
      'shipment two-persons letter',
    ]);
  });

  it('of two makes them as well, but where nobody shows that they are the holder', () => {
    const lives = LIVES.map(({ id }) => id);
    expect(lives.filter((id) => !can([T, V], id))).toEqual(['desk two-persons letter', 'shipment two-persons letter']);
    expect(lives.filter((id) => can([T, O], id))).toEqual([]);
  });

  it('of five does everything but what an auditor does, and bringing the only officer back', () => {
    const five = [T, U, V, O, A];
    expect(SCENARIOS.filter((one) => !staff(five, one).done).map(({ id }) => id)).toEqual([
      'export',
      'officer.bringBack',
    ]);
    expect(whoWouldHelp(five, scenario('officer.bringBack'))).toEqual(['administrator']);
  });

  it('is told which act, whom it bars and why, and who would help', () => {
    expect(cannot([T, V], 'desk two-persons letter')).toEqual({
      key: 'handover.accept two-persons',
      bars: ['thomas a produit le jeton', 'valerie n’a pas de seconde personne qui ait contrôlé l’identité'],
    });
    expect(whoWouldHelp([T, V], scenario('desk two-persons letter'))).toEqual([
      'approver',
      'technician',
      'security-officer',
    ]);
    expect(cannot([T, V, O], 'commission')?.bars).toEqual(['thomas a fait entrer le poste seul']);
    expect(can([T, V, A], 'commission')).toBe(true); // the administrator imports it
    expect(cannot([T, somebody('vera', 'approver', 'security-officer')], 'newPin letter')?.key).toBe(
      'letter.print pin',
    );
    const lacks = missingFor([T, V], scenario('desk two-persons letter'), (person) => person);
    expect(lacks?.sentence.fr).toContain('il manque une personne : thomas a produit le jeton ; valerie n’a pas');
    expect(lacks?.sentence.fr).toContain('À ajouter : valideur, technicien ou responsable sécurité.');
    expect(lacks?.sentence.en).toContain('one more person is needed: thomas produced the token');
    expect(missingFor([T, V], scenario('desk own-factor letter'), (person) => person)).toBeUndefined();
  });

  it('counts no approver whose services are others', () => {
    const far: Member = { ...V, grants: [{ role: 'approver', scope: 'PREF-59' }] };
    expect(cannot([T, far], 'desk own-factor letter')).toEqual({
      key: 'request.approve',
      bars: ['valerie n’a pas ce service dans son périmètre'],
    });
  });

  it('of twenty is answered at once', () => {
    const many = Array.from({ length: 20 }, (_, i) =>
      somebody(`t${i}`, 'technician', ...(i % 2 ? [] : ['approver' as const])),
    );
    const begun = performance.now();
    for (const one of SCENARIOS) staff(many, one);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it.each(TEAMS)('$name: every act that is assigned has somebody of the team', ({ members }) => {
    for (const one of LIVES) {
      const found = staff(members, one);
      const outside = found.by.filter(({ person }) => !members.some(({ id }) => id === person));
      expect(outside.every(({ person }) => ['holder', 'correspondent'].includes(person))).toBe(true);
    }
  });
});
