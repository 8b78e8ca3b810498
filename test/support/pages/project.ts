import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMAND, folderWith } from '../command.ts';
import { fencesOf } from './command-lines.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const MAIN = `user www-data;
worker_processes auto;
events {
    worker_connections 1024;
}
http {
    include mime.types;
    server_tokens off;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_certificate a.pem;
    ssl_certificate_key a.key;
    upstream orders {
        server 10.0.0.1:8080;
        server 10.0.0.2:8080;
    }
    server {
        listen 80;
        server_name www.example.com localhost;
        location / {
            return 301 https://www.example.com$request_uri;
        }
        location /shop {
            return 301 https://shop.example.com/$is_args$args;
        }
    }
    include conf.d/*.conf;
}
`;

const APP = `server {
    listen 443 ssl;
    listen 8080;
    server_name www.example.com;
    root /srv/www;
    add_header X-Frame-Options DENY always;
    add_header Strict-Transport-Security "max-age=31536000" always;

    location / {
        try_files $uri $uri/ =404;
    }

    location /api/ {
        client_max_body_size 10m;
        proxy_read_timeout 30s;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_pass http://orders/v1/;
    }

    location ~ /\\.(?!well-known/) {
        deny all;
    }
}
`;

const small = (answer: string): string => `worker_processes auto;
events {
    worker_connections 1024;
}
http {
    server_tokens off;
    server {
        listen 80;
        server_name localhost;
        location / {
            return ${answer};
        }
    }
}
`;

/** What nobody finds fault with, and what a branch makes of it. */
const BEFORE: Readonly<Record<string, string>> = {
  'nginx.conf': MAIN,
  'conf.d/app.conf': APP,
  'app.conf': 'location /app/ {\n    return 204;\n}\n',
  'deploy/nginx.conf': small('204'),
  'deploy/nginx/nginx.conf': small('204'),
  'nginx/nginx.conf': small('204'),
  'old/nginx.conf': small('204'),
  'new/nginx.conf': small('301 https://new.example/'),
  'requests.jsonl': '{"url": "http://localhost/"}\n{"url": "https://www.example.com/api/x", "method": "POST"}\n',
};

const AFTER: Readonly<Record<string, string>> = {
  'nginx.conf': MAIN.replace('TLSv1.2 ', 'TLSv1.1 TLSv1.2 ').replace('/shop {', '/store {'),
  'conf.d/app.conf': APP.replace('    location /api', '      location /api'),
  'deploy/nginx.conf': small('404'),
  'deploy/nginx/nginx.conf': small('404').replace('server_tokens off', 'server_tokens on'),
  'nginx/nginx.conf': small('404'),
};

export type State = 'clean' | 'changed';

/** A git repository with what the pages call their files; `changed`: a branch with problems, the last ones not committed. */
export function projectFor(state: State): string {
  const [tests] = fencesOf('docs/guide/testing.md').filter(({ language }) => language === 'yaml');
  const wanted = tests?.text ?? '';
  const folder = folderWith({
    ...BEFORE,
    'nginx-lint.test.yaml': wanted,
    'tests/shop.yaml': wanted.replace('config: nginx.conf', 'config: ../nginx.conf'),
    'etc/nginx/nginx.conf': small('204'),
    fixtures: `-> ${join(ROOT, 'fixtures')}`,
    scripts: `-> ${join(ROOT, 'scripts')}`,
    '.gitignore': '/bin/\n/etc/\n/home/\n/fixtures\n/scripts\n',
    'home/.local/share/bash-completion/completions/': '',
    'home/.zfunc/': '',
    'home/.config/fish/completions/': '',
  });
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commit(folder, 'As it was');
  git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
  standIns(folder);
  if (state === 'clean') return folder;
  git(folder, 'switch', '--quiet', '--create', 'change');
  const { 'deploy/nginx/nginx.conf': last = '', ...first } = AFTER;
  for (const [name, text] of Object.entries(first)) writeFileSync(join(folder, name), text);
  commit(folder, 'A change');
  writeFileSync(join(folder, 'deploy/nginx/nginx.conf'), last);
  return folder;
}

function git(cwd: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd, env: environment(cwd), stdio: 'pipe' });
}

function commit(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

/** Commands of this build in the place of what npm would fetch. `npm` fetches nothing, and knows the scripts there are. */
function standIns(folder: string): void {
  const ours = `exec '${process.execPath}' '${COMMAND}' "$@"`;
  const scripts = {
    'nginx-lint': ours,
    tsx: `exec '${join(ROOT, 'node_modules/.bin/tsx')}' "$@"`,
    npx: `[ "$1" = --yes ] && shift\ncase "$1" in nginx-lint|nginx-lint@latest) shift;; tsx) exec "$@";; *) exit 127;; esac\n${ours}`,
    npm: 'case "$*" in ci|"install --save-dev nginx-lint") ;; *) exit 127;; esac',
  };
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(folder, 'bin', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }
}

/** For whatever runs in a project: nothing of this machine's settings counts. */
export function environment(folder: string): Record<string, string> {
  const who = { NAME: 'A', EMAIL: 'a@a.example' };
  return {
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    HOME: join(folder, 'home'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => Object.entries(who).map(([key, of]) => [`GIT_${role}_${key}`, of])),
    ),
  };
}
