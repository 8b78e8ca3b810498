import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'syntax',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'safe',
    docs: {
      summary: 'nginx cannot cut the file into directives',
      why: 'nginx does not start on a file that it cannot cut into directives. A word, quoted text or comment must also fit into the 4,096 bytes that nginx reads at once.',
      bad: 'listen 8080;\n; root /srv/www;',
      good: 'listen 8080;\nroot /srv/www;',
      context: 'http, server',
      silent: ['where another rule is more precise: `missing-semicolon`, `unbalanced-block`, `unclosed-quote`'],
      remedy: 'Remove the character that stands alone, or shorten the word.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: SYNTAX_MESSAGES,
  },
  (ctx) => ({ syntax: reportSyntax(ctx, 'syntax') }),
);
