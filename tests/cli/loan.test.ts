import { createService, type Service, terminals } from './terminal.ts';

describe('the end of a loan from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('says how many tokens and requests ended with it, and the request why', async () => {
    const number = 'DEM-1998-00001';
    await as('thomas', 'workstation', 'loan', 'PN-1');
    await as('alice', 'request', 'submit', '--workstation', 'PN-1');
    expect((await as('alice', 'request', 'show', number)).out).not.toContain('reason of its end');
    const back = await as('thomas', 'workstation', 'give-back', 'PN-1');
    expect(back.out).toBe('PN-1 is commissioned, requests withdrawn: 1\n');
    expect((await as('alice', 'request', 'show', number)).out).toMatch(
      /reason of its end\s+Request withdrawn: the loan of the workstation ended\n/,
    );
    expect((await as('alice', '--lang', 'fr', 'request', 'show', number)).out).toMatch(
      /motif de la fin\s+Demande annulée\s: le prêt du poste a pris fin\n/,
    );
  });

  it('is said in French too, tokens as requests', async () => {
    const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
    await as('thomas', 'workstation', 'loan', 'PN-1');
    await as('bruno', 'request', 'submit', '--workstation', 'PN-1');
    const back = await as('thomas', '--lang', 'fr', 'workstation', 'give-back', 'PN-1');
    expect(back.out).toBe('PN-1 : En service, jetons révoqués : 1, demandes annulées : 1\n');
    expect(await service.world.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
  });
});
