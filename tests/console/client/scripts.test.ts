import { execFileSync } from 'node:child_process';

describe('the scripts of the pages', () => {
  it('are right by the types of a browser', () => {
    const tsc = ['node_modules/native-ts/bin/tsc', '-p', 'src/console/client'];
    expect(() => execFileSync(process.execPath, tsc, { encoding: 'utf8', stdio: 'pipe' })).not.toThrow();
  });
});
