import { execFileSync, spawnSync } from 'node:child_process';

/** Of network namespaces: `jeton-`, the process that made it, and what it is. */
const NAMESPACE = /^(jeton-(\d+)-\S+)/gm;
/** Of links of the machine itself that belong to them. */
const LINK = /^\d+: (jn(\d+)[a-z][a-z0-9]*)/gm;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whoever is not root is told which command to run as root. Throws. */
export function needRoot(command: string): void {
  if (process.getuid?.() === 0) return;
  throw new Error(`network namespaces are made by root only\nhint: sudo npm run ${command}`);
}

/** Removes network namespaces and links whose process `isGone`. */
export function removeNamespaces(ip: string, isGone: (pid: number) => boolean): void {
  const said = (...args: string[]) => execFileSync(ip, args, { encoding: 'utf8' });
  const mine = (text: string, names: RegExp) => [...text.matchAll(names)].filter(([, , pid]) => isGone(Number(pid)));
  const links = mine(said('-o', 'link', 'show'), LINK).map(([, name]) => `link del ${name}\n`);
  const spaces = mine(said('netns', 'list'), NAMESPACE).map(([, name]) => `netns del ${name}\n`);
  // one end of a cable takes the other with it, which then is not there to be removed
  spawnSync(ip, ['-force', '-batch', '-'], {
    input: [...links, ...spaces].join(''),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

/** Network namespaces of a run that was killed are removed by the next. */
export const removeLeftOvers = (ip: string): void => removeNamespaces(ip, (pid) => !isAlive(pid));
