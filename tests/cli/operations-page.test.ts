import { readFileSync } from 'node:fs';
import { LIMIT_NAMES } from '../../src/book/rules/limits.ts';

describe('the page for whoever runs the service', () => {
  const page = readFileSync('docs/operations.md', 'utf8');

  it('says how personal data are purged, which nothing does by itself', () => {
    const [, section = ''] = page.split('## Personal data, once a year\n');
    const said = section.slice(0, section.indexOf('\n## '));
    for (const words of [
      'jeton people purgeable',
      'jeton propose purge',
      '`purge.years`',
      '`accessLog.days`',
      'backup',
    ])
      expect(said).toContain(words);
    const policies = [...said.matchAll(/`([a-z]+[A-Za-z]*\.[a-zA-Z]+)`/g)].map(([, name = '']) => name);
    expect(policies.filter((name) => !(LIMIT_NAMES as readonly string[]).includes(name))).toEqual([]);
  });
});
