import type { Random } from '../../../../scripts/fuzz/random.ts';

/** Few segments, so that names, expressions, files and requests meet. */
const SEGMENTS = [
  'a',
  'b',
  'ab',
  'app',
  'api',
  'img',
  'v1',
  'docs',
  'x.php',
  'y.html',
  'css',
  'A',
  'ü',
  's p',
  '-',
  '.ht',
  '%41',
];

/** As a path of a URI, decoded. */
export function path(random: Random, most = 3): string {
  const count = random.below(most) + 1;
  let result = '';
  for (let at = 0; at < count; at++) result += `/${random.pick(SEGMENTS)}`;
  return random.chance(0.35) ? `${result}/` : result;
}

export function segment(random: Random): string {
  return random.pick(SEGMENTS);
}

/** As one word of a configuration. */
export function word(text: string): string {
  if (!/[\s;{}"'\\#]|^$/.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A pattern as one word: nginx keeps backslashes before other characters. */
export function patternWord(pattern: string): string {
  return /[\s;{}"'#]/.test(pattern) ? `"${pattern.replaceAll('"', '\\"')}"` : pattern;
}

const VARIABLES = [
  ...[
    '$uri',
    '$args',
    '$is_args',
    '$request_uri',
    '$host',
    '$http_host',
    '$request_method',
    '$scheme',
    '$1',
    '$2',
    '$3',
  ],
  ...['$p1', '$p2', '$v', '$w', '$arg_x', '$http_x', '$request_filename', '$document_root', '$server_name', '$m', '$n'],
  ...[
    '$query_string',
    '$remote_addr',
    '$document_uri',
    '$server_protocol',
    '$cookie_c',
    '$http_user_agent',
    '$g',
    '$s',
  ],
  ...[
    '$server_port',
    '$server_addr',
    '$content_length',
    '$fastcgi_script_name',
    '$uri',
    '$args',
    '$1',
    '$1',
    '$v',
    '$p1',
  ],
];

export function variable(random: Random): string {
  return random.pick(VARIABLES);
}

/** Text with variables that shows what they are. */
export function shownVariables(random: Random): string {
  const count = random.below(4) + 1;
  const shown: string[] = [];
  for (let at = 0; at < count; at++) {
    const name = variable(random);
    shown.push(`${name.slice(1)}=${name}`);
  }
  return `"${shown.join(' ')}"`;
}
