import { writeFileSync } from 'node:fs';
import { incidentPaper } from '../../src/app/incident-paper.ts';
import { drawIncidentReport } from '../../src/post/incident-report.ts';
import { signAll } from '../support/world/machines.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { AT, HOUSE, pdfinfo, pdftotext } from './papers.ts';

const JOURNAL = { size: 42, root: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' };
const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('the report of an incident on paper', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const drawn = async (id: string): Promise<string> => {
    const report = await w.flow.reading.incident(w.olga, id);
    const pdf = await drawIncidentReport(incidentPaper(report, HOUSE, AT), JOURNAL, { house: HOUSE, at: AT });
    expect(pdfinfo(pdf)).toMatch(/Page size: +595\.2\d* x 841\.8\d* pts \(A4\)/);
    const pictures = process.env['JETON_PICTURES'];
    if (pictures) writeFileSync(`${pictures}/incident-${id}.pdf`, pdf);
    return plain(pdftotext(pdf));
  };
  const incident = async (): Promise<string> => {
    const asked = { kind: 'ransomware', person: 'M-ALICE', workstation: 'PN-1' } as const;
    return (await w.flow.incident.report(w.thomas, asked)).id;
  };

  it('says who met what, when the officers were told, and what is in use still', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const said = await drawn(await incident());
    for (const one of [
      'Rapport d’incident',
      'Report of an incident',
      'Rançongiciel · Ransomware',
      'Alice Agard (M-ALICE)',
    ])
      expect(said).toContain(one);
    expect(said).toMatch(/Reste en service.*Poste : PN-1 ; Jetons : 1 · Workstation: PN-1; Tokens: 1/);
    for (const one of ['Rien n’a été bloqué.', 'Établi le', 'Thomas Tissier', '42 écritures', JOURNAL.root])
      expect(said).toContain(one);
    for (const one of ['Retour du poste', 'Le poste n’est pas revenu.']) expect(said).not.toContain(one); // it never left
  });

  it('says that a blocked machine is not back, and of its way back nothing that came later', async () => {
    const id = await incident();
    await w.flow.incident.block(w.olga, { incidentId: id });
    expect(await drawn(id)).toContain('Le poste n’est pas revenu.');
    await w.flow.incident.close(w.olga, { incidentId: id, outcome: 'blocked' });
    for (const action of ['takeBackCleaned', 'backFromRepair'] as const)
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
    await signAll(w.flow, 'commissioning', 'PN-1', [w.thomas, w.theo]);
    const back = (await w.flow.reading.incident(w.olga, id)).back?.map(({ action }) => action);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'retire' });
    expect((await w.flow.reading.incident(w.olga, id)).back?.map(({ action }) => action)).toEqual(back);
    expect(back).toEqual(['workstation.takeBackCleaned', 'workstation.backFromRepair', 'workstation.signItem']);
  });

  it('says what was blocked, by whom and by which entry, and the way back', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const id = await incident();
    await w.flow.incident.block(w.olga, { incidentId: id });
    await w.flow.incident.close(w.olga, { incidentId: id, outcome: 'blocked' });
    for (const action of ['takeBackCleaned', 'backFromRepair'] as const)
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
    await signAll(w.flow, 'commissioning', 'PN-1', [w.thomas, w.theo]);
    const said = await drawn(id);
    for (const one of [
      'Poste bloqué',
      'Workstation blocked',
      'Jeton révoqué',
      tokenId,
      'Olga',
      'Suite donnée',
      'Bloqué · Blocked',
    ])
      expect(said).toContain(one);
    expect(said).toContain('Reprendre un poste bloqué, une fois nettoyé');
    expect(said).toMatch(/Retour du poste.*Théo/);
    for (const one of ['Le poste n’est pas revenu.', 'Reste en service']) expect(said).not.toContain(one);
  });

  it('names the token that somebody revoked apart, in both languages, and once one that a block took away', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const id = await incident();
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'incident' });
    expect((await drawn(id)).split(tokenId)).toHaveLength(3);
    const { tokenId: other } = await w.activeToken(w.bruno, 'PN-2');
    const asked = { kind: 'ransomware', person: 'M-BRUNO', workstation: 'PN-2' } as const;
    const { id: incidentId } = await w.flow.incident.report(w.thomas, asked);
    await w.flow.incident.block(w.olga, { incidentId });
    expect((await drawn(incidentId)).split(other)).toHaveLength(2);
  });

  it('goes on over as many pages as it takes, each of which says of which incident it is', async () => {
    const id = await incident();
    const report = await w.flow.reading.incident(w.olga, id);
    const entry = report.entries[0]!;
    const long = { ...report, more: true, entries: Array.from({ length: 120 }, () => entry) };
    const pdf = await drawIncidentReport(incidentPaper(long, HOUSE, AT), JOURNAL, { house: HOUSE, at: AT });
    const pages = Number(/Pages: +(\d+)/.exec(pdfinfo(pdf))?.[1]);
    expect(pages).toBeGreaterThan(2);
    const said = plain(pdftotext(pdf));
    expect(said.split(id)).toHaveLength(pages + 1);
    expect(said).toContain('Les écritures plus anciennes ne sont pas montrées.');
  });
});
