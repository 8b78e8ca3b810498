import type { ConfigModel } from '@nginx-lint/core';
import { valuesElsewhere } from './definitions.ts';
import type { Offer } from './item.ts';
import { scopeOf } from './scene.ts';
import { ownValue, partAt, typedOf, type ValuePlace, type ValueSource } from './value-place.ts';

/** By the passing directive, what stands before an address; the first is the usual one. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  proxy_pass: ['http://', 'https://'],
  grpc_pass: ['grpc://', 'grpcs://'],
  uwsgi_pass: ['uwsgi://', 'suwsgi://'],
};

const PASSES = ['proxy_pass', 'fastcgi_pass', 'grpc_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass'];

/** Groups, and addresses that are passed to elsewhere; behind a scheme the host alone. */
export const backends: ValueSource = (place) => {
  const { command } = place;
  const stream = scopeOf(command.setting) === 'stream';
  const schemes = stream || !Object.hasOwn(SCHEMES, command.name) ? [] : (SCHEMES[command.name] ?? []);
  const scheme = /^[a-z]+:\/\//i.exec(typedOf(place))?.[0];
  if (scheme !== undefined) return hosts(place, typedOf(place).length - scheme.length);
  // nginx takes a group without a scheme for some, but never for proxy_pass.
  const needed = command.name === 'proxy_pass' && !stream ? schemes[0] : undefined;
  const alone: Offer[] = schemes.map((label, order) => ({ label, kind: 'value', rank: 3, order, retrigger: true }));
  const named = hosts(place, typedOf(place).length).map((offer) =>
    needed === undefined ? offer : { ...offer, label: `${needed}${offer.label}` },
  );
  return [...named, ...alone];
};

function hosts(place: ValuePlace, length: number): Offer[] {
  const { model } = place.command.setting;
  const scope = scopeOf(place.command.setting) ?? 'http';
  const span = partAt(place, length, /[/?:$]/);
  const groups = model.upstreams
    .filter((upstream) => upstream.scope === scope)
    .map(({ name, servers }): Offer => {
      const detail = servers.map(({ address }) => address.value).join(', ');
      return { label: name.value, kind: 'upstream', rank: 1, detail, span };
    });
  const known = new Set(groups.map(({ label }) => label));
  const others = addressesElsewhere(model, place).filter((address) => !known.has(address));
  return [
    ...groups,
    ...others.map((label): Offer => ({ label, kind: 'address', rank: 2, span: partAt(place, length, /[/?$]/) })),
  ];
}

/** Addresses of groups and those that other directives pass to. */
function addressesElsewhere(model: ConfigModel, place: ValuePlace): readonly string[] {
  const found = new Set<string>();
  for (const { servers } of model.upstreams) for (const { address } of servers) found.add(address.value);
  const own = ownValue(place);
  for (const directive of PASSES) {
    for (const value of valuesElsewhere(model, directive, own)) {
      const host = value.replace(/^[a-z]+:\/\//i, '').replace(/[/?].*$/s, '');
      if (host !== '' && !host.includes('$') && !/^unix:$/i.test(host)) found.add(host);
    }
  }
  return [...found];
}

/** The address of a server in a group. */
export const peers: ValueSource = (place) => {
  const span = partAt(place, typedOf(place).length);
  const known = addressesElsewhere(place.command.setting.model, place).filter((address) => isAddress(place, address));
  const usual = ['127.0.0.1:', 'unix:'].map((label, order): Offer => {
    return { label, kind: 'value', rank: 3, order, retrigger: label === 'unix:' };
  });
  return [...known.map((label): Offer => ({ label, kind: 'address', rank: 2, span })), ...usual];
};

/** Is it no name of a group? */
function isAddress({ command: { setting } }: ValuePlace, address: string): boolean {
  return setting.model.upstreams.every(({ name }) => name.value !== address);
}
