import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEdits, blank, type Edit, statementsOf, type Word } from './nginx-words.ts';

/** Directives whose arguments nginx opens or creates while it tests a configuration. */
const OPENED = new Set(
  `include pid lock_file error_log access_log working_directory ssl_stapling_file ssl_crl proxy_ssl_crl grpc_ssl_crl
  uwsgi_ssl_crl client_body_temp_path proxy_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path proxy_cache_path
  fastcgi_cache_path uwsgi_cache_path scgi_cache_path xslt_stylesheet geoip_country geoip_city geoip_org
  ssl_certificate_cache state`.split(/\s+/),
);

/** `ssl_certificate`, `proxy_ssl_trusted_certificate`, …: what they name is a certificate, a key or both. */
const CERTIFICATE =
  /^(?:(?:proxy|grpc|uwsgi)_)?ssl_(?:certificate|certificate_key|client_certificate|trusted_certificate)$/;
const PASSWORDS = /^(?:(?:proxy|grpc|uwsgi)_)?ssl_password_file$/;
/** Their content cannot be made up at little cost and says nothing about the configuration. */
const DROPPED = new Set([
  'ssl_stapling_file',
  'ssl_crl',
  'proxy_ssl_crl',
  'grpc_ssl_crl',
  'uwsgi_ssl_crl',
  'ssl_engine',
]);

/** A file that the configuration needs on the machine: by its path there. */
export interface Needed {
  readonly path: string;
  readonly content: 'certificate' | 'dhparam' | 'passwords' | 'ticket-key';
}

export interface Rewritten {
  readonly text: string;
  readonly needed: readonly Needed[];
}

/** Where Debian, nginx.org's packages and a plain build keep dynamic modules. */
const MODULE_FOLDERS = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/local/nginx/modules'];

/** The file of a dynamic module on this machine, by the name of its file. */
export function moduleFile(name: string): string | null {
  return MODULE_FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/**
 * Moves a file of the configuration below `root`, which stands for `/`: absolute paths that nginx opens get `root` in
 * front, lines stay what they are. Relative paths are left to nginx.
 */
export function moveBelow(root: string, text: string): Rewritten {
  const edits: Edit[] = [];
  const needed: Needed[] = [];
  for (const statement of statementsOf(text)) {
    const [name, first] = statement.words;
    if (name === undefined || first === undefined) continue;
    const content = contentOf(name.text);
    if (DROPPED.has(name.text)) {
      edits.push(blank(text, name.start, statement.end + 1));
    } else if (name.text === 'load_module') {
      const file = moduleFile(baseName(first.text));
      if (file !== null) edits.push({ start: first.start, end: first.end, text: file });
    } else if (name.text === 'listen' && first.text.startsWith('unix:/')) {
      edits.push(insertAt(text, first, 'unix:'.length, root));
    } else if (content !== null) {
      if (!isFile(first.text)) continue;
      needed.push({ path: first.text, content });
      if (first.text.startsWith('/')) edits.push(insertAt(text, first, 0, root));
    } else if (OPENED.has(name.text) && !(name.text === 'state' && statement.depth < 2)) {
      for (const word of statement.words) if (word.text.startsWith('/')) edits.push(insertAt(text, word, 0, root));
    }
  }
  return { text: applyEdits(text, edits), needed };
}

function contentOf(directive: string): Needed['content'] | null {
  if (CERTIFICATE.test(directive)) return 'certificate';
  if (PASSWORDS.test(directive)) return 'passwords';
  if (directive === 'ssl_dhparam') return 'dhparam';
  return directive === 'ssl_session_ticket_key' ? 'ticket-key' : null;
}

/** Not a variable, not `data:…`, `engine:…` or `store:…`. */
function isFile(value: string): boolean {
  return value !== '' && !/\$|^[a-z]+:/.test(value);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function insertAt(text: string, word: Word, offset: number, insert: string): Edit {
  const quote = /^["']/.test(text.charAt(word.start)) ? 1 : 0;
  const at = word.start + quote + offset;
  return { start: at, end: at, text: insert };
}

let store: Record<Needed['content'], Buffer> | null = null;

/** Made once in a process: one self-signed certificate with its key in the same file, DH parameters, a ticket key. */
export function material(content: Needed['content']): Buffer {
  store ??= makeMaterial();
  return store[content];
}

function makeMaterial(): Record<Needed['content'], Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'ngt-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  try {
    const subject = ['-subj', '/CN=localhost', '-days', '3650', '-keyout', 'key.pem', '-out', 'cert.pem'];
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject);
    openssl('genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:ffdhe2048', '-out', 'dh.pem');
    const pair = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name)));
    return {
      certificate: Buffer.concat(pair),
      dhparam: readFileSync(join(folder, 'dh.pem')),
      passwords: Buffer.from('password\n'),
      'ticket-key': Buffer.alloc(80, 1),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files that Debian's package keeps in `/etc/nginx` and configurations take for granted, by path relative to it. */
const SHIPPED = [
  ...['mime.types', 'fastcgi.conf', 'fastcgi_params', 'proxy_params', 'scgi_params', 'uwsgi_params'],
  ...['koi-utf', 'koi-win', 'win-utf', 'snippets/fastcgi-php.conf', 'snippets/snakeoil.conf'],
];

/** The text of a file that nginx's packages ship, by the path at which it is missing: `/etc/nginx/conf/mime.types`. */
export function shippedFile(missing: string): string | null {
  const name = SHIPPED.find((each) => missing.endsWith(`/${each}`));
  return name === undefined || !existsSync(`/etc/nginx/${name}`) ? null : readFileSync(`/etc/nginx/${name}`, 'latin1');
}

/** A file of the test's own below its temporary root. */
export function writeBelow(path: string, content: string | Buffer): void {
  writeFileSync(path, content, typeof content === 'string' ? 'latin1' : null);
}
