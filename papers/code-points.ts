/** The characters that a font has signs for, from its `cmap` table (OpenType 1.9.1). */

/** The code points of a TrueType or OpenType font. Throws an `Error` for what is none. */
export function codePointsOf(font: Buffer): ReadonlySet<number> {
  const cmap = tableAt(font, 'cmap');
  const subtables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, index) => cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4),
  );
  const codePoints = new Set<number>();
  for (const at of subtables) {
    const format = font.readUInt16BE(at);
    if (format === 12) addGroups(codePoints, font, at);
    if (format === 4) addSegments(codePoints, font, at);
  }
  return codePoints;
}

function tableAt(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

/** Format 12: groups of code points of all planes; each begins at a glyph, and 0 is none. */
function addGroups(codePoints: Set<number>, font: Buffer, at: number): void {
  const count = font.readUInt32BE(at + 12);
  for (let index = 0; index < count; index += 1) {
    const group = at + 16 + index * 12;
    const [first, last] = [font.readUInt32BE(group), font.readUInt32BE(group + 4)];
    for (let code = first; code <= last; code += 1) codePoints.add(code);
  }
}

/** Format 4: segments of the first plane, given as columns of ends, starts, deltas and offsets. */
function addSegments(codePoints: Set<number>, font: Buffer, at: number): void {
  const columns = font.readUInt16BE(at + 6);
  for (let column = 0; column < columns; column += 2) {
    const endAt = at + 14 + column;
    const [end, startAt] = [font.readUInt16BE(endAt), endAt + columns + 2];
    const delta = font.readUInt16BE(startAt + columns);
    const offsetAt = startAt + columns * 2;
    const offset = font.readUInt16BE(offsetAt);
    for (let code = font.readUInt16BE(startAt); code <= end && code < 0xffff; code += 1) {
      const glyphAt = offsetAt + offset + (code - font.readUInt16BE(startAt)) * 2;
      const glyph = offset === 0 ? code + delta : font.readUInt16BE(glyphAt);
      if ((glyph & 0xffff) !== 0) codePoints.add(code);
    }
  }
}
