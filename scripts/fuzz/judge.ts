import { createFacts, createModel, type Facts, fileAt, loadTree, memoryFiles } from '@nginx-lint/core';
import { fatalsOf, placesOf } from '../../test/support/fatal-lines.ts';
import { lacksModule } from '../../test/support/lacking-modules.ts';
import { type NginxVerdict, nginxTest } from '../../test/support/nginx.ts';
import { type Configuration, type Layout, pathsOf, printConfiguration } from './configuration.ts';

const MAIN = 'nginx.conf';
const FOLDER = '/etc/nginx';

export interface Case {
  readonly main: Configuration;
  readonly files: Readonly<Record<string, string>>;
  readonly layout: Layout;
}

/** Both say the same, or nginx stopped at the machine; else how they differ. */
export interface Outcome {
  readonly kind: 'agreed' | 'machine' | 'false fatal' | 'missed' | 'other line';
  readonly accepted: boolean;
  /** Differences of one cause have the same. */
  readonly cause: string;
  readonly nginx: string;
  readonly ours: readonly string[];
}

/** What nginx says of the machine it runs on, or of how it was built, and not of the configuration. */
const MACHINE = new RegExp(
  [
    '^(?:bind|socket|listen|setsockopt|open|mkdir|chown|chmod|stat|unlink|mmap|shmget|sem_init|getrlimit|fcntl)\\(\\)',
    '^cannot load certificate|load_verify_locations|SSL_CTX_load|PEM_read|BIO_new_file|^ENGINE|^cannot get engine',
    '^host not found in|no host in "|^getpwnam|^getgrnam|^dlopen|^dlsym|not binary compatible',
    '^(?:malloc|posix_memalign|memalign|calloc)\\(|^failed to create|could not allocate',
    '^SSL_CTX_set_cipher_list|SSL_CTX_set1_curves_list|SSL_CTX_set_ciphersuites|SSL_CONF_cmd',
    '^xmlReadFile|xsltParse|not supported on this platform|unsupported on this platform|platform does not support|PCRE JIT support|nginx was built',
    '^unknown directive "(?:kqueue|devpoll|eventport)_|^invalid event type "(?:select|poll|kqueue|eventport|/dev/poll)"',
    'kernel does not support|CPU affinity is not supported|the INET6 sockets are not supported|require OpenSSL',
  ].join('|'),
);

export class Judge {
  readonly #facts: Facts;

  constructor(version: string) {
    this.#facts = createFacts({ version });
  }

  async judge({ main, files, layout }: Case): Promise<Outcome> {
    const text = printConfiguration(main, layout);
    const nginx = nginxTest({ files: { ...files, [MAIN]: text }, entry: MAIN });
    const said = nginx.ok ? '' : `${nginx.message}${nginx.line === null ? '' : ` in ${nginx.file}:${nginx.line}`}`;
    const { fatals, ours } = await this.#ours({ ...files, [MAIN]: text }, nginx);
    const outcome = (kind: Outcome['kind'], cause: string): Outcome => ({
      kind,
      accepted: nginx.ok,
      cause: `${kind}: ${cause}`,
      nginx: said,
      ours,
    });
    if (!nginx.ok && (MACHINE.test(nginx.message ?? '') || lacksModule(nginx.message ?? '', this.#facts))) {
      return outcome('machine', '');
    }
    const first = fatals[0];
    if (nginx.ok) return first ? outcome('false fatal', first.cause) : outcome('agreed', '');
    const cause = `${nameAtLine(main, layout, nginx)}: ${template(nginx.message ?? '')}`;
    if (!first) return outcome('missed', cause);
    return outcome(nginx.line === null || fatals.some(({ meets }) => meets) ? 'agreed' : 'other line', cause);
  }

  async #ours(files: Readonly<Record<string, string>>, nginx: NginxVerdict) {
    const texts = Object.entries(files).map(([name, text]) => [
      name.startsWith('/') ? name : `${FOLDER}/${name}`,
      text,
    ]);
    const disk = memoryFiles(Object.fromEntries(texts) as Record<string, string>);
    const model = createModel(await loadTree(fileAt(`${FOLDER}/${MAIN}`), { files: disk, facts: this.#facts }));
    const place = `${nginx.file?.startsWith('/') ? nginx.file : `${FOLDER}/${nginx.file}`}:${nginx.line}`;
    const fatals = fatalsOf(model).map((fatal) => {
      const { start, end } = fatal.span;
      const culprit = model.source(fatal.file).text.slice(start, end);
      return {
        cause: `${fatal.rule}: ${template(fatal.message)}`,
        meets: placesOf(fatal, model).includes(place),
        shown: `${fatal.rule} at line ${model.source(fatal.file).lines.lineAt(start)} (${culprit.slice(0, 60)}): ${fatal.message}`,
      };
    });
    return { fatals, ours: fatals.map(({ shown }) => shown) };
  }
}

/** A message without what differs from case to case. */
function template(message: string): string {
  return message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b\d[\d.:]*\b/g, 'N')
    .slice(0, 160);
}

/** The directive that ends in nginx's line. */
function nameAtLine(main: Configuration, layout: Layout, { file, line }: NginxVerdict): string {
  if (line === null || file !== MAIN) return '';
  const names: string[] = [];
  let at = 0;
  const count = (statements: Configuration): void => {
    for (const { words, body } of statements) {
      at +=
        printConfiguration([{ words, body: null }], layout).split('\n').length -
        1 +
        (body && layout === 'words' ? 1 : 0);
      names[at] ??= words[0] ?? '';
      if (!body) continue;
      count(body);
      at += 1;
      names[at] ??= `} of ${words[0]}`;
    }
  };
  count(main);
  return names[line] ?? '';
}

/** How many statements a configuration has. */
export function sizeOf(main: Configuration): number {
  return [...pathsOf(main)].length;
}
