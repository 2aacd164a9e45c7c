/** An XML document as plain data, for rules that read one without knowing who parsed it. */

export type XmlElement = {
  /** Its name without a prefix; which namespace it is in, and so which version, is not asked. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without blanks at both ends. */
  readonly text: string;
  readonly children: readonly XmlElement[];
};

/** The elements at the end of a path of names, in the document's order. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): XmlElement[] {
  return path.reduce<XmlElement[]>(
    (found, name) =>
      found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );
}

/** The first element at the end of the path, if there is one. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  return elementsAt(element, ...path)[0];
}

/** The text of the first element at the end of the path; null when there is none or it is empty. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | null {
  const text = elementAt(element, ...path)?.text ?? '';
  return text === '' ? null : text;
}

/** The texts of all elements at the end of the path that have one. */
export function textsAt(element: XmlElement, ...path: readonly string[]): string[] {
  return elementsAt(element, ...path)
    .map(({ text }) => text)
    .filter((text) => text !== '');
}
