import { createService, type Service, terminals } from './terminal.ts';

describe('an amendment from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('is of the request as it stands, or only of the content that was read', async () => {
    const number = 'DEM-1998-00001';
    await as('alice', 'request', 'submit', '--workstation', 'PN-1');
    const shown = async () =>
      (await as('alice', 'request', 'show', number, '--json')).json['request'] as Record<string, string>;
    const { contentHash = '' } = await shown();
    const amend = ['request', 'amend', number, '--comment'];
    expect(await as('alice', ...amend, 'bureau 12')).toMatchObject({ code: 0 });
    const stale = await as('alice', ...amend, 'bureau 14', '--hash', contentHash);
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining('jeton request show') });
    expect(await shown()).toMatchObject({ comment: 'bureau 12' });
  });
});
