import { describe, expect, it } from 'vitest';
import { chooseServer, namesHost, type ServerChoice } from '../../src/route/server-names.ts';
import { type Socket, socketsOf } from '../../src/route/sockets.ts';
import { modelOf } from '../model/model-of.ts';

/** Servers of one socket, each with the directives given. */
async function choosing(servers: readonly string[]) {
  const model = await modelOf(`http { ${servers.map((text) => `server { ${text} }`).join('\n')} }`);
  const [socket] = socketsOf(model) as [Socket];
  const tell = ({ server, reason, name, match, groups, unknown }: ServerChoice) =>
    [
      model.servers.indexOf(server),
      reason,
      ...(name === null ? [] : [name.value]),
      ...(match === null ? [] : [JSON.stringify(match.groups), ...groups.map((each) => each.name)]),
      ...(unknown === undefined ? [] : [`? ${unknown}`]),
    ].join(' | ');
  return { choose: (host: string) => tell(chooseServer(model, socket, host)), model, socket };
}

describe('chooseServer', () => {
  it('gives its reason, and the name that fits', async () => {
    const { choose } = await choosing([
      'server_name a;',
      'server_name b *.b ~^(?<first>x)(y)?;',
      'listen 80 default_server; server_name c.*;',
      'server_name .d;',
    ]);
    expect(choose('a')).toBe('0 | exact name | a');
    expect(choose('z.b')).toBe('1 | leading wildcard | *.b');
    expect(choose('c.z')).toBe('2 | trailing wildcard | c.*');
    expect(choose('d')).toBe('3 | leading wildcard | .d');
    expect(choose('xz')).toBe('1 | expression | ~^(?<first>x)(y)? | ["x","x",null] | first');
    expect(choose('q')).toBe('2 | default');
    expect(choose('')).toBe('2 | default');
  });

  it('does not ask a server that stands alone, but for its groups (S6)', async () => {
    expect((await choosing(['server_name a;'])).choose('a')).toBe('0 | only server');
    expect((await choosing(['server_name ~^a;'])).choose('a')).toBe('0 | only server');
    const { choose } = await choosing(['server_name ~^(a);']);
    expect(choose('ab')).toBe('0 | only server | ~^(a) | ["a","a"]');
    expect(choose('b')).toBe('0 | only server');
  });

  it('cannot tell where the name of the machine counts (S9)', async () => {
    const machine = '? the host name of the machine, which "$hostname" stands for';
    const { choose } = await choosing([
      'server_name a;',
      'server_name $HostName *.c;',
      'server_name b *.d;',
      'server_name ~^e;',
    ]);
    expect(choose('a')).toBe('0 | exact name | a');
    expect(choose('b')).toBe(`2 | exact name | b | ${machine}`);
    expect(choose('x.c')).toBe('1 | leading wildcard | *.c');
    expect(choose('x.d')).toBe(`2 | leading wildcard | *.d | ${machine}`);
    expect(choose('e')).toBe(`3 | expression | ~^e | ["e"] | ${machine}`);
    expect(choose('z')).toBe(`0 | default | ${machine}`);
    expect(choose('')).toBe('0 | default');
    expect(choose('[::1]')).toBe('0 | default');
    expect(choose('127.0.0.1')).toBe('0 | default');
    expect(choose('a_b')).toBe('0 | default');
    const own = await choosing(['server_name $hostname;', 'server_name a;']);
    expect(own.choose('z')).toBe('0 | default');
    expect((await choosing(['server_name $hostname;'])).choose('z')).toBe('0 | only server');
  });

  it('knows names that it does not ask for', async () => {
    const { model, socket } = await choosing(['server_name a .b ~^c;']);
    expect(['a', 'x.b', 'cd', 'd', ''].map((host) => namesHost(model, socket, host))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
