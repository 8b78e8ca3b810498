import type { DirectiveCheck } from '../fault.ts';
import { parseSize } from '../units.ts';
import { valueFault } from '../values/index.ts';
import { notAmong } from '../values/words.ts';

/** `aio on | off | threads[=pool]`: ngx_http_core_set_aio(). What the build lacks is another matter. */
export const aio: DirectiveCheck = {
  names: ['aio'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined || /^(?:on|off|threads|threads=.*)$/s.test(word.value)) return;
    const { message, meant } = notAmong(word.value, ['on', 'off', 'threads', 'threads=…'], 'aio');
    const fix = meant === undefined || meant.text.includes('…') ? {} : { meant };
    yield valueFault(at, word, { message, nginx: '"aio" directive invalid value', ...fix });
  },
};

/** `protocol` of a mail server: ngx_mail_core_protocol(), with the case */
export const mailProtocol: DirectiveCheck = {
  names: ['protocol'],
  contexts: ['mail.server'],
  *check(at) {
    const [word] = at.node.args;
    const protocols = ['imap', 'pop3', 'smtp'];
    if (word === undefined || protocols.includes(word.value)) return;
    yield valueFault(at, word, {
      ...notAmong(word.value, protocols, 'protocol'),
      nginx: `unknown protocol "${word.value}"`,
    });
  },
};

/** `userid_mark off | letter | digit | =`: ngx_http_userid_mark() */
export const useridMark: DirectiveCheck = {
  names: ['userid_mark'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined || /^(?:off|[0-9A-Za-z=])$/.test(word.value)) return;
    const message = `"userid_mark" is "off" or one letter, digit or "=", not "${word.value}"`;
    const nginx = '"userid_mark" directive value must be "off" or a single letter, digit or "="';
    yield valueFault(at, word, { message, nginx });
  },
};

/** `degradation sbrk=size`: ngx_http_degradation() */
export const degradation: DirectiveCheck = {
  names: ['degradation'],
  *check(at) {
    const [word] = at.node.args;
    if (word === undefined) return;
    const sbrk = word.value.startsWith('sbrk=');
    if (sbrk && parseSize(word.value.slice('sbrk='.length)) !== null) return;
    const message = `"degradation" takes "sbrk=" with a size such as "sbrk=500m", not "${word.value}"`;
    yield valueFault(at, word, { message, nginx: `invalid ${sbrk ? 'sbrk size' : 'parameter'} "${word.value}"` });
  },
};
