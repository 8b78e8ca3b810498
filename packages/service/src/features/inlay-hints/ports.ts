import type { HintSource } from './hint.ts';

/** The port of an address that is written without one, which is 80. */
export const portHints: HintSource = ({ at }) => {
  const [word] = at.node.args;
  if (word === undefined || !isAddress(at.name, at.context) || at.node.body !== null) return [];
  // With `service=` the name server tells the port.
  if (!hasNoPort(word.value) || at.node.args.some(({ value }) => value.startsWith('service='))) return [];
  return [
    { offset: word.end, text: ':80', tooltip: ['The port where none is written'], kind: 'value', padding: false },
  ];
};

/** In stream and mail a port is needed. */
function isAddress(directive: string, context: string): boolean {
  return (directive === 'listen' && context === 'server') || (directive === 'server' && context === 'upstream');
}

function hasNoPort(address: string): boolean {
  if (/^unix:/i.test(address) || address.includes('$')) return false;
  if (address.startsWith('[')) return address.endsWith(']');
  return !address.includes(':') && !/^\d+$/.test(address) && !/^\d+-\d+$/.test(address);
}
