import { parseUrl } from '../model/url.ts';
import { nearest } from '../text/nearest.ts';
import { isHopeless } from './addresses.ts';
import type { ValueProblem } from './values/index.ts';

const FACILITIES = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'intern', 'lpr', 'news', 'uucp', 'clock', 'authpriv', 'ftp', 'ntp'],
  ...['audit', 'alert', 'cron', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];
const SEVERITIES = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];
const MOST_TAG = 32;

/** The target `syslog:server=address[,parameter=value …]`: ngx_syslog_process_conf() */
export function syslogProblem(target: string): ValueProblem | null {
  const seen = new Set<string>();
  for (const part of target.slice('syslog:'.length).split(',')) {
    const problem = partProblem(part, seen);
    if (problem) return problem;
  }
  if (seen.has('server')) return null;
  return { message: 'a log to syslog needs its address: "syslog:server=…"', nginx: 'no syslog server specified' };
}

function partProblem(part: string, seen: Set<string>): ValueProblem | null {
  if (part === 'nohostname') return null;
  const [, name = '', value = ''] = /^(server|facility|severity|tag)=(.*)$/s.exec(part) ?? [];
  if (name === '') {
    const [near] = nearest(part.replace(/=.*$/s, ''), ['server', 'facility', 'severity', 'tag', 'nohostname']);
    const hint =
      near === undefined ? 'there are server, facility, severity, tag and nohostname' : `did you mean "${near}"?`;
    return { message: `syslog has no parameter "${part}"; ${hint}`, nginx: `unknown syslog parameter "${part}"` };
  }
  if (seen.has(name)) return { message: `syslog takes one "${name}="`, nginx: `duplicate syslog "${name}"` };
  seen.add(name);
  if (name === 'facility' && !FACILITIES.includes(value)) return unknown('facility', value, FACILITIES);
  if (name === 'severity' && !SEVERITIES.includes(value)) return unknown('severity', value, SEVERITIES);
  if (name === 'server') return serverProblem(value);
  return name === 'tag' ? tagProblem(value) : null;
}

function serverProblem(value: string): ValueProblem | null {
  const url = parseUrl(value, { defaultPort: 514 });
  const error = typeof url === 'string' ? url : isHopeless(url) ? 'host not found' : null;
  if (error === null) return null;
  const message = `"${value}" is no address of a syslog server: ${error}`;
  return { message, nginx: `${error} in syslog server "${value}"` };
}

function unknown(what: string, value: string, known: readonly string[]): ValueProblem {
  const message = `"${value}" is no ${what} of syslog; there are ${known.join(', ')}`;
  return { message, nginx: `unknown syslog ${what} "${value}"` };
}

function tagProblem(value: string): ValueProblem | null {
  if (value.length > MOST_TAG)
    return { message: `a tag has at most ${MOST_TAG} characters`, nginx: 'syslog tag length exceeds 32' };
  if (/^[0-9A-Za-z_]*$/.test(value)) return null;
  return {
    message: `a tag is made of letters, digits and "_", not "${value}"`,
    nginx: 'syslog "tag" only allows alphanumeric characters and underscore',
  };
}
