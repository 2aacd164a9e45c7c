/**
 * The letters that papers are set in. They come with the house, never from the machine, so that a
 * paper looks the same, and has the same bytes, wherever it is made.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { codePointsOf } from './code-points.ts';

/** Latin, Greek and Cyrillic; Arabic; Hebrew; Japanese, with the Han characters used there. */
const families = [
  { name: 'noto-sans', file: 'NotoSans' },
  { name: 'noto-sans-arabic', file: 'NotoSansArabic' },
  { name: 'noto-sans-hebrew', file: 'NotoSansHebrew' },
  { name: 'noto-sans-jp', file: 'NotoSansJP' },
];
const weights = ['400Regular', '600SemiBold'];

const resolve = createRequire(import.meta.url).resolve;

function folderOf(name: string): string {
  return dirname(resolve(`@expo-google-fonts/${name}/package.json`));
}

/** A folder for each family and weight: the packages hold more weights than papers need. */
export const fontFolders: readonly string[] = families.flatMap(({ name }) =>
  weights.map((weight) => join(folderOf(name), weight)),
);

let read: readonly ReadonlySet<number>[] | null = null;

/** For each family the code points that it has signs for; read when the first paper is made. */
export function coverage(): readonly ReadonlySet<number>[] {
  read ??= families.map(({ name, file }) =>
    codePointsOf(readFileSync(join(folderOf(name), '400Regular', `${file}_400Regular.ttf`))),
  );
  return read;
}
