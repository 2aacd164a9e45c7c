import { expect, test } from 'vitest';
import { readCsv } from '../../../bin/import/csv-file.ts';
import { csvLine } from '../../../bin/import/csv-line.ts';
import { withFile } from './temporary-file.ts';

async function read(content: string | Uint8Array, delimiter = ','): Promise<unknown[]> {
  return withFile(content, (path) => rowsOf(path, delimiter));
}

async function rowsOf(path: string, delimiter: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const { line, cells } of readCsv(path, { delimiter })) rows.push([line, ...cells]);
  return rows;
}

test('rows know the line they begin in, whatever ends the lines and stands within quotes', async () => {
  const content = '\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n,\r\n3,"say ""4"""\n5,"6\n7"\r8,9';
  expect(await read(content)).toEqual([
    [1, 'a', 'b'],
    [2, '1', 'x\r\ny'],
    [6, '3', 'say "4"'],
    [7, '5', '6\n7'],
    [9, '8', '9'],
  ]);
});

test('cells are data: a formula, a delimiter and a quotation mark come back as they were', async () => {
  const cells = ['=cmd|calc!A1', 'a;b', 'a,b', '"', ' x ', '', '\u202e'];
  expect(await read(csvLine(cells, ';'), ';')).toEqual([[1, ...cells]]);
});

test('a character that two chunks of the file share is one character', async () => {
  // The stream reads 64 kB at a time: some õ lies across the border whatever comes before it.
  const names = 'õ'.repeat(200_000);
  expect(await read(`x${names}`)).toEqual([[1, `x${names}`]]);
  expect(await read(names)).toEqual([[1, names]]);
});

test('an empty file has no rows', async () => {
  expect(await read('')).toEqual([]);
  expect(await read('\ufeff\r\n\r\n')).toEqual([]);
});

test.each([
  ['a quotation mark that is never closed', 'a,b\n"1\n2', /^Line 2: .* never closed/],
  ['a quotation mark within a cell', 'a,b\n1,x"y"', /^Line 2: .* in the middle of a cell/],
  ['text after a closing quotation mark', 'a\n"1"2', /^Line 2: .* in the middle of a cell/],
  ['a row of a million bytes', `a\nb\n"${'x'.repeat(1_100_000)}"`, /^Line 3: .* a million bytes/],
  ['Latin-1', Buffer.from('a\nõ', 'latin1'), /is not UTF-8 text \(line 2\)/],
  ['UTF-16 with its mark', Buffer.from('\ufeffa\nb', 'utf16le'), /not UTF-8 text \(line 1\)/],
  ['UTF-16 without its mark', Buffer.from('ab\nc', 'utf16le'), /is not UTF-8 text \(line 1\)/],
  ['half a character at the end', Buffer.from([0x61, 0x0a, 0xc3]), /is not UTF-8 text/],
])('%s is refused in a plain sentence', async (_, content, sentence) => {
  const reading = read(content);
  await expect(reading).rejects.toThrow(sentence);
  await expect(reading).rejects.toMatchObject({ code: 'import_invalid' });
});

test('a file that is not there, or is a folder, is refused in a plain sentence', async () => {
  await expect(rowsOf('no-such-file.csv', ',')).rejects.toThrow(
    'There is no file no-such-file.csv.',
  );
  await expect(rowsOf('test', ',')).rejects.toThrow('test is a folder, not a file.');
});
