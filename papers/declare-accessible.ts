/**
 * Says in a PDF/A-3a file that it is PDF/UA-1 as well. Such a file already has everything that a
 * screen reader needs: marks of headings, tables and reading order, a language, words for every
 * picture. The compiler makes it by one standard only, so what PDF/UA-1 (ISO 14289-1) asks for
 * besides is put in here: the declaration (section 5) and that viewers show the title (7.1).
 */

type Edit = { readonly at: number; readonly old: string; readonly new: string };

/** The same file with the declaration. Throws an `Error` for a file that is not as expected. */
export function declaredAccessible(pdf: Buffer): Buffer<ArrayBuffer> {
  // One character is one byte, so places in the text are the offsets that the file speaks of.
  const file = pdf.toString('latin1');
  const tableAt = Number(found(/startxref\s+(\d+)\s+%%EOF\s*$/, file.slice(-64)));
  const table = file.slice(tableAt);
  const offsets = [...table.matchAll(/^(\d{10}) \d{5} [nf]/gm)].map(([, offset]) => Number(offset));
  const catalogAt = offsets[Number(found(/\/Root (\d+) 0 R/, table))] ?? tableAt;
  const catalog = file.slice(catalogAt, tableAt);
  const metadataAt = offsets[Number(found(/\/Metadata (\d+) 0 R/, catalog))] ?? tableAt;
  const edits = [
    ...metadataEdits(file.slice(metadataAt, tableAt), metadataAt),
    insertion(catalog, catalogAt, '/ViewerPreferences <<', '\n    /DisplayDocTitle true'),
  ].sort((one, other) => one.at - other.at);
  return Buffer.from(edited(file.slice(0, tableAt), edits) + moved(table, edits), 'latin1');
}

/** PDF/A knows no property that is not described, so the declaration brings its description. */
const description =
  '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema' +
  '</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/' +
  '</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>' +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">' +
  '<pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>Part of ISO 14289 that the file follows' +
  '</pdfaProperty:description><pdfaProperty:name>part</pdfaProperty:name>' +
  '<pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li></rdf:Seq>' +
  '</pdfaSchema:property></rdf:li>';
const declaration =
  '<pdfuaid:part xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">1</pdfuaid:part>';

function metadataEdits(metadata: string, at: number): Edit[] {
  const length = found(/^\d+ 0 obj\s*<<\s*\/Length (\d+)/, metadata);
  const longer = Number(length) + description.length + declaration.length;
  return [
    {
      at: at + metadata.indexOf(length, metadata.indexOf('/Length')),
      old: length,
      new: `${longer}`,
    },
    insertion(metadata, at, '<pdfaExtension:schemas><rdf:Bag>', description),
    insertion(metadata, at, '</pdfaExtension:schemas>', declaration),
  ];
}

function insertion(text: string, at: number, after: string, added: string): Edit {
  const place = text.indexOf(after);
  if (place < 0) throw new Error(`the PDF has no ${after} where it was expected`);
  return { at: at + place + after.length, old: '', new: added };
}

function edited(text: string, edits: readonly Edit[]): string {
  let done = 0;
  const parts = edits.map((edit) => {
    const part = text.slice(done, edit.at) + edit.new;
    done = edit.at + edit.old.length;
    return part;
  });
  return parts.join('') + text.slice(done);
}

/** The table of offsets, and where it begins, after the edits before it. */
function moved(table: string, edits: readonly Edit[]): string {
  const movedBy = (offset: number) =>
    edits
      .filter(({ at }) => at < offset)
      .reduce((sum, edit) => sum + edit.new.length - edit.old.length, offset);
  return table
    .replaceAll(/^\d{10}(?= \d{5} n)/gm, (offset) =>
      String(movedBy(Number(offset))).padStart(10, '0'),
    )
    .replace(/(?<=startxref\s+)\d+/, (offset) => String(movedBy(Number(offset))));
}

function found(pattern: RegExp, text: string): string {
  const [, part] = pattern.exec(text) ?? [];
  if (part === undefined) throw new Error(`the PDF has no ${pattern.source} where it was expected`);
  return part;
}
