import { z } from 'zod';
import { SiemEnvironment, siemSettings } from '../../src/siem/settings.ts';

describe('the SIEM as configured', () => {
  const read = (given: Record<string, string>) =>
    siemSettings(z.object(SiemEnvironment).parse(given), (name, file) => `${name} of ${file}`);

  it('is none, or a host with the port of RFC 5425, a format and a certificate of ours', () => {
    expect(read({})).toBeUndefined();
    expect(read({ JETON_SIEM_URL: 'syslog+tls://siem.example' })).toEqual({
      host: 'siem.example',
      port: 6514,
      format: 'ecs',
    });
    const all = { JETON_SIEM_FORMAT: 'cef', JETON_SIEM_CERT: 'a.pem', JETON_SIEM_KEY: 'a.key' };
    expect(read({ JETON_SIEM_URL: 'syslog+tls://[::1]:7000', ...all })).toEqual({
      host: '::1',
      port: 7000,
      format: 'cef',
      client: { cert: 'JETON_SIEM_CERT of a.pem', key: 'JETON_SIEM_KEY of a.key' },
    });
  });

  it.each([
    ['in clear', { JETON_SIEM_URL: 'syslog://siem.example' }],
    ['of no host', { JETON_SIEM_URL: 'syslog+tls://' }],
    ['of an unknown format', { JETON_SIEM_URL: 'syslog+tls://siem.example', JETON_SIEM_FORMAT: 'leef' }],
    ['with half a certificate', { JETON_SIEM_URL: 'syslog+tls://siem.example', JETON_SIEM_CERT: 'a.pem' }],
  ])('is refused %s', (_, given) => expect(() => read(given)).toThrow());
});
