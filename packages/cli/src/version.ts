import { readFileSync } from 'node:fs';

/** The version of this package. Sources and bundle lie equally deep below its `package.json`. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error('package.json holds no version');
  return String(manifest.version);
}
