import { NEWEST_VERSION } from '@nginx-lint/core';
import { visible } from '../visible.ts';
import type { Survey } from './survey.ts';

/** A config file that says what was found, and shows what else it may say. */
export function draft({ entries, elsewhere, modules }: Survey): string {
  return `${[HEAD, PRESET, VERSION, entriesPart(entries), mapPart(elsewhere), modulesPart(modules), REST].join('\n\n')}\n`;
}

const HEAD = `# What nginx-lint does with the configurations below this folder. All keys are optional, nothing is executed, and
# docs/guide/configuration.md tells more about each. Lines behind a # are examples.`;

const PRESET = `# Which rules: nginx (only what nginx itself refuses), recommended, strict (more advice) or all (style too).
extends: recommended`;

const VERSION = `# The nginx that all this is for, as "nginx -v" tells it on the server; the newest one known without it.
# nginxVersion: ${NEWEST_VERSION}`;

function entriesPart(entries: readonly string[]): string {
  const lines = ['# The files that nginx is started with.'];
  if (entries.length === 0) return [...lines, '# None was found here.', '# entries: [deploy/*/nginx.conf]'].join('\n');
  return [...lines, 'entries:', ...entries.map((entry) => `  - ${scalar(entry)}`)].join('\n');
}

function mapPart(elsewhere: Survey['elsewhere']): string {
  const lines = [
    '# Where absolute paths of the server live in this repository; /etc/nginx is the folder of the main file unless told.',
  ];
  const known = new Map<string, string>();
  const comments: string[] = [];
  for (const { value, at } of elsewhere) {
    const { path, guess } = value;
    if (guess !== null && (known.get(guess.from) ?? guess.to) === guess.to) known.set(guess.from, guess.to);
    comments.push(`# ${at} includes ${visible(path)}${guess === null ? ', which is not here' : ''}`);
  }
  if (known.size === 0) return [...lines, ...comments, '# map:', '#   /etc/letsencrypt: deploy/letsencrypt'].join('\n');
  return [...lines, ...comments, 'map:', ...[...known].map(([from, to]) => `  ${scalar(from)}: ${scalar(to)}`)].join(
    '\n',
  );
}

function modulesPart(modules: Survey['modules']): string {
  const lines = ['# Third-party and commercial modules that the build of nginx has.'];
  if (modules.length === 0) return [...lines, '# modules: [headers-more, nginx-plus]'].join('\n');
  return [...lines, 'modules:', ...modules.map(({ value, at }) => `  - ${scalar(value)} # ${at}`)].join('\n');
}

const REST = `# Single rules: off, info, warning or error, also with options. "nginx-lint rules" lists them.
# rules:
#   hsts-missing: off
#   ssl-weak-protocols: [error, { allow: [TLSv1.1] }]

# Rules for some files only.
# overrides:
#   - files: ['*.dev.conf']
#     rules: { hsts-missing: off }

# Files about which nothing is reported.
# ignore: [vendor/**]

# Directives of private modules.
# directives:
#   - name: our_cache
#     contexts: [http, server, location]
#     arguments: 1-2

# How "nginx-lint format" lays files out, where .editorconfig is not enough.
# format:
#   indent: 4`;

/** As YAML reads it again; quoted where it might be taken for something else. */
function scalar(text: string): string {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|[\d._-]+)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
