import { deleteStatement } from '../../lint/edits.ts';
import { defineRule } from '../../lint/rule.ts';
import type { Occurrence } from '../../tree/tree.ts';

export default defineRule(
  {
    id: 'quic-bpf-reuseport',
    group: 'tls',
    severity: 'warning',
    preset: 'strict',
    fix: 'unsafe',
    docs: {
      summary: '`quic_bpf` with `reuseport` loses connections when nginx reloads',
      why: '`quic_bpf` leads the packets of a connection to its worker by a table in the kernel. After a reload the table still holds sockets of workers that are gone, and QUIC connections stall until they time out.',
      bad: '# nginx version: 1.25.1\nworker_processes auto;\nquic_bpf on;\nevents { }\nhttp {\n    server {\n        listen 8443 quic reuseport;\n        ssl_certificate     cert.pem;\n        ssl_certificate_key cert.key;\n    }\n}',
      good: '# nginx version: 1.25.1\nworker_processes auto;\nevents { }\nhttp {\n    server {\n        listen 8443 quic reuseport;\n        ssl_certificate     cert.pem;\n        ssl_certificate_key cert.key;\n    }\n}',
      context: 'main',
      silent: ['with one worker process, which is the default', 'where no QUIC listener has `reuseport`'],
      remedy:
        'Remove `quic_bpf on`: with `reuseport` alone the kernel keeps a connection at its worker until its address changes. If the build has a patch for it, switch the rule off.',
      links: [
        'https://github.com/nginx/nginx/issues/425',
        'https://nginx.org/en/docs/http/ngx_http_v3_module.html#quic_bpf',
      ],
    },
    options: {},
    messages: {
      stale: ({ workers }: { workers: string }) =>
        `with ${workers} worker processes and "reuseport" QUIC connections are lost at each reload; remove "quic_bpf on"`,
    },
  },
  (ctx) => ({
    directives: {
      quic_bpf(at) {
        const { model } = ctx;
        const [word] = at.node.args;
        if (word?.value.toLowerCase() !== 'on' || at.fact === null) return;
        const workers = model.named('worker_processes')[0]?.node.args[0]?.value ?? '1';
        if (workers === '1') return;
        const listens = model.named('listen').filter((each) => has(each, 'quic') && has(each, 'reuseport'));
        if (listens.length === 0) return;
        const related = listens.map((each) => ({
          file: each.file,
          span: each.node.args.find(({ value }) => value === 'reuseport') ?? each.node.name,
          message: 'has "reuseport"',
        }));
        const edits = [deleteStatement(model.source(at.file), at.node)];
        const fixes = [{ title: 'Remove "quic_bpf"', safe: false, edits }];
        ctx.report(at, word, 'stale', { workers: workers === 'auto' ? 'several' : workers }, { related, fixes });
      },
    },
  }),
);

function has({ node }: Occurrence, word: string): boolean {
  return node.args.some(({ value }) => value === word);
}
