import { encodeQR } from 'qr';

/** Light squares around the code that readers need (ISO/IEC 18004). */
const quietZone = 4;

/**
 * The code as a picture in SVG, dark on white in every surrounding. Error correction is of level M,
 * as the European Payments Council asks (EPC069-12), and the text is taken byte by byte as UTF-8.
 */
export function qrSvg(payload: string): string {
  const modules = encodeQR(payload, 'raw', { ecc: 'medium', encoding: 'byte', border: quietZone });
  const size = modules.length;
  const path = modules.flatMap((row, y) => runsOf(row).map((run) => barOf(run, y))).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
  );
}

type Run = { readonly from: number; readonly length: number };

/** Dark squares side by side are one bar: seams between them would show on a screen. */
function runsOf(row: readonly boolean[]): Run[] {
  const dark = row.map((isDark) => (isDark ? '#' : ' ')).join('');
  return [...dark.matchAll(/#+/g)].map(({ index, 0: bar }) => ({
    from: index,
    length: bar.length,
  }));
}

function barOf({ from, length }: Run, y: number): string {
  return `M${from} ${y}h${length}v1h-${length}z`;
}
