import { reportSyntax, SYNTAX_MESSAGES } from '../../lint/report-syntax.ts';
import { defineRule } from '../../lint/rule.ts';

export default defineRule(
  {
    id: 'unclosed-quote',
    group: 'nginx',
    severity: 'error',
    preset: 'recommended',
    fatal: true,
    fix: 'unsafe',
    docs: {
      summary: 'A quote is not closed, or text stands right behind a closing quote',
      why: 'An open quote swallows everything up to the next quote of its kind, over as many lines as it takes. nginx notices at the end of the file, or where the swallowed text meets another quote.',
      bad: 'add_header X-A "b;\nroot /srv;',
      good: 'add_header X-A "b";\nroot /srv;',
      context: 'http, server',
      silent: [
        'for quoted text of several lines that is closed',
        'for a quote inside a bare word, which is an ordinary character',
      ],
      remedy: 'Close the quote where the value ends, or put a space behind the closing quote.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: {},
    messages: SYNTAX_MESSAGES,
  },
  (ctx) => ({ syntax: reportSyntax(ctx, 'unclosed-quote') }),
);
