import { defineRule } from '../../lint/rule.ts';
import type { Occurrence } from '../../tree/tree.ts';

/** What begins in the folder that nginx was built for, or is started with (`-p`). */
const OF_PREFIX = ['root', 'alias'];

/** What begins in the folder of `nginx.conf` (`ngx_conf_full_name` with its third argument). */
const OF_CONFIGURATION = [
  'auth_basic_user_file',
  'ssl_certificate',
  'ssl_certificate_key',
  'ssl_client_certificate',
  'ssl_trusted_certificate',
  'ssl_crl',
  'ssl_dhparam',
  'ssl_password_file',
  'ssl_session_ticket_key',
  'ssl_stapling_file',
];

export default defineRule(
  {
    id: 'root-relative-path',
    group: 'files',
    severity: 'info',
    preset: 'strict',
    fix: 'none',
    docs: {
      summary: 'A relative path begins in a folder that differs from build to build',
      why: '`root www` is a folder below the prefix that nginx was built with or started with (`-p`): `/usr/share/nginx` on Debian, `/etc/nginx` in the packages of nginx.org, `/usr/local/nginx` when built from source. Paths of certificates and of password files begin in yet another folder, that of `nginx.conf`.',
      bad: 'root www/site;',
      good: 'root /srv/www/site;',
      context: 'http, server',
      silent: [
        'for `root html`, the folder that comes with nginx',
        'for paths that begin with a variable or hold a placeholder such as `%docroot%`',
        'for Windows paths such as `C:/www`',
        'for what is no file, such as the `engine:…` and `data:…` of certificates',
      ],
      remedy: 'Write the absolute path.',
      links: [
        'https://nginx.org/en/docs/http/ngx_http_core_module.html#root',
        'https://nginx.org/en/docs/switches.html',
      ],
    },
    options: { filesOfConfiguration: true },
    optionDocs: {
      filesOfConfiguration:
        'Report relative paths of certificates and password files too, which begin in the folder of `nginx.conf`.',
    },
    messages: {
      prefix: ({ directive, path }: { directive: string; path: string }) =>
        `"${directive} ${path}" begins in the folder that nginx was built with, or in that of -p; write the absolute path`,
      configuration: ({ directive, path }: { directive: string; path: string }) =>
        `"${directive} ${path}" begins in the folder of nginx.conf, not in that of this file or of root; write the absolute path`,
    },
  },
  (ctx) => {
    const check = (message: 'prefix' | 'configuration') => (at: Occurrence) => {
      const directive = at.name;
      const [word] = at.node.args;
      if (word === undefined || at.fact === null || !isRelative(word.value)) return;
      if (directive === 'root' && /^html\/?$/.test(word.value)) return;
      ctx.report(at, word, message, { directive, path: word.value });
    };
    const files = ctx.options.filesOfConfiguration ? OF_CONFIGURATION : [];
    return {
      directives: Object.fromEntries([
        ...OF_PREFIX.map((name) => [name, check('prefix')] as const),
        ...files.map((name) => [name, check('configuration')] as const),
      ]),
    };
  },
);

/** A name of files and folders; no `C:/`, no `engine:…`, `data:…` or `store:…`, and no place-holder of a template. */
function isRelative(path: string): boolean {
  return /^[\w.-]/.test(path) && !/^[^/]*:|[%{}<>@]|^__\w+__/.test(path) && path !== 'off';
}
