/**
 * Unpacks the Chromium of the npm package into the system's folder for temporary files, which
 * whoever starts this program sets: the package knows no other place.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

const packed = fileURLToPath(new URL('../bin/', import.meta.resolve('@sparticuz/chromium')));
await Promise.all(['chromium.br', 'al2023.tar.br'].map((name) => inflate(join(packed, name))));
