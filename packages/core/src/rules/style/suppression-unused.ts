import { defineRule } from '../../lint/rule.ts';
import { either } from '../../nginx/wording.ts';
import { nearest } from '../../text/nearest.ts';

export default defineRule(
  {
    id: 'suppression-unused',
    group: 'style',
    severity: 'hint',
    preset: 'recommended',
    fix: 'safe',
    docs: {
      summary: 'A comment switches off a rule that finds nothing there',
      why: 'A comment that has outlived its reason hides the next real finding. Nobody notices, because nothing is reported there.',
      bad: '# nginx-lint-disable-next-line ssl-weak-protocols\nlisten 8080;',
      good: '# nginx-lint-disable-next-line ssl-weak-protocols -- one old client, until May\nssl_protocols TLSv1.1 TLSv1.2;\nlisten 8443 ssl;\nssl_certificate cert.pem;\nssl_certificate_key cert.key;',
      context: 'http, server',
      silent: ['while a rule that the comment names does not run'],
      remedy: 'Delete the comment, or correct the name of the rule.',
      links: ['https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
    },
    options: { reason: false },
    optionDocs: { reason: 'Report comments that give no reason behind `--` too.' },
    messages: {
      unused: ({ rules }: { rules: readonly string[] }) =>
        `this comment switches off nothing${rules.length > 0 ? `: ${rules.join(', ')} ${rules.length > 1 ? 'find' : 'finds'} nothing here` : ''}; delete it`,
      reason: () => 'this comment does not say why it switches rules off; write the reason behind "--"',
      unknown: ({ rule, names }: { rule: string; names: readonly string[] }) =>
        `there is no rule "${rule}"${names.length > 0 ? `; did you mean ${either(names.map((name) => `"${name}"`))}?` : ''}`,
    },
  },
  (ctx) => ({
    suppression({ comment, reason }, file) {
      if (ctx.options.reason && !reason) ctx.reportInFile(file.id, comment, 'reason', undefined);
    },
    unusedSuppression({ comment, rules }, file, known) {
      const unknown = rules.filter((rule) => !known.has(rule));
      for (const rule of unknown)
        ctx.reportInFile(file.id, comment, 'unknown', { rule, names: nearest(rule, [...known], 2) });
      if (unknown.length > 0) return;
      const line = file.lines.lineAt(comment.start);
      const alone = file.text.slice(file.lines.startOf(line), comment.start).trim() === '';
      const span = alone ? { start: file.lines.startOf(line), end: file.lines.startOf(line + 1) } : comment;
      const fix = { title: 'Delete the comment', safe: true, edits: [{ file: file.id, span, text: '' }] };
      ctx.reportInFile(file.id, comment, 'unused', { rules }, { fixes: [fix] });
    },
  }),
);
