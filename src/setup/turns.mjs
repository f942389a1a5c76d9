// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { isErrno, SetupError, textOf } from './machine.mjs';

/** `npm ci` on a slow machine, and then some. */
const PATIENCE_MS = 15 * 60_000;

/**
 * Runs `work` while no other set-up of this checkout does. The lock is a symbolic link that points to nothing but
 * says whose it is, so that it is made and signed in one step; a dead owner's is taken away.
 * @param {string} lock @param {(text: string) => void} say @param {() => void} work
 */
export function takingTurns(lock, say, work) {
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  const begun = Date.now();
  for (let tries = 0; !take(lock); tries += 1) {
    if (tries === 0) say('setup: waiting for another set-up of this checkout\n');
    if (Date.now() - begun > PATIENCE_MS) {
      throw new SetupError(`another set-up does not end\nhint: end it, or remove ${lock}`);
    }
    pause(250);
  }
  try {
    work();
  } finally {
    fs.rmSync(lock);
  }
}

/** @param {string} lock @returns {boolean} true when it is ours now */
function take(lock) {
  const owner = ownerOf(lock);
  if (owner !== undefined && lifeOf(Number.parseInt(owner, 10)) !== owner) fs.rmSync(lock, { force: true });
  try {
    fs.symlinkSync(lifeOf(process.pid) ?? String(process.pid), lock);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return fs.readlinkSync(lock);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Process id and start time (proc(5), field 22), for the number alone is given again after a restart.
 * @param {number} pid @returns {string | undefined} undefined for the dead
 */
function lifeOf(pid) {
  const [state = '', ...facts] = textOf(`/proc/${pid}/stat`).split(') ').pop()?.split(' ') ?? [];
  return state === '' || state === 'Z' ? undefined : `${pid}-${facts[18]}`;
}

/** @param {number} ms */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
