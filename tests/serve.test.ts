import { warnOfPasskeys } from '../src/serve.ts';

const said = async (url: string, here: string | null, bound: { rpId: string; count: number }[]) => {
  let text = '';
  const write = (more: string | Uint8Array) => {
    text += String(more);
    return true;
  };
  await warnOfPasskeys({ identity: { passkeysElsewhere: async () => ({ here, bound }) }, url }, { write });
  return text;
};

describe('a start under another name', () => {
  const bound = [{ rpId: 'ancien.example', count: 3 }];

  it('tells in both languages how many passkeys open nothing here, with both names', async () => {
    const text = await said('https://nouveau.example:8080', 'nouveau.example', bound);
    expect(text).toMatch(
      /^jeton\s: clés d’accès liées à ancien\.example\s: 3\. Elles n’ouvrent rien sur nouveau\.example\./,
    );
    expect(text).toContain('\njeton: passkeys bound to ancien.example: 3. They open nothing at nouveau.example.');
  });

  it('names its address where passkeys are bound to none', async () => {
    expect(await said('http://192.0.2.7:8080', null, bound)).toContain('open nothing at 192.0.2.7.');
  });

  it('says nothing where every passkey is of its name', async () => {
    expect(await said('https://nouveau.example:8080', 'nouveau.example', [])).toBe('');
  });
});
