import { parseUrl } from '../../model/url.ts';
import type { Word } from '../../syntax/nodes.ts';
import type { Occurrence } from '../../tree/tree.ts';
import { isHostName, parseAddressPort, parseCidr } from '../addresses.ts';
import type { DirectiveCheck, Fault } from '../fault.ts';
import { parseSeconds } from '../units.ts';
import { type ValueProblem, valueFault } from '../values/index.ts';
import { lookupError } from './pass.ts';

/** `allow` and `deny`: ngx_http_access_rule(), ngx_stream_access_rule() */
export const accessRule: DirectiveCheck = {
  names: ['allow', 'deny'],
  *check(at) {
    const word = at.node.args[0];
    if (word === undefined || word.value === 'all' || word.value === 'unix:') return;
    const cidr = parseCidr(word.value);
    if (cidr?.lowBits) yield lowBits(at, word);
    if (cidr !== null) return;
    const message = `"${at.name}" takes an address, a network such as 10.0.0.0/8, "unix:" or "all", not "${word.value}"`;
    yield valueFault(at, word, { message, nginx: `invalid parameter "${word.value}"` });
  },
};

/** `set_real_ip_from`: ngx_http_realip_from(), ngx_stream_realip_from(), ngx_mail_realip_from() */
export const realIpFrom: DirectiveCheck = {
  names: ['set_real_ip_from'],
  *check(at) {
    const word = at.node.args[0];
    if (word === undefined || word.value === 'unix:') return;
    const cidr = parseCidr(word.value);
    if (cidr?.lowBits) yield lowBits(at, word);
    // What is no network may be the name of a host.
    if (cidr !== null || isHostName(word.value)) return;
    const message = `"${at.name}" takes an address, a network such as 10.0.0.0/8, or "unix:", not "${word.value}"`;
    yield valueFault(at, word, { message, nginx: `host not found in ${at.name} "${word.value}"` });
  },
};

function lowBits(at: Occurrence, word: Word): Fault {
  const message = `bits of "${word.value}" beyond its mask are not zero, and nginx leaves them out`;
  return {
    ...valueFault(at, word, { message, nginx: `low address bits of ${word.value} are meaningless` }),
    warning: true,
  };
}

/** `proxy_bind` and its like: ngx_http_upstream_bind_set_slot(), ngx_stream_proxy_bind() */
export const bind: DirectiveCheck = {
  names: ['proxy', 'fastcgi', 'uwsgi', 'scgi', 'grpc', 'memcached', 'tunnel'].map((family) => `${family}_bind`),
  *check(at, { facts }) {
    const [address, option] = at.node.args;
    if (address === undefined || (address.value === 'off' && option === undefined)) return;
    const { value } = address;
    if (!value.includes('$') && parseAddressPort(value, facts.atLeast('1.27.3')) === null) {
      const message = `"${at.name}" takes an address of this machine, not "${value}"`;
      yield valueFault(at, address, { message, nginx: `invalid address "${value}"` });
    }
    if (option === undefined || option.value === 'transparent') return;
    const message = `only "transparent" may stand behind the address, not "${option.value}"`;
    yield valueFault(at, option, { message, nginx: `invalid parameter "${option.value}"` });
  },
};

/** `resolver address … [valid=time] [ipv4=on|off] [ipv6=on|off]`: ngx_resolver_create() */
export const resolver: DirectiveCheck = {
  names: ['resolver'],
  *check(at, { facts }) {
    const words = at.node.args;
    if (at.context.startsWith('mail') && words[0]?.value === 'off') return;
    const options = new Map<string, Word>();
    let faulty = false;
    for (const word of words) {
      const name = optionOf(word.value, facts.atLeast('1.23.1'));
      if (name !== null) options.set(name, word);
      const problem = name === null ? serverProblem(word.value) : optionProblem(word.value, name);
      if (problem) yield valueFault(at, word, problem);
      faulty ||= problem !== null;
    }
    if (!faulty) yield* wholeResolver(at, options, facts.atLeast('1.23.1'));
  },
};

function optionOf(word: string, ipv4: boolean): string | null {
  return (ipv4 ? ['valid=', 'ipv4=', 'ipv6='] : ['valid=', 'ipv6=']).find((name) => word.startsWith(name)) ?? null;
}

function optionProblem(word: string, name: string): ValueProblem | null {
  const value = word.slice(name.length);
  const right = name === 'valid=' ? parseSeconds(value) !== null : value === 'on' || value === 'off';
  if (right) return null;
  const what = name === 'valid=' ? 'a time such as 30s' : '"on" or "off"';
  return { message: `"${name}" of "resolver" takes ${what}, not "${value}"`, nginx: `invalid parameter: ${word}` };
}

function serverProblem(word: string): ValueProblem | null {
  const url = parseUrl(word, { defaultPort: 53 });
  const error = typeof url === 'string' ? url : lookupError(url);
  return error === null ? null : { message: serverMessage(word, error), nginx: `${error} in resolver "${word}"` };
}

function serverMessage(word: string, error: string): string {
  if (word.startsWith('ipv4=')) return `"ipv4=" of "resolver" came with nginx 1.23.1`;
  if (word.startsWith('status_zone=')) return `"status_zone=" of "resolver" is a parameter of NGINX Plus`;
  if (/^[0-9a-f:]+:[0-9a-f:]*$/i.test(word) && word.split(':').length > 2)
    return `an IPv6 address stands in brackets; write "[${word}]"`;
  if (error === 'invalid port') return `the port of "${word}" is not a number from 1 to 65535`;
  if (error === 'host not found')
    return `"${word}" is neither an address of a name server nor a parameter of "resolver"`;
  return `${error} in "${word}", which should be the address of a name server`;
}

function* wholeResolver(at: Occurrence, options: ReadonlyMap<string, Word>, ipv4: boolean): Generator<Fault> {
  const { args, name } = at.node;
  const off = (option: string): boolean => options.get(option)?.value === `${option}off`;
  if (off('ipv4=') && off('ipv6=')) {
    const word = options.get('ipv6=') ?? name;
    const nginx = '"ipv4" and "ipv6" cannot both be "off"';
    yield valueFault(at, word, { message: 'without IPv4 and without IPv6 nothing can be looked up', nginx });
  }
  if (args.length > 0 && args.every(({ value }) => optionOf(value, ipv4) !== null))
    yield valueFault(at, name, {
      message: '"resolver" needs the address of a name server',
      nginx: 'no name servers defined',
    });
}
