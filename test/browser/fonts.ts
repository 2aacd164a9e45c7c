import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fonts = dirname(
  fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans/package.json')),
);

/**
 * The fonts of our papers before those of the machine, so that a picture looks the same on every
 * machine, also on one without fonts. Only Linux asks for it; elsewhere it does nothing.
 */
export async function fontSettings(): Promise<{ readonly FONTCONFIG_FILE: string }> {
  const folder = join(tmpdir(), 'fairbill-test-fonts');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'fonts.conf');
  await writeFile(file, settings(join(folder, 'cache')));
  return { FONTCONFIG_FILE: file };
}

function settings(cache: string): string {
  const aliases = ['sans-serif', 'system-ui'].map(
    (family) =>
      `<match target="pattern"><test name="family" qual="any"><string>${family}</string></test>` +
      '<edit name="family" mode="prepend" binding="strong"><string>Noto Sans</string></edit></match>',
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${join(fonts, '..')}</dir>
<dir>/usr/share/fonts</dir>
<cachedir>${cache}</cachedir>
${aliases.join('\n')}
</fontconfig>
`;
}
