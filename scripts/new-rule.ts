// Writes the skeleton of a rule and its first fixture: npm run new-rule tls/ssl-weak-protocols
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GROUPS } from '@nginx-lint/core';

const NAME = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/;

function skeleton(group: string, id: string): string {
  return `import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: '${id}',
    group: '${group}',
    severity: 'warning',
    preset: 'recommended',
    fix: 'none',
    docs: {
      summary: 'A \`root\` does something that it should not',
      why: 'What nginx does. What follows from it.',
      bad: 'root /srv/www/;',
      good: 'root /srv/www;',
      context: 'http, server',
      silent: ['where one might expect a finding, and why there is none'],
      remedy: 'What to write instead.',
      links: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#root'],
    },
    options: {},
    messages: {
      found: ({ value }: { value: string }) => \`"\${value}": say what is wrong and what to do\`,
    },
  },
  (ctx) => ({
    directives: {
      root(at) {
        const [path] = at.node.args;
        if (path?.value.endsWith('/')) ctx.report(at, path, 'found', { value: path.value });
      },
    },
  }),
);
`;
}

function fixture(id: string): string {
  return `# nginx-lint context: http, server
root /srv/www/;
#    ^^^^^^^^^ ${id}: what its message says
`;
}

function write(path: string, text: string): void {
  const full = fileURLToPath(new URL(`../${path}`, import.meta.url));
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text, { flag: 'wx' });
  console.log(`wrote ${path}`);
}

const [, group = '', id = ''] = NAME.exec(process.argv[2] ?? '') ?? [];
if (!(GROUPS as readonly string[]).includes(group)) {
  console.error(`usage: npm run new-rule GROUP/RULE-ID, with a group of ${GROUPS.join(', ')}`);
  process.exitCode = 2;
} else if (existsSync(new URL(`../packages/core/src/rules/${group}/${id}.ts`, import.meta.url))) {
  console.error(`the rule ${id} exists already`);
  process.exitCode = 2;
} else {
  write(`packages/core/src/rules/${group}/${id}.ts`, skeleton(group, id));
  write(`fixtures/rules/${id}/basic.conf`, fixture(id));
  console.log(`Next: write the rule, then \`npm run gen\`, then \`npx vitest run test/every-rule.test.ts -t ${id}\`.`);
}
