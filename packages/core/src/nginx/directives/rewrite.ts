import type { DirectiveCheck, Fault } from '../fault.ts';
import { invalidValue } from '../invalid-value.ts';
import { parseNumber } from '../units.ts';

const NONE: readonly Fault[] = [];

const FLAGS: ReadonlySet<string> = new Set(['last', 'break', 'redirect', 'permanent']);

/** Mirrors ngx_http_rewrite(); the expression itself is judged with all others. */
const rewrite: DirectiveCheck = {
  names: ['rewrite'],
  *check(at) {
    const [, replacement, flag] = at.node.args;
    if (replacement?.value === '')
      yield invalidValue(at, replacement, 'empty replacement', 'the replacement of "rewrite" must not be empty');
    if (flag === undefined || FLAGS.has(flag.value)) return;
    const message = `"${flag.value}" is no flag of "rewrite"; it takes "last", "break", "redirect" or "permanent"`;
    yield invalidValue(at, flag, `invalid parameter "${flag.value}"`, message);
  },
};

/** Mirrors ngx_http_rewrite_return(). */
const answer: DirectiveCheck = {
  names: ['return'],
  contexts: ['server', 'location', 'if in server', 'if in location'],
  *check(at) {
    const { args } = at.node;
    const [code] = args;
    if (code === undefined) return;
    const status = parseNumber(code.value);
    if (status === null ? args.length === 1 && /^(?:https?:\/\/|\$scheme)/.test(code.value) : status <= 999) return;
    const alone = args.length === 1 ? ', or a URL that begins with "http://", "https://" or "$scheme"' : '';
    const message = `"${code.value}" is no status: "return" takes a code of up to 999${alone}`;
    yield invalidValue(at, code, `invalid return code "${code.value}"`, message);
  },
};

/** Mirrors ngx_http_core_error_page(). */
const errorPage: DirectiveCheck = {
  names: ['error_page'],
  *check(at) {
    const { args } = at.node;
    const response = args.at(-2);
    const changes = response?.value.startsWith('=') ?? false;
    if (changes && response !== undefined) {
      const { value } = response;
      const refused = args.length === 2 || (value.length > 1 && parseNumber(value.slice(1)) === null);
      const message =
        args.length === 2
          ? `"${value}" changes the code of an answer, but the codes it is for are missing before it`
          : `"${value.slice(1)}" is no status that an answer can be given`;
      if (refused) yield invalidValue(at, response, `invalid value "${value}"`, message);
    }
    for (const word of args.slice(0, changes ? -2 : -1)) {
      const status = parseNumber(word.value);
      if (status === null || status === 499) {
        const why =
          status === null ? 'is no status' : 'stands for a client that went away, and nobody is left to answer';
        yield invalidValue(at, word, `invalid value "${word.value}"`, `"${word.value}" ${why}`);
      } else if (status < 300 || status > 599) {
        const nginx = `value "${word.value}" must be between 300 and 599`;
        yield invalidValue(at, word, nginx, `"error_page" is for codes from 300 to 599, not for ${word.value}`);
      }
    }
  },
};

/** Mirrors ngx_http_try_files(): the last argument may be a code. */
const tryFiles: DirectiveCheck = {
  names: ['try_files'],
  check(at) {
    const last = at.node.args.at(-1);
    if (!last?.value.startsWith('=')) return NONE;
    const { value } = last;
    const code = parseNumber(value.slice(1));
    if (code !== null && code <= 999) return NONE;
    // With variables nginx loses the last character, as if a terminating zero stood there.
    const nginx = `invalid code "${value.includes('$') ? value.slice(0, -1) : value}"`;
    const message = `"${value.slice(1)}" is no status; what stands behind "=" is a code of up to 999`;
    return [invalidValue(at, last, nginx, message)];
  },
};

export const rewriteChecks: readonly DirectiveCheck[] = [rewrite, answer, errorPage, tryFiles];
