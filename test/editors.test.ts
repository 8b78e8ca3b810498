import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildCommand, COMMAND, folderWith, nginxLint, removeFolder } from './support/command.ts';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

interface Seen {
  readonly found: readonly { readonly line: number; readonly column: number; readonly message: string }[];
  readonly labels: readonly string[];
}

describe('editors that speak the protocol', () => {
  it.skipIf(!hasNeovim)(
    'Neovim shows our findings and completes a directive (skipped where it is absent)',
    async () => {
      await buildCommand();
      const folder = folderWith({
        'nginx.conf': 'events {}\nhttp {\n    include conf.d/*.conf;\n}\n',
        'conf.d/a.conf': 'server {\n    listen 80;\n    server_name a.example;\n    root /srv/ä;  roott /b;\n}\n',
      });
      const file = join(folder, 'conf.d/a.conf');
      const out = join(folder, 'seen.json');
      const script = fileURLToPath(new URL('editors/neovim.lua', import.meta.url));
      const env = { ...process.env, NGINX_LINT_TRY: [COMMAND, folder, file, out].join('\n') };
      const ran = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`], {
        env,
        timeout: 60_000,
      });
      expect(ran.status, String(ran.stderr)).toBe(0);
      const seen = JSON.parse(readFileSync(out, 'utf8')) as Seen;
      const { stdout } = await nginxLint(['--format', 'json'], { cwd: folder });
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; message: string }[] };
      const expected = diagnostics.filter((one) => one.file === 'conf.d/a.conf').map(({ message }) => message);
      expect(expected.length).toBeGreaterThan(0);
      expect(seen.found.map(({ message }) => message).sort()).toEqual([...expected].sort());
      // Neovim counts bytes: the letter before it is two of them.
      expect(seen.found.find(({ message }) => message.includes('roott'))).toMatchObject({ line: 4, column: 20 });
      expect(seen.labels).toContain('client_max_body_size');
      removeFolder(folder);
    },
  );
});
