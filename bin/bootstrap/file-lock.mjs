import { mkdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A holder touches its lock this often, so that a lock left by a dead one is recognised. */
const TOUCH_EVERY_MS = 2_000;
const STALE_AFTER_MS = 15_000;
const LOOK_EVERY_MS = 250;
/** After a suspended laptop wakes, a living holder has this many looks' time to touch its lock. */
const LOOKS_BEFORE_TAKING_OVER = 20;

/**
 * Runs `work` while no other process on this machine holds the lock `file`. A lock whose holder has
 * died is taken over. `onWait` is told once, with the holder's process id, if there is a wait.
 *
 * Plain JavaScript, because the bootstrap needs it before anything is installed.
 */
export async function withFileLock(file, onWait, work) {
  let told = false;
  let staleLooks = 0;
  while (!take(file)) {
    staleLooks = isStale(file) ? staleLooks + 1 : 0;
    if (isHolderDead(file) || staleLooks > LOOKS_BEFORE_TAKING_OVER) {
      breakLock(file);
    } else if (!told) {
      onWait(holderOf(file));
      told = true;
    }
    await wait(LOOK_EVERY_MS);
  }
  const touching = setInterval(() => touch(file), TOUCH_EVERY_MS);
  touching.unref();
  try {
    return await work();
  } finally {
    clearInterval(touching);
    remove(file);
  }
}

function take(file) {
  try {
    // Each time anew, because the last holder may have removed the empty folder.
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Two waiters may find the same lock stale at once; if both removed it, the second would remove the
 * first one's new lock. So only the holder of a second lock may remove, after another look.
 */
function breakLock(file) {
  const breaker = `${file}.break`;
  if (!take(breaker)) {
    if (isStale(breaker)) remove(breaker);
    return;
  }
  try {
    if (isHolderDead(file) || isStale(file)) remove(file);
  } finally {
    remove(breaker);
  }
}

function isStale(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}

function isHolderDead(file) {
  const holder = holderOf(file);
  return holder !== undefined && !isAlive(holder);
}

function holderOf(file) {
  try {
    // A lock that was made but not yet written reads as no holder, which is not a dead one.
    const id = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(id) && id > 0 ? id : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The lock's folder is gone: there is nothing left to hold.
  }
}

function remove(file) {
  try {
    unlinkSync(file);
  } catch {
    // Somebody else was quicker, which is as good.
  }
}
