/** Passwords at the terminal: typed without being shown, or made and shown once. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { newPassword } from '../../db/staff-passwords.ts';
import { passwordLength } from '../../domain/staff.ts';
import { LauncherError } from '../embedded/launcher-error.ts';
import { line } from '../terminal.ts';

export type Password = {
  readonly text: string;
  /** Whether it was made here, so that it must be shown. */
  readonly isMade: boolean;
};

/** Asks twice; makes one when nothing is typed, or when nobody is there to type. */
export async function askPassword({ generate }: { generate: boolean }): Promise<Password> {
  if (generate || !process.stdin.isTTY) return { text: newPassword(), isMade: true };
  const typed = await unseen('Password (empty for one that is made): ');
  if (typed === '') return { text: newPassword(), isMade: true };
  const { min, max } = passwordLength;
  if (typed.length < min || typed.length > max) {
    throw new LauncherError(`A password has ${min} to ${max} characters.`, 'Nothing was changed.');
  }
  if (typed !== (await unseen('The same again: '))) {
    throw new LauncherError('The two differ.', 'Nothing was changed.');
  }
  return { text: typed, isMade: false };
}

/** What is typed is not echoed. */
async function unseen(question: string): Promise<string> {
  process.stdout.write(question);
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  const typed = await terminal.question('');
  terminal.close();
  line();
  return typed;
}
