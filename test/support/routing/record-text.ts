import type { RoutingRecord } from './record.ts';

/** A recording as a file: one request a line, so that changes can be read. */
export function recordText({ requests, ...record }: RoutingRecord): string {
  const head = Object.entries(record).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${head.join(',\n')},\n"requests": [\n${requests.map((each) => JSON.stringify(each)).join(',\n')}\n]\n}\n`;
}
